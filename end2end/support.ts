// What the tests share: a server and a browser for each of them, and the steps that many take.

import { test as base, expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { startServer, type Engine, type Server } from './server';

/** With wasm; with wasm blocked on its way; with JavaScript off. */
export type Mode = 'wasm' | 'blocked' | 'plain';

export interface Settings {
  mode: Mode;
  engine: Engine;
  /** The deployment's settings, as environment variables. */
  settings: Record<string, string>;
}

interface Fixtures {
  server: Server;
  /** The page of somebody else, at a browser of their own. */
  another: () => Promise<Page>;
}

export { expect };

export const test = base.extend<Settings & Fixtures>({
  mode: ['wasm', { option: true }],
  engine: ['sqlite', { option: true }],
  settings: [{}, { option: true }],

  server: async ({ engine, settings }, use, info) => {
    const server = await startServer(engine, settings);
    await use(server);
    if (info.status !== info.expectedStatus) await info.attach('server log', { body: server.log() });
    await server.stop();
    expect(server.log()).not.toContain('panicked');
  },
  baseURL: async ({ server }, use) => use(server.url),

  context: async ({ context, mode, server }, use) => {
    const problems = await prepare(context, { mode, server: server.url });
    await use(context);
    expect(problems).toEqual([]);
  },
  another: async ({ browser, mode, server }, use) => {
    const opened: [BrowserContext, string[]][] = [];
    await use(async () => {
      const context = await browser.newContext();
      opened.push([context, await prepare(context, { mode, server: server.url })]);
      return context.newPage();
    });
    for (const [context, problems] of opened) {
      await context.close();
      expect(problems).toEqual([]);
    }
  },
});

interface Circumstances {
  mode: Mode;
  /** Its address. */
  server: string;
}

const circumstances = new WeakMap<BrowserContext, Circumstances>();

function of(page: Page): Circumstances {
  return circumstances.get(page.context())!;
}

/** Sets the mode up, and collects what no test may see: failing answers and errors of the script. */
async function prepare(context: BrowserContext, { mode, server }: Circumstances): Promise<string[]> {
  circumstances.set(context, { mode, server });
  const problems: string[] = [];
  context.on('response', answer => {
    if (answer.status() >= 500) problems.push(`${answer.status()} ${answer.url()}`);
  });
  if (mode === 'blocked') await context.route('**/*.wasm', route => route.abort());
  if (mode !== 'wasm') return problems;
  context.on('weberror', event => problems.push(String(event.error())));
  context.on('console', message => {
    // The browser reports every answer that is not 2xx; those are the tests' own business.
    const answered = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !answered) problems.push(message.text());
  });
  await context.addInitScript(tellWhenLive);
  return problems;
}

/** Runs in the browser: `live` is set in the task after the one that starts the wasm, islands and all. */
function tellWhenLive() {
  const start = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...args) => {
    const started = await start(...args);
    setTimeout(() => Object.assign(window, { live: true }));
    return started;
  };
}

/** Waits for the page to be all there: loaded, live where the mode is wasm, and every press answered. */
export async function live(page: Page) {
  await page.waitForLoadState();
  if (of(page).mode === 'wasm') {
    await page.waitForFunction(() => !document.querySelector('leptos-island') || 'live' in window);
    await answered(page);
  }
}

/** Waits until what was pressed last is answered: a live page takes one press at a time. */
async function answered(page: Page) {
  if (of(page).mode === 'wasm') await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
}

export async function open(page: Page, path: string) {
  const answer = await page.goto(path);
  await live(page);
  return answer!;
}

/** Presses a link or a button that leads to another address, and waits for its page. */
export async function follow(page: Page, link: Locator, path: string | RegExp) {
  await link.click();
  await page.waitForURL(path);
  await live(page);
}

// The demo data

export const password = 'Lishu-2026!';

export const codes = {
  示例省教育厅: '11220000MB9000015Y',
  春城大学: '12220000MB9000023N',
  松江中学: '12220100MB9000031N',
  北原科技有限公司: '91220100MA90000460',
  晨光职业培训学校: '52220100MJ9000057M',
  示例市教育局: '11220100MB9000066C',
  静湖图书馆: '12220100MB90000744',
};

const operators = {
  李明: { unit: '示例省教育厅', mobile: '13900000001' },
  周岚: { unit: '示例省教育厅', mobile: '13900000011' },
  王芳: { unit: '春城大学', mobile: '13900000002' },
  赵强: { unit: '松江中学', mobile: '13900000003' },
  孙丽: { unit: '北原科技有限公司', mobile: '13900000004' },
  钱进: { unit: '晨光职业培训学校', mobile: '13900000005' },
  吴静: { unit: '示例市教育局', mobile: '13900000006' },
  郑洁: { unit: '静湖图书馆', mobile: '13900000007' },
} as const;

export type Operator = keyof typeof operators;

// Steps

/** Fills in 经办人账号登录 and sends it. */
export async function enterAccount(page: Page, who: Operator) {
  const { unit, mobile } = operators[who];
  await page.getByLabel('单位统一信用代码/法人账号').fill(codes[unit]);
  await page.getByLabel('经办人手机号/身份证号').fill(mobile);
  await page.getByLabel('经办人密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
}

/** Signs in without the sign-in page, and opens a page. */
export async function signIn(page: Page, who: Operator, path = '/workbench') {
  const { unit, mobile } = operators[who];
  const answer = await post(page, '/login', { panel: 'operator', unit: codes[unit], operator: mobile, password });
  expect(answer.status()).toBe(303);
  await open(page, path);
}

export function dialog(page: Page): Locator {
  return page.getByRole('dialog', { name: '绑定单位' });
}

/** 查询, in the dialog. */
export async function search(page: Page, code: string) {
  await page.getByLabel('社会统一信用代码').fill(code);
  await page.getByRole('button', { name: '查询' }).click();
}

/** Has applied to a unit. */
export async function apply(page: Page, code = codes.示例省教育厅, special_reason = '') {
  const answer = await post(page, '/bind', { code, special_reason });
  expect(answer.status()).toBe(303);
}

/** 重新提交 of a returned case that nobody corrected: the page asks whether that is meant. */
export async function resubmitAsItIs(page: Page) {
  await page.getByRole('button', { name: '重新提交', exact: true }).click();
  await page.getByRole('button', { name: '仍然重新提交' }).click();
}

/** The rows of a table, without its header. */
export function rows(page: Page): Locator {
  return page.locator('tbody').getByRole('row');
}

/** Opens 审核详情 of the unit that applied last, from the first page of the list. */
export async function openNewest(page: Page, unit: string) {
  await open(page, '/review');
  await follow(page, rows(page).filter({ hasText: unit }).getByRole('link', { name: '审核' }), /\/review\/\d+(\?|$)/);
}

/** Opens 审核详情 of a row of the page that is shown. */
export async function openRow(page: Page, index = 0) {
  await follow(page, rows(page).nth(index).getByRole('link', { name: '审核' }), /\/review\/\d+(\?|$)/);
}

/** The names of the units listed, in their order. */
export function names(page: Page): Promise<string[]> {
  return page.locator('td.table-name').allInnerTexts();
}

/** The box of a unit in the list. */
export function box(page: Page, unit: string): Locator {
  return page.getByLabel(`选择 ${unit}`, { exact: true });
}

/** Presses a button that leads to another address of the same list. */
export async function turn(page: Page, button: string) {
  const here = page.url();
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.waitForURL(url => url.href !== here);
  await live(page);
}

/** From the list, with what is selected, to 核对. */
export async function plan(page: Page, button = '批量通过') {
  await follow(page, page.getByRole('button', { name: button, exact: true }), /\/review\/batch\?/);
}

/** From 核对 to the result. */
export async function carryOut(page: Page, opinion?: string) {
  if (opinion !== undefined) await page.getByLabel('审核意见').fill(opinion);
  await follow(page, page.getByRole('button', { name: /^确认批量/ }), /\/review\/batch\/\d+/);
}

export interface Decision {
  faulty?: '是' | '否';
  outcome?: '审核通过' | '退回修改' | '审核不通过' | '终止审核';
  opinion?: string;
}

export async function fillDecision(page: Page, { faulty = '否', outcome, opinion }: Decision) {
  await answered(page);
  await page.getByRole('radio', { name: faulty, exact: true }).check();
  if (outcome) await page.getByLabel('审核结果').selectOption({ label: outcome });
  if (opinion !== undefined) await page.getByLabel('审核意见').fill(opinion);
  if (outcome === '终止审核') await page.getByLabel('输入单位名称以确认').fill(await fact(page, '单位名称').innerText());
}

export async function expectDecision(page: Page, { faulty = '否', outcome, opinion }: Decision) {
  await expect(page.getByRole('radio', { name: faulty, exact: true })).toBeChecked();
  if (outcome) await expect(page.getByLabel('审核结果').locator('option:checked')).toHaveText(outcome);
  if (opinion !== undefined) await expect(page.getByLabel('审核意见')).toHaveValue(opinion);
}

/** Decides the case that is open, as the manual does. */
export async function decide(page: Page, decision: Decision) {
  await fillDecision(page, decision);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText(`已保存：${decision.outcome}`)).toBeVisible();
}

/** The value beside a name, such as 单位名称. */
export function fact(page: Page, name: string): Locator {
  const item = page.locator('.facts-item').filter({ has: page.getByText(name, { exact: true }) });
  return item.locator('dd');
}

/** A message: what is announced, or stands at a place. */
export function notice(page: Page, title: string): Locator {
  return page.locator('.notice').filter({ hasText: title });
}

/** What is said at a field about what was typed into it. */
export async function expectProblem(field: Locator, text: string) {
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(new RegExp(text));
}

/** Sends a form to the server as one of our own pages would, past what the pages offer. */
export async function post(page: Page, path: string, form: Record<string, string | number>) {
  const { server } = of(page);
  return page.request.post(server + path, { form, headers: { origin: server }, maxRedirects: 0 });
}
