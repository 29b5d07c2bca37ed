// 单位注册: a newcomer's way in, with the slips that people make.

import { codes, expect, expectProblem, follow, notice, open, post, test } from './support';
import type { Page } from '@playwright/test';

/** Codes of nobody: invented, and right. */
const code = '12220000MB9100016H';

async function fill(page: Page, fields: Record<string, string>) {
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(text);
}

/** What the policy takes as a new one. */
const chosen = '松花江上 2026 年的第一场雪';

const unit = {
  单位名称: '示例市第九中学',
  单位地址: '示例市学苑路9号',
  单位邮箱: 'office@example.cn',
  联系人: '周岚',
  联系电话: '0431-1234567',
};
const person = { 姓名: '赵新', 手机号: '13600000901', 身份证号: '11010519491231002X' };

test('a unit registers, waits to be verified, and can’t bind before', async ({ page }) => {
  await open(page, '/');
  await follow(page, page.getByRole('link', { name: '单位注册' }), /\/register$/);
  await fill(page, { 统一社会信用代码: '12220000MB90OOO23N', ...unit, ...person });
  await page.getByRole('button', { name: '提交注册' }).click();
  await expectProblem(page.getByLabel('统一社会信用代码', { exact: true }), '多半是数字 0');
  await expectProblem(page.getByLabel('所属行业', { exact: true }), '请选择');
  await expectProblem(page.getByLabel('设置密码', { exact: true }), '请设置密码');
  await expect(page.getByLabel('单位名称', { exact: true })).toHaveValue(unit.单位名称);

  await fill(page, { 统一社会信用代码: code, 设置密码: chosen, 再输入一次新密码: chosen });
  await page.getByLabel('所属行业', { exact: true }).selectOption('P');
  await page.getByLabel('所属行政区划', { exact: true }).selectOption('220100');
  await page.getByRole('button', { name: '提交注册' }).click();
  await expect(notice(page, '单位注册成功')).toBeVisible();

  await page.getByLabel('单位统一信用代码/法人账号').fill(code);
  await page.getByLabel('经办人手机号/身份证号').fill(person.手机号);
  await page.getByLabel('经办人密码').fill(chosen);
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('button', { name: '退出' })).toBeVisible();
  expect((await post(page, '/enter', {})).status()).toBe(303);
  await open(page, '/workbench');
  await expect(notice(page, '单位待认证')).toBeVisible();
  await expect(page.getByRole('link', { name: '经办人管理' })).toBeVisible();
  await open(page, `/bind?code=${codes.示例省教育厅}`);
  await expect(notice(page, '本单位还没有通过认证')).toBeVisible();
});

test('a code that is registered is no dead end', async ({ page }) => {
  await open(page, '/register');
  await fill(page, { 统一社会信用代码: codes.春城大学 });
  await page.getByRole('button', { name: '提交注册' }).click();
  await expectProblem(page.getByLabel('统一社会信用代码', { exact: true }), '已经注册');
  await follow(page, page.getByRole('link', { name: '账号找回' }), /\/recover\?code=/);
  await expect(notice(page, '「春城大学」已经注册')).toBeVisible();
  await follow(page, page.getByRole('link', { name: '申请成为经办人' }), /\/ask\?code=/);
  await expect(page.getByLabel('统一社会信用代码', { exact: true })).toHaveValue(codes.春城大学);
});
