// What a script alone can: news of colleagues and applicants, the keyboard, and input that survives a reload.

import { apply, decide, expect, expectDecision, fact, fillDecision, notice, open, openRow, rows, signIn, test } from './support';
import type { Page } from '@playwright/test';

async function isLive(page: Page) {
  await page.waitForFunction(() => 'live' in window);
}

test('arrivals are counted at the head of the list, and nothing moves', async ({ page, another }) => {
  await signIn(page, '李明', '/review');
  await isLive(page);
  const news = page.getByRole('link', { name: '条新申请' });
  const first = await rows(page).first().innerText();
  await expect(news).toBeHidden();
  const applicant = await another();
  await signIn(applicant, '王芳');
  await apply(applicant);
  await expect(news).toHaveText('1 条新申请');
  expect(await rows(page).first().innerText()).toBe(first);
  await news.click();
  await expect(rows(page).first()).toContainText('春城大学');
  await expect(news).toBeHidden();
});

test('a row that a colleague decides goes grey where it is', async ({ page, another }) => {
  await signIn(page, '李明', '/review');
  await isLive(page);
  const row = rows(page).nth(1);
  await row.getByRole('checkbox').check();
  await expect(page.getByText('已选 1 条')).toBeVisible();
  const colleague = await another();
  await signIn(colleague, '周岚', '/review');
  await openRow(colleague, 1);
  await decide(colleague, { outcome: '退回修改', opinion: '单位地址有误' });
  await expect(row).toHaveAttribute('data-settled');
  await expect(row).toContainText('退回修改 周*');
  await expect(row.getByRole('checkbox')).toBeDisabled();
  await expect(row.getByRole('checkbox')).not.toBeChecked();
  await expect(page.getByText('已选 0 条')).toBeVisible();
  await expect(rows(page)).toHaveCount(20);
});

test('two reviewers at one case hear of each other until one goes on', async ({ page, another }) => {
  const colleague = await another();
  await signIn(page, '李明', '/review');
  await openRow(page);
  await isLive(page);
  await expect(page.getByText('正在审核此条')).toBeHidden();
  await signIn(colleague, '周岚', new URL(page.url()).pathname);
  await expect(colleague.getByRole('status').filter({ hasText: '李* 正在审核此条' })).toBeVisible();
  await expect(page.getByText('周* 正在审核此条')).toBeVisible({ timeout: 15_000 });
  await isLive(colleague);
  await colleague.getByRole('button', { name: '下一条', exact: true }).click();
  await expect(page.getByText('正在审核此条')).toBeHidden({ timeout: 15_000 });
});

test('the list by keyboard', async ({ page }) => {
  await signIn(page, '李明', '/review');
  await isLive(page);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const second = rows(page).nth(1);
  await expect(second.getByRole('link')).toBeFocused();
  await page.keyboard.press('x');
  await expect(second.getByRole('checkbox')).toBeChecked();
  await expect(page.getByText('已选 1 条')).toBeVisible();
  await page.keyboard.press('x');
  await expect(second.getByRole('checkbox')).not.toBeChecked();
  await page.keyboard.press('k');
  await expect(rows(page).first().getByRole('link')).toBeFocused();
  await rows(page).first().getByRole('checkbox').focus();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: '键盘操作' });
  await expect(help).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/review\/\d+$/);
});

test('the case by keyboard', async ({ page }) => {
  await signIn(page, '李明', '/review');
  const names = await page.locator('td.table-name').allInnerTexts();
  await openRow(page);
  await isLive(page);
  await page.keyboard.press('j');
  await expect(fact(page, '单位名称')).toHaveText(names[1]);
  await page.keyboard.press('k');
  await expect(fact(page, '单位名称')).toHaveText(names[0]);
  await page.keyboard.press('r');
  await expect(page.getByLabel('审核意见')).toBeFocused();
  await page.keyboard.type('单位地址有误 ajx?');
  await page.getByRole('heading', { name: '审核详情' }).click();
  await page.keyboard.press('a');
  await expect(page.getByLabel('审核意见')).toBeFocused();
  await page.getByRole('radio', { name: '否' }).check();
  await expectDecision(page, { outcome: '退回修改', opinion: '单位地址有误 ajx?' });
  await page.keyboard.press('Control+Enter');
  await expect(notice(page, '已保存：退回修改')).toBeVisible();
});

test('one key approves a case about which nothing else was said', async ({ page }) => {
  await signIn(page, '李明', '/review');
  await openRow(page);
  await isLive(page);
  await page.getByRole('radio', { name: '是', exact: true }).check();
  await page.keyboard.press('a');
  await expect(page.getByRole('radio', { name: '是', exact: true })).toBeChecked();
  await expect(page.getByLabel('审核结果')).toHaveValue('');
  await page.getByRole('radio', { name: '否' }).check();
  await page.keyboard.press('a');
  await expect(notice(page, '已保存：审核通过')).toBeVisible();
});

test('what is typed survives a reload until it is saved', async ({ page }) => {
  await signIn(page, '李明', '/review');
  await openRow(page);
  await isLive(page);
  const typed = { faulty: '否', outcome: '退回修改', opinion: '单位地址有误' } as const;
  await fillDecision(page, typed);
  await page.reload();
  await expectDecision(page, typed);
  const kept = () => page.evaluate(() => sessionStorage.length);
  expect(await kept()).toBe(1);
  await isLive(page);
  await page.getByRole('button', { name: '保存' }).first().click();
  await expect(notice(page, '已保存：退回修改')).toBeVisible();
  expect(await kept()).toBe(0);
});

test('leaving the list in place ends its stream', async ({ page }) => {
  await signIn(page, '李明', '/review');
  await isLive(page);
  const ended = page.waitForEvent('requestfailed', request => request.url().includes('/review/live'));
  await openRow(page);
  await ended;
});

test('the next case by one key each', async ({ page }) => {
  await signIn(page, '李明', '/review');
  const names = await page.locator('td.table-name').allInnerTexts();
  await openRow(page);
  await isLive(page);
  for (const name of names.slice(0, 3)) {
    await expect(fact(page, '单位名称')).toHaveText(name);
    await page.keyboard.press('a');
  }
  await expect(fact(page, '单位名称')).toHaveText(names[3]);
  await open(page, '/review?tab=settled');
  for (const name of names.slice(0, 3)) await expect(rows(page).filter({ hasText: name }).first()).toContainText('审核通过');
});
