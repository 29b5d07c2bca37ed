// 下级单位: the tree opens and closes by links, a unit is found in it, a branch is moved by two people, a unit released.

import { codes, expect, expectProblem, follow, notice, open, rows, signIn, test } from './support';
import type { Locator, Page } from '@playwright/test';

/** A unit's line in the tree. */
function node(page: Page, name: string): Locator {
  return page.locator('.tree-node').filter({ hasText: name });
}

test('the tree opens, closes, and opens down to what is found', async ({ page }) => {
  await signIn(page, '李明');
  await follow(page, page.getByRole('link', { name: '下级单位', exact: true }), '/units');
  await page.getByLabel('代码或名称').fill('晨光');
  await follow(page, page.getByRole('button', { name: '查看' }), /\/units\?/);
  await expect(node(page, '晨光职业培训学校')).toContainText('查到');
  await follow(page, page.getByRole('link', { name: '收起 示例市教育局 的下级' }), /\/units/);
  await expect(node(page, '晨光职业培训学校')).toHaveCount(0);
  const opening = page.getByRole('link', { name: '打开 示例市教育局 的下级' });
  await expect(opening).toHaveAttribute('aria-expanded', 'false');
  await follow(page, opening, /open=/);
  await expect(node(page, '晨光职业培训学校')).toContainText('没有下级');

  await page.getByLabel('代码或名称').fill(codes.春城大学);
  await page.getByRole('button', { name: '查看' }).click();
  await expect(notice(page, '没有查到')).toBeVisible();
});

test('a day is shown as it was, one that has not come is told at the field', async ({ page }) => {
  await signIn(page, '李明', '/units?on=2001-03-01');
  await expect(page.getByRole('heading', { name: '2001-03-01 时的隶属关系' })).toBeVisible();
  await expect(page.getByText('那一天没有下级单位')).toBeVisible();
  await page.getByLabel('日期').fill('2999-01-01');
  await page.getByRole('button', { name: '查看' }).click();
  await expectProblem(page.getByLabel('日期'), '这一天还没有到');
  await follow(page, page.getByRole('link', { name: '下级单位', exact: true }), '/units');
  const workbook = await page.request.get(new URL('/units.xlsx', page.url()).href);
  expect(workbook.headers()['content-type']).toContain('spreadsheetml');
});

test('two people move a branch; the unit that was moved is released, and reads why', async ({ page, another }) => {
  await signIn(page, '李明', '/units');
  await follow(page, page.getByRole('link', { name: '划转、撤销、合并' }), '/units/reorganize');
  await page.getByRole('button', { name: '预览' }).click();
  await expectProblem(page.getByLabel('从哪个单位（代码）'), '请输入这个单位的统一社会信用代码');
  await page.getByLabel('办理事项').selectOption({ index: 1 });
  await page.getByLabel('从哪个单位（代码）').fill(codes.示例市教育局);
  await page.getByLabel('到哪个单位（代码）').fill(codes.示例省教育厅);
  await page.getByLabel('划转哪些下级（代码）').fill(codes.晨光职业培训学校);
  await page.getByLabel('办理说明').fill('民办学校改由省厅管理');
  await page.getByRole('button', { name: '预览' }).click();
  await expect(page.getByText('1 个单位的上级从「示例市教育局」换成「示例省教育厅」')).toBeVisible();
  await follow(page, page.getByRole('button', { name: '提交给同事核对' }), /\/units\/reorganize\/\d+/);
  await expect(notice(page, '已提交')).toBeVisible();
  await expect(page.getByRole('button', { name: '同意并办理' })).toHaveCount(0);

  const second = await another();
  await signIn(second, '周岚', '/units/reorganize');
  await follow(second, rows(second).first().getByRole('link', { name: '查看' }), /\/units\/reorganize\/\d+/);
  await expect(second.getByText('民办学校改由省厅管理')).toBeVisible();
  await second.getByRole('button', { name: '同意并办理' }).click();
  await expect(notice(second, '已办理')).toBeVisible();

  await open(page, `/units?find=${codes.晨光职业培训学校}`);
  const release = page.getByRole('link', { name: '解除 晨光职业培训学校' });
  await follow(page, release, /\/units\/\d+/);
  await page.getByRole('button', { name: '确认解除' }).click();
  await expectProblem(page.getByLabel('办理说明'), '请输入');
  await page.getByLabel('办理说明').fill('另行确定上级');
  await page.getByRole('button', { name: '确认解除' }).click();
  await expect(notice(page, '已解除')).toBeVisible();

  const school = await another();
  await signIn(school, '钱进');
  await expect(school.getByRole('link', { name: '去绑定' })).toBeVisible();
});
