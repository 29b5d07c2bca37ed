// make dev: builds, serves and watches. The page reloads through Leptos's AutoReload, which connects to the
// port below when the server runs with LEPTOS_WATCH.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { watch } from 'chokidar';
import { WebSocketServer } from 'ws';

const reloadPort = Number(process.env.LEPTOS_RELOAD_PORT ?? 3001);
const address = process.env.LEPTOS_SITE_ADDR ?? '127.0.0.1:3000';
const wasm = 'target/front/wasm32-unknown-unknown/debug/lishu.wasm';
const say = (text) => console.error(`==> ${text}`);

const run = (command, ...args) =>
    new Promise((resolve, reject) => {
        spawn(command, args, { stdio: 'inherit' }).on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command} failed`))));
    });

let server;
const stop = () =>
    new Promise((resolve) => {
        if (!server || server.exitCode !== null || server.signalCode !== null) return resolve();
        server.once('exit', resolve);
        server.kill('SIGTERM');
    });
const [host, port] = [address.slice(0, address.lastIndexOf(':')), Number(address.slice(address.lastIndexOf(':') + 1))];
const answers = () =>
    new Promise((resolve) => {
        const socket = connect({ host, port }, () => resolve(true)).on('error', () => resolve(false));
        socket.unref();
    });

// Features are never built together; each half has a target folder, so neither rebuilds the other's packages.
async function build(parts) {
    if (parts.has('code')) {
        await run('cargo', 'build', '--lib', '--features', 'hydrate', '--target', 'wasm32-unknown-unknown', '--target-dir', 'target/front');
        await run('wasm-bindgen', '--target', 'web', '--no-typescript', '--debug', '--out-dir', 'target/front/pkg-dev', '--out-name', 'lishu', wasm);
    }
    await run('node', 'scripts/site.mjs', 'target/front/pkg-dev', 'target/site', '--dev');
    if (parts.has('code')) await run('cargo', 'build', '--features', 'ssr', '--bin', 'lishu');
    await stop();
    const env = { ...process.env, LEPTOS_WATCH: '1', LEPTOS_RELOAD_PORT: String(reloadPort) };
    if (!build.filled) await run('target/debug/lishu', 'demo', '--if-empty');
    build.filled = true;
    server = spawn('target/debug/lishu', ['serve'], { stdio: 'inherit', env });
    for (let i = 0; i < 100 && server.exitCode === null && !(await answers()); i++) await new Promise((r) => setTimeout(r, 50));
}

const sockets = new WebSocketServer({ host: '127.0.0.1', port: reloadPort });
sockets.on('error', (error) => {
    console.error(`lishu: the reload port ${reloadPort} can't be had (${error.code}): set LEPTOS_RELOAD_PORT to a free one`);
    process.exit(1);
});
const reload = () => sockets.clients.forEach((socket) => socket.send(JSON.stringify({ all: '' + Date.now() })));

const pending = new Set();
let building = false;
async function work() {
    if (building) return;
    building = true;
    while (pending.size > 0) {
        const parts = new Set(pending);
        pending.clear();
        const started = Date.now();
        try {
            await build(parts);
            reload();
            say(`built in ${((Date.now() - started) / 1000).toFixed(1)} s: http://${address}`);
        } catch (error) {
            // What was not built is still to be built at the next save.
            say(`${error.message}: waiting for the next save`);
            parts.forEach((part) => failed.add(part));
        }
    }
    building = false;
}
const failed = new Set();

let timer;
const code = /\.(rs|sql|toml|lock)$/;
watch(['src', 'style', 'public', 'migrations', 'Cargo.toml', 'Leptos.toml'].filter((path) => existsSync(path)), { ignoreInitial: true }).on('all', (_, path) => {
    pending.add(code.test(path) ? 'code' : 'site');
    failed.forEach((part) => pending.add(part));
    failed.clear();
    clearTimeout(timer);
    timer = setTimeout(work, 50);
});
for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, async () => {
        await stop();
        process.exit();
    });

mkdirSync('target/site', { recursive: true });
say('the first build takes several minutes, most of it packages');
pending.add('code');
work();
