// Makes the site folder from the two halves that a browser loads: node scripts/site.mjs PKG SITE [--dev]
// PKG holds wasm-bindgen's lishu.js and lishu_bg.wasm. Names carry a hash of their content, so that they can
// be cached for ever; each compressible file lies beside its .br and .gz, so that the server never compresses
// at a request. manifest.json names the files; "site" in it is a hash of everything, so that it changes, and
// with it the server that embeds the folder, whenever any file does.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import * as esbuild from 'esbuild';
import { bundle } from 'lightningcss';

const [pkg, site] = process.argv.slice(2);
const dev = process.argv.includes('--dev');
const next = `${site}.next`;
const hash = (...parts) => parts.reduce((all, part) => all.update(part), createHash('sha256')).digest('hex').slice(0, 12);

// The oldest browsers that run the wasm which rustc writes by default (reference types).
const version = (major, minor = 0) => (major << 16) | (minor << 8);
const targets = { chrome: version(100), edge: version(100), firefox: version(100), safari: version(15, 4), ios_saf: version(15, 4) };

const script = (
    await esbuild.build({
        entryPoints: [join(pkg, 'lishu.js')],
        bundle: true, // wasm-bindgen's snippets
        minify: !dev,
        format: 'esm',
        target: 'es2022',
        legalComments: 'none',
        logLevel: 'warning',
        write: false,
    })
).outputFiles[0].contents;
const wasm = readFileSync(join(pkg, 'lishu_bg.wasm'));
const style = bundle({ filename: 'style/main.css', minify: !dev, targets }).code;

const front = `lishu-${hash(script, wasm)}`;
const manifest = {
    output_name: front,
    js: `/pkg/${front}.js`,
    wasm: `/pkg/${front}_bg.wasm`,
    css: `/pkg/lishu-${hash(style)}.css`,
};

rmSync(next, { recursive: true, force: true });
mkdirSync(join(next, 'pkg'), { recursive: true });
if (existsSync('public')) cpSync('public', next, { recursive: true });
writeFileSync(join(next, manifest.js), script);
writeFileSync(join(next, manifest.wasm), wasm);
writeFileSync(join(next, manifest.css), style);

const files = readdirSync(next, { recursive: true }).map((file) => join(next, file)).filter((file) => statSync(file).isFile()).sort();
manifest.site = hash(...files.flatMap((file) => [relative(next, file), readFileSync(file)]));

// The same site again: its files keep their times, so that cargo does not rebuild the server for nothing.
const current = join(site, 'manifest.json');
if (existsSync(current) && JSON.parse(readFileSync(current)).site === manifest.site) {
    rmSync(next, { recursive: true });
    process.exit();
}

const compressible = new Set(['.css', '.html', '.ico', '.js', '.json', '.svg', '.txt', '.wasm', '.webmanifest', '.xml']);
const brotli = (data) =>
    promisify(zlib.brotliCompress)(data, {
        params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_LGWIN]: 22, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: data.length },
    });
const gzip = (data) => promisify(zlib.gzip)(data, { level: 9 });
const sizes = {};
await Promise.all(
    files
        .filter((file) => !dev && compressible.has(extname(file)))
        .map(async (file) => {
            const data = readFileSync(file);
            const [br, gz] = await Promise.all([brotli(data), gzip(data)]);
            if (br.length < data.length) writeFileSync(`${file}.br`, br);
            if (gz.length < data.length) writeFileSync(`${file}.gz`, gz);
            sizes[`/${relative(next, file)}`] = [data.length, br.length];
        }),
);

writeFileSync(join(next, 'manifest.json'), `${JSON.stringify(manifest, null, 4)}\n`);
rmSync(site, { recursive: true, force: true });
renameSync(next, site);

for (const file of [manifest.js, manifest.wasm, manifest.css]) {
    const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
    if (sizes[file]) console.error(`    ${file}: ${kB(sizes[file][0])}, ${kB(sizes[file][1])} brotli`);
}
