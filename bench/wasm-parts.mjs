// What a wasm is made of: raw bytes by the crate of which its functions' names speak, the largest first.
// wasm-parts.mjs FILE, which has its names. scripts/bench-wasm runs it.

import { readFileSync } from 'node:fs';

const bytes = readFileSync(process.argv[2]);
let at = 8;
const number = () => {
  for (let n = 0, shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    n += (byte & 127) * 2 ** shift;
    if (byte < 128) return n;
  }
};
const text = () => {
  const length = number();
  at += length;
  return bytes.toString('utf8', at - length, at);
};
const of = { functionImports: 0, sizes: [], names: new Map(), data: 0 };
const sections = {
  2() {
    for (let left = number(); left > 0; left--) {
      text();
      text();
      const kind = bytes[at++];
      if (kind === 0) of.functionImports++;
      skipType(kind);
    }
  },
  10() {
    for (let left = number(); left > 0; left--) {
      const from = at;
      const length = number();
      at += length;
      of.sizes.push(at - from);
    }
  },
  0(end) {
    if (text() !== 'name') return;
    while (at < end) {
      const kind = bytes[at++];
      const next = number() + at;
      if (kind === 1) for (let left = number(); left > 0; left--) of.names.set(number(), text());
      at = next;
    }
  },
};
/** Of an import that is no function: table, memory, global, tag. */
function skipType(kind) {
  if (kind === 0 || kind === 4) number();
  if (kind === 4) number();
  if (kind === 1 || kind === 3) at++;
  if (kind === 3) at++;
  if (kind !== 1 && kind !== 2) return;
  const limits = bytes[at++];
  number();
  if (limits & 1) number();
}
while (at < bytes.length) {
  const kind = bytes[at++];
  const end = number() + at;
  if (kind === 11) of.data = end - at;
  sections[kind]?.(end);
  at = end;
}

// A function of the standard library counts where its types come from, if its name says so.
const std = ['core', 'alloc', 'std', 'hashbrown', 'dlmalloc'];
function partOf(name) {
  const crates = [...name.matchAll(/(?<![\w:])([a-z_][a-z0-9_]*)(?:\[[0-9a-f]+\])?::/g)].map(match => match[1]);
  const crate = crates.find(crate => !std.includes(crate));
  if (crate) return crate;
  if (/::h[0-9a-f]{16}$/.test(name)) return "the standard library's generics, of types that their names don't tell";
  return crates.length > 0 || name.startsWith('<') ? 'the standard library itself' : 'entries of islands, with what they inline, and shims';
}
const parts = new Map([['texts, tables and other data', of.data]]);
of.sizes.forEach((size, index) => {
  const part = partOf(of.names.get(index + of.functionImports) ?? '');
  parts.set(part, (parts.get(part) ?? 0) + size);
});
const all = [...parts.values()].reduce((a, b) => a + b);
console.log('| part | raw kB | of all |\n|---|---|---|');
let rest = 0;
for (const [part, size] of [...parts].sort((a, b) => b[1] - a[1])) {
  if (size < all / 50) rest += size;
  else line(part, size);
}
line('the others, under 2 % each', rest);
line('code and data in all', all);

function line(part, size) {
  console.log(`| ${part} | ${(size / 1000).toFixed(1)} | ${((100 * size) / all).toFixed(0)} % |`);
}
