// 经办人管理: somebody comes, gets in by a one-time link, and takes over.

import { codes, expect, expectProblem, follow, notice, open, password, post, test } from './support';
import type { Page } from '@playwright/test';

/** What the policy takes as a new password. */
const chosen = '松花江上 2026 年的第一场雪';

/** Signs in as the legal person, who manages the unit's people. */
async function signInAsLegal(page: Page) {
  const answer = await post(page, '/login', { panel: 'legal', unit: 'ccdx', password });
  expect(answer.status()).toBe(303);
  await open(page, '/workbench');
}

test('somebody is added, sets a password by the link, and takes over', async ({ page, another }) => {
  await signInAsLegal(page);
  await follow(page, page.getByRole('link', { name: '经办人管理' }), /\/people$/);
  await expect(page.getByRole('row').filter({ hasText: '王芳' })).toContainText('139****0002');
  await page.getByRole('button', { name: '新增', exact: true }).click();
  await expectProblem(page.getByLabel('姓名', { exact: true }), '请输入');
  await page.getByLabel('姓名', { exact: true }).fill('孙新');
  await page.getByLabel('手机号', { exact: true }).fill('13600000902');
  await page.getByLabel('身份证号', { exact: true }).fill('11010519491231002X');
  await page.getByRole('button', { name: '新增', exact: true }).click();
  await expect(notice(page, '已新增经办人「孙新」')).toBeVisible();
  const link = await page.getByLabel('重设密码的链接').inputValue();
  await open(page, '/people');
  await expect(page.getByLabel('重设密码的链接')).toHaveCount(0);

  const newcomer = await another();
  await open(newcomer, new URL(link, 'http://localhost').pathname);
  await newcomer.getByLabel('新密码', { exact: true }).fill(chosen);
  await newcomer.getByLabel('再输入一次新密码').fill(chosen);
  await newcomer.getByRole('button', { name: '保存新密码' }).click();
  await expect(notice(newcomer, '新密码已保存')).toBeVisible();
  await newcomer.getByLabel('单位统一信用代码/法人账号').fill(codes.春城大学);
  await newcomer.getByLabel('经办人手机号/身份证号').fill('13600000902');
  await newcomer.getByLabel('经办人密码').fill(chosen);
  await newcomer.getByRole('button', { name: '登录' }).click();
  await expect(newcomer.getByRole('button', { name: '退出' })).toBeVisible();

  await follow(page, page.getByRole('link', { name: '管理 王芳' }), /\/people\/\d+$/);
  const handOver = page.locator('section').filter({ has: page.getByRole('heading', { name: '经办人离职' }) });
  await handOver.getByLabel('接替人').selectOption({ label: '孙新' });
  await handOver.getByRole('button', { name: '确定交接' }).click();
  await expectProblem(handOver.getByRole('textbox'), '请输入');
  await handOver.getByRole('textbox').fill('王芳离职');
  await handOver.getByRole('button', { name: '确定交接' }).click();
  await expect(notice(page, '交接完成')).toBeVisible();
  await expect(page.getByText('已停用', { exact: true })).toBeVisible();
});
