// What a reviewer waits for on a slow machine: ticking a row, ticking the page, stating "all", each from the press to the
// next paint that shows it. scripts/bench-browser runs it: desk-in-browser.mjs ORIGIN ENGINE PENDING.

import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../end2end/', import.meta.url))('@playwright/test');
const [origin, engine, pending] = process.argv.slice(2);
const throttling = 4;
const repetitions = { row: 60, page: 40, all: 30 };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 900 } });
await context.addInitScript(watch);
const signedIn = await context.request.post(`${origin}/login`, {
  form: { panel: 'operator', unit: 'slsjyt', operator: '13900000001', password: 'Lishu-2026!' },
  headers: { origin },
  maxRedirects: 0,
});
if (signedIn.status() !== 303) throw new Error('the reviewer could not sign in');
const page = await context.newPage();
const devtools = await context.newCDPSession(page);
await devtools.send('Emulation.setCPUThrottlingRate', { rate: throttling });

console.log(`\n| ${engine}: in Chromium, CPU ${throttling} times slower | n | median ms | p95 ms | most ms |\n|---|---|---|---|---|`);
await show('/review?size=100');
row('a row is ticked', await ticking('tbody .checkbox', repetitions.row));
row('a page of 100 is ticked', await ticking('#select-all', repetitions.page));
const at100 = await stating(repetitions.all);
row(`all ${pending} are said, 100 a page`, at100.map(time => ({ took: time.said })));
row(`all ${pending} are confirmed, 100 a page`, at100);
await show('/review?size=20');
const at20 = await stating(repetitions.all);
row(`all ${pending} are said, 20 a page`, at20.map(time => ({ took: time.said })));
row(`all ${pending} are confirmed, 20 a page`, at20);
console.log(`\n| ${engine}: all are confirmed, median ms | press to request | answer | swap, but for: | style and layout, for the focus | to the paint |\n|---|---|---|---|---|---|`);
parts('100 a page', at100);
parts('20 a page', at20);
await browser.close();

async function show(path) {
  await page.goto(origin + path);
  await calm();
}

/** Live, answered, and nothing left to do. */
async function calm() {
  await page.waitForFunction(() => document.querySelector('form[data-live]') && !document.querySelector('[aria-busy=true]'));
  await page.evaluate(() => new Promise(done => requestIdleCallback(done)));
}

/** Clicks as a mouse does: Playwright's own looking and waiting is no part of what is measured. */
async function click(locator) {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  await page.evaluate(() => new Promise(done => requestIdleCallback(done)));
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

/** The first that matches, or the next of them each time. */
async function ticking(selector, n) {
  const boxes = page.locator(selector);
  const count = await boxes.count();
  const before = await page.evaluate(() => (painted.length = 0));
  for (let i = before; i < n; i++) {
    await click(boxes.nth(i % count));
    await page.waitForFunction(n => painted.length === n, i + 1);
  }
  return page.evaluate(() => painted.splice(0));
}

async function stating(n) {
  const all = [];
  for (let i = 0; i < n; i++) {
    await page.evaluate(() => (painted.length = 0));
    await click(page.locator('button[value=everything]'));
    await page.waitForFunction(() => painted.length > 0);
    const said = await page.locator('[data-selection]').innerText();
    if (!said.includes(Number(pending).toLocaleString('en'))) throw new Error(`it says "${said}"`);
    all.push(await page.evaluate(() => painted[0]));
    await calm();
    await page.locator('button[value=nothing]').click();
    await page.waitForFunction(() => !document.querySelector('[data-selection]'));
    await calm();
  }
  return all;
}

function at(values, part) {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
}

function row(name, times) {
  const took = times.map(time => time.took);
  const ms = [at(took, 0.5), at(took, 0.95), at(took, 1)].map(n => n.toFixed(0));
  console.log(`| ${[name, times.length, ...ms].join(' | ')} |`);
}

function parts(name, times) {
  const ms = times[0].parts.map((_, i) => at(times.map(time => time.parts[i]), 0.5).toFixed(0));
  console.log(`| ${[name, ...ms].join(' | ')} |`);
}

/** Runs in the browser: `painted` has an entry for each press, once what it changed is painted. */
function watch() {
  window.painted = [];
  let stated;
  let said;
  let focusing = 0;
  const { focus } = HTMLElement.prototype;
  // It wants to know where everything stands, of what has just been put in.
  HTMLElement.prototype.focus = function (...args) {
    const start = performance.now();
    focus.apply(this, args);
    focusing += performance.now() - start;
  };
  const afterPaint = then =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = then;
      port2.postMessage(null);
    });
  const listen = event => {
    if (event.target.closest?.('button[value=everything]')) {
      [stated, said, focusing] = [event.timeStamp, undefined, 0];
      afterPaint(() => {
        if (document.querySelector('[data-everything]')?.checkVisibility()) said = performance.now() - event.timeStamp;
      });
    }
    if (event.target.matches?.('.checkbox'))
      afterPaint(() => painted.push({ took: performance.now() - event.timeStamp }));
  };
  window.addEventListener('click', listen, true);
  const look = () => {
    if (stated === undefined || !document.querySelector('[data-selection]')) return;
    const start = stated;
    stated = undefined;
    const swapped = performance.now();
    afterPaint(() => {
      const end = performance.now();
      const { startTime, responseEnd } = performance.getEntriesByType('resource').findLast(entry => entry.initiatorType === 'fetch');
      const parts = [startTime - start, responseEnd - startTime, swapped - responseEnd - focusing, focusing, end - swapped];
      painted.push({ took: end - start, said, parts });
    });
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}
