// The platform's administrators: each finds their own work, and nobody else's.

import { codes, expect, expectProblem, follow, live, notice, open, password, post, rows, signIn, test } from './support';
import type { Page } from '@playwright/test';

/** Signs in at the administrators' own page. */
async function signInAdministrator(page: Page, account: 'xitong' | 'anquan' | 'shenji') {
  await open(page, '/admin/login');
  await page.getByLabel('管理员账号').fill(account);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL(/\/admin$/);
  await live(page);
}

test('系统管理员: a unit is found, disabled with a reason, and enabled', async ({ page, another }) => {
  await signInAdministrator(page, 'xitong');
  await follow(page, page.getByRole('main').getByRole('link', { name: '单位管理' }).last(), /\/admin\/units$/);
  await page.getByLabel('单位名称').fill('图书');
  await page.getByRole('button', { name: '查询' }).click();
  await expect(rows(page)).toHaveCount(1);
  await follow(page, rows(page).getByRole('link', { name: '查看' }), /\/admin\/units\/\d+$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('静湖图书馆');

  const why = page.getByLabel('办理说明');
  await page.getByRole('button', { name: '停用' }).click();
  await expectProblem(why, '请输入办理说明');
  await why.fill('单位撤销');
  await page.getByRole('button', { name: '停用' }).click();
  await expect(notice(page, '已停用')).toBeVisible();
  const operator = await another();
  const form = { panel: 'operator', unit: codes.静湖图书馆, operator: '13900000007', password };
  expect((await post(operator, '/login', form)).status()).toBe(403);

  await page.getByLabel('办理说明').fill('撤销有误');
  await page.getByRole('button', { name: '恢复使用' }).click();
  await expect(notice(page, '已恢复使用')).toBeVisible();
  await expect(page.locator('.timeline-item').first()).toContainText('系统管理员 高*');
  await expect(page.locator('.timeline-item').first()).toContainText('撤销有误');
});

test('系统管理员: an announcement is looked at, published, and withdrawn', async ({ page, another }) => {
  await signInAdministrator(page, 'xitong');
  await open(page, '/admin/announcements');
  await page.getByRole('link', { name: '写公告' }).click();
  await page.getByLabel('标题').fill('停机通知');
  await page.getByLabel('正文').fill('周六停机，<b>不影响</b>申报。\n\n- 上午\n- 下午');
  await page.getByRole('button', { name: '预览' }).click();
  const preview = page.locator('.article');
  await expect(preview.getByRole('listitem')).toHaveText(['上午', '下午']);
  await expect(preview).toContainText('<b>不影响</b>');
  await expect(page.getByLabel('标题')).toHaveValue('停机通知');
  await page.getByLabel('置顶').check();
  await page.getByRole('button', { name: '保存' }).click();
  await expect(notice(page, '已保存')).toBeVisible();

  const visitor = await another();
  await open(visitor, '/announcements');
  await expect(visitor.locator('article').first()).toContainText('停机通知');
  await page.getByRole('link', { name: '修改 停机通知' }).click();
  await page.getByRole('button', { name: '现在撤下' }).click();
  await expect(notice(page, '已撤下')).toBeVisible();
  await expect(rows(page).first()).toContainText('已撤下');
  await open(visitor, '/announcements');
  await expect(visitor.getByText('停机通知')).toHaveCount(0);
});

test('安全管理员: a policy is confirmed as a difference', async ({ page }) => {
  await signInAdministrator(page, 'anquan');
  await open(page, '/admin/policy');
  await page.getByLabel('多少分钟不操作后退出登录').fill('15');
  await page.getByRole('button', { name: '查看改动' }).click();
  await expect(notice(page, '请确认下面的改动')).toContainText('30 → 15');
  await page.getByRole('button', { name: '确认修改' }).click();
  await expect(notice(page, '已保存')).toBeVisible();
  await expect(page.locator('.timeline-item').first()).toContainText('30 → 15');
});

test('each role has its own pages, and operators have none', async ({ page, another }) => {
  const own = { xitong: '/admin/units', anquan: '/admin/policy' } as const;
  for (const [account, path] of Object.entries(own) as [keyof typeof own, string][]) {
    const browser = await another();
    await signInAdministrator(browser, account);
    for (const other of Object.values(own)) {
      expect((await open(browser, other)).status()).toBe(other === path ? 200 : 404);
    }
    expect((await open(browser, '/review')).status()).toBe(404);
  }
  await signIn(page, '李明');
  for (const path of ['/admin', ...Object.values(own)]) expect((await open(page, path)).status()).toBe(404);
});
