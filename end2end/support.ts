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

  context: async ({ context, mode }, use) => {
    const problems = await prepare(context, mode);
    await use(context);
    expect(problems).toEqual([]);
  },
  another: async ({ browser, mode }, use) => {
    const opened: [BrowserContext, string[]][] = [];
    await use(async () => {
      const context = await browser.newContext();
      opened.push([context, await prepare(context, mode)]);
      return context.newPage();
    });
    for (const [context, problems] of opened) {
      await context.close();
      expect(problems).toEqual([]);
    }
  },
});

const modes = new WeakMap<BrowserContext, Mode>();

/** Sets the mode up, and collects what no test may see: failing answers and errors of the script. */
async function prepare(context: BrowserContext, mode: Mode): Promise<string[]> {
  modes.set(context, mode);
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

/** Waits for the page to be all there: loaded, and live where the mode is wasm. */
export async function live(page: Page) {
  await page.waitForLoadState();
  if (modes.get(page.context()) === 'wasm') {
    await page.waitForFunction(() => !document.querySelector('leptos-island') || 'live' in window);
  }
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

/** Signs in, on the way to a page. */
export async function signIn(page: Page, who: Operator, path = '/workbench') {
  await open(page, `/login?panel=operator&next=${encodeURIComponent(path)}`);
  await enterAccount(page, who);
  await page.waitForURL(path);
  await live(page);
}

export function dialog(page: Page): Locator {
  return page.getByRole('dialog', { name: '绑定单位' });
}

/** 查询, in the dialog. */
export async function search(page: Page, code: string) {
  await page.getByLabel('社会统一信用代码').fill(code);
  await page.getByRole('button', { name: '查询' }).click();
}

/** Applies to a unit: from the dialog's address to 申报成功. */
export async function apply(page: Page, code = codes.示例省教育厅, reason?: string) {
  await open(page, '/bind');
  await search(page, code);
  const bind = dialog(page).getByRole('button', { name: '绑定' });
  await expect(bind).toBeVisible();
  await live(page);
  if (reason) await page.getByLabel('特殊情况说明').fill(reason);
  await bind.click();
  await expect(page.getByText('申报成功!等待审核', { exact: true })).toBeVisible();
}

/** The rows of a table, without its header. */
export function rows(page: Page): Locator {
  return page.locator('tbody').getByRole('row');
}

/** The row of this unit in 审核列表, on whichever page it is. */
export async function findRow(page: Page, unit: string): Promise<Locator> {
  const row = rows(page).filter({ hasText: unit });
  while ((await row.count()) === 0) {
    const here = page.url();
    await page.getByRole('link', { name: '下一页' }).click();
    await page.waitForURL(url => url.href !== here);
    await live(page);
  }
  return row;
}

/** Opens 审核详情 of this unit's application from the list. */
export async function openCase(page: Page, unit: string) {
  await open(page, '/review');
  const row = await findRow(page, unit);
  await follow(page, row.getByRole('link', { name: '审核' }), /\/review\/\d+$/);
}

export interface Decision {
  faulty?: '是' | '否';
  outcome?: '审核通过' | '退回修改' | '审核不通过' | '终止审核';
  opinion?: string;
}

export async function fillDecision(page: Page, { faulty = '否', outcome, opinion }: Decision) {
  await page.getByRole('radio', { name: faulty, exact: true }).check();
  if (outcome) await page.getByLabel('审核结果').selectOption({ label: outcome });
  if (opinion !== undefined) await page.getByLabel('审核意见').fill(opinion);
}

export async function expectDecision(page: Page, { faulty = '否', outcome, opinion }: Decision) {
  await expect(page.getByRole('radio', { name: faulty, exact: true })).toBeChecked();
  if (outcome) await expect(page.getByLabel('审核结果').locator('option:checked')).toHaveText(outcome);
  if (opinion !== undefined) await expect(page.getByLabel('审核意见')).toHaveValue(opinion);
}

/** Decides the case that is open, as the manual does. */
export async function decide(page: Page, decision: Decision) {
  await fillDecision(page, decision);
  await page.getByRole('button', { name: '保存' }).click();
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
  const headers = { origin: new URL(page.url()).origin };
  return page.request.post(path, { form, headers, maxRedirects: 0 });
}
