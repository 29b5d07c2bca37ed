// 审核详情 beyond the manual: what is wrong, 撤销, 保存并下一条, the walk, 终止审核, 常用意见.

import { apply, codes, decide, expect, expectProblem, fact, fillDecision, follow, live, notice, open, openNewest, openRow, post, resubmitAsItIs, rows, signIn, test } from './support';
import type { Page } from '@playwright/test';

const save = (page: Page) => page.getByRole('button', { name: '保存', exact: true });

function names(page: Page): Promise<string[]> {
  return page.locator('td.table-name').allInnerTexts();
}

/** Says that a field is wrong, and why. */
async function name(page: Page, field: string, why: string) {
  await page.getByRole('checkbox', { name: field, exact: true }).check();
  await page.getByLabel(`${field}的错误说明`).fill(why);
}

test('信息是否有误: the fields that are wrong, each with its reason, all at once', async ({ page, another }) => {
  const reviewer = await another();
  await signIn(page, '王芳');
  await apply(page, codes.示例省教育厅);
  await signIn(reviewer, '李明', '/review');
  await openNewest(reviewer, '春城大学');
  await fillDecision(reviewer, { faulty: '是', outcome: '退回修改', opinion: '请核对' });
  await name(reviewer, '单位地址', '没有门牌号');
  await reviewer.getByRole('checkbox', { name: '单位邮箱', exact: true }).check();
  await save(reviewer).click();
  await expectProblem(reviewer.getByLabel('单位邮箱的错误说明'), '请输入单位邮箱的错误说明。');
  await expect(reviewer.getByLabel('单位地址的错误说明')).toHaveValue('没有门牌号');
  await live(reviewer);
  await reviewer.getByRole('checkbox', { name: '单位邮箱', exact: true }).uncheck();
  await decide(reviewer, { faulty: '是', outcome: '退回修改', opinion: '请核对' });
  await expect(fact(reviewer, '有误的信息')).toHaveText('单位地址：没有门牌号');

  await open(page, '/workbench');
  await resubmitAsItIs(page);
  await expect(notice(page, '绑定申请等待审核')).toBeVisible();
  await openNewest(reviewer, '春城大学');
  await fillDecision(reviewer, { faulty: '是', outcome: '退回修改', opinion: '请再核对' });
  await name(reviewer, '单位地址', '仍没有门牌号');
  await name(reviewer, '所属行业', '应为科研');
  await save(reviewer).click();
  const asked = notice(reviewer, '还没有保存：这些信息上次就可以指出');
  await expect(asked).toContainText('「所属行业」和上次提交时一样');
  await expect(reviewer.getByLabel('所属行业的错误说明')).toHaveValue('应为科研');
  await live(reviewer);
  await asked.getByRole('button', { name: '仍然退回' }).click();
  await expect(reviewer.getByText('已保存：退回修改')).toBeVisible();
  await expect(fact(reviewer, '有误的信息')).toContainText('所属行业：应为科研');
});

test('撤销: who decided takes it back while there is time', async ({ page, another }) => {
  const colleague = await another();
  await signIn(page, '李明', '/review');
  await openRow(page);
  const path = new URL(page.url()).pathname;
  await decide(page, { outcome: '审核不通过', opinion: '不归本厅主管' });
  await expect(page.getByText(/^\d\d:\d\d 前可以撤销$/)).toBeVisible();
  await signIn(colleague, '周岚', path);
  await expect(colleague.getByRole('button', { name: '撤销' })).toHaveCount(0);

  await live(page);
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(notice(page, '已撤销，申请回到待审核')).toBeVisible();
  await expect(save(page)).toBeVisible();
  await live(page);
  await decide(page, { outcome: '审核通过' });
});

test('撤销 says why not, once the applicant submitted again', async ({ page, another }) => {
  const reviewer = await another();
  await signIn(page, '王芳');
  await apply(page, codes.示例省教育厅);
  await signIn(reviewer, '李明', '/review');
  await openNewest(reviewer, '春城大学');
  await decide(reviewer, { outcome: '退回修改', opinion: '请核对' });
  await open(page, '/workbench');
  await resubmitAsItIs(page);
  await expect(notice(page, '绑定申请等待审核')).toBeVisible();

  await live(reviewer);
  await reviewer.getByRole('button', { name: '撤销' }).click();
  await expect(notice(reviewer, '不能撤销：审核之后又有变化')).toContainText('下一步：');
  await expect(save(reviewer)).toBeVisible();
});

test('保存并下一条 leads to the next case, and from the last to the list', async ({ page }) => {
  await signIn(page, '李明', '/review');
  const [, second, third] = await names(page);
  await openRow(page, 1);
  await expect(page.getByText('第 2 / 120 条', { exact: true })).toBeVisible();
  await fillDecision(page, { outcome: '审核通过' });
  await page.getByRole('button', { name: '保存并下一条' }).click();
  await expect(fact(page, '单位名称')).toHaveText(third);
  await expect(notice(page, '已保存：审核通过')).toContainText(`「${second}」已经处理`);
  await expect(page.getByText('第 3 / 120 条', { exact: true })).toBeVisible();

  // The oldest are on the last page.
  await open(page, '/review?before=0.0');
  await openRow(page, 18);
  await fillDecision(page, { outcome: '审核通过' });
  await live(page);
  await page.getByRole('button', { name: '保存并下一条' }).click();
  await expect(notice(page, '已保存：审核通过')).toBeVisible();
  await live(page);
  await fillDecision(page, { outcome: '审核通过' });
  await page.getByRole('button', { name: '保存并下一条' }).click();
  await expect(notice(page, '已保存：审核通过')).toContainText('后面没有要审核的申请了');
  await expect(rows(page).first()).toBeVisible();
});

test('the walk keeps the listing, and skips what colleagues decided', async ({ page, another }) => {
  const colleague = await another();
  await signIn(page, '李明', '/review');
  const [first, second, third] = await names(page);
  const link = rows(page).first().getByRole('link', { name: '审核' });
  await open(page, `${await link.getAttribute('href')}?size=50&sel=kept`);
  await expect(fact(page, '单位名称')).toHaveText(first);
  await signIn(colleague, '周岚', '/review');
  await openRow(colleague, 1);
  await expect(fact(colleague, '单位名称')).toHaveText(second);
  await decide(colleague, { outcome: '审核通过' });

  await page.getByRole('button', { name: '下一条', exact: true }).click();
  await expect(fact(page, '单位名称')).toHaveText(third);
  await expect(page.getByText('第 2 / 120 条', { exact: true })).toBeVisible();
  await live(page);
  await decide(page, { outcome: '审核通过' });
  await live(page);
  await page.getByRole('link', { name: '上一条' }).click();
  await expect(fact(page, '单位名称')).toHaveText(first);
  await follow(page, page.getByRole('link', { name: '审核列表', exact: true }), /\/review\?size=50&sel=kept$/);
});

test('终止审核 wants the unit’s name typed', async ({ page }) => {
  await signIn(page, '李明', '/review');
  await openRow(page);
  const unit = await fact(page, '单位名称').innerText();
  await fillDecision(page, { outcome: '终止审核', opinion: '不属于本次申报的范围' });
  const confirm = page.getByLabel('输入单位名称以确认');
  for (const [typed, told] of [['', '请输入单位名称，以免误办。'], ['别的单位', '和这个单位的名称不同']]) {
    await confirm.fill(typed);
    await save(page).click();
    await expectProblem(confirm, told);
    await expect(page.getByLabel('审核意见')).toHaveValue('不属于本次申报的范围');
    await live(page);
  }
  await confirm.fill(unit);
  await save(page).click();
  await expect(page.getByText('已保存：终止审核')).toBeVisible();
});

test('常用意见: kept, used where the opinion is empty, removed', async ({ page }) => {
  await signIn(page, '李明', '/review');
  await openRow(page);
  await page.getByLabel('存为常用意见').check();
  await decide(page, { outcome: '退回修改', opinion: '请{单位名称}补充材料' });

  await open(page, '/review');
  await openRow(page);
  const unit = await fact(page, '单位名称').innerText();
  await fillDecision(page, { outcome: '退回修改' });
  await page.getByLabel('使用常用意见').selectOption({ label: '请{单位名称}补充材料' });
  await save(page).click();
  await expect(page.getByText('已保存：退回修改')).toBeVisible();
  await expect(fact(page, '审核意见')).toHaveText(`请${unit}补充材料`);

  await open(page, '/review');
  await openRow(page);
  await page.getByLabel('审核意见').fill('写了一半');
  await page.getByText('管理常用意见').click();
  await page.getByRole('button', { name: '删去常用意见：请{单位名称}补充材料' }).click();
  await expect(page.getByLabel('使用常用意见')).toHaveCount(0);
  await expect(page.getByLabel('审核意见')).toHaveValue('写了一半');
});
