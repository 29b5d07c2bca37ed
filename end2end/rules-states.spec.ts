// What becomes of an application: rules 9 to 16.

import { apply, codes, decide, dialog, expect, expectProblem, fact, fillDecision, live, notice, open, openNewest, openRow, rows, search, signIn, test } from './support';
import type { Page } from '@playwright/test';

/** 春城大学 has applied to 示例省教育厅, and 李明 has its case before them. */
async function applied(page: Page, reviewer: Page) {
  await signIn(page, '王芳');
  await apply(page);
  await open(page, '/workbench');
  await signIn(reviewer, '李明', '/review');
  await openNewest(reviewer, '春城大学');
}

test('rules 9 and 10: while 待审核 both sides see their 绑定状态, and no superior yet', async ({ page, another }) => {
  const reviewer = await another();
  await applied(page, reviewer);
  await expect(fact(reviewer, '绑定状态')).toHaveText('未绑定');
  await open(page, `/bind?code=${codes.示例省教育厅}`);
  await expect(rows(page).getByRole('cell')).toHaveText(['1', '示例省教育厅', codes.示例省教育厅, '已申报', '待审核']);
  await open(page, '/workbench');
  await expect(notice(page, '绑定申请等待审核')).toContainText('下一步：');
  await expect(fact(page, '上级主管部门')).toContainText('暂未绑定');
  await expect(fact(page, '上级单位')).toHaveText('暂未绑定');

  await decide(reviewer, { outcome: '审核通过' });
  await expect(fact(reviewer, '绑定状态')).toHaveText('已绑定');
  await open(page, '/workbench');
  await expect(fact(page, '上级单位')).toHaveText('示例省教育厅');
  await open(reviewer, '/review?tab=settled');
  await expect(rows(reviewer).filter({ hasText: '春城大学' })).toContainText('审核通过');
});

test('rule 11: 终止审核 warns before it is saved, and bars the applicant for this round', async ({ page, another }) => {
  const reviewer = await another();
  await applied(page, reviewer);
  const warning = reviewer.getByText('终止审核，请再确认一次');
  await expect(warning).toBeHidden();
  await fillDecision(reviewer, { outcome: '终止审核', opinion: '不属于本次申报的范围' });
  await expect(warning).toBeVisible();
  const year = new Date().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' }).slice(0, 4);
  await expect(notice(reviewer, '终止审核，请再确认一次')).toContainText(`「春城大学」在「${year}年度职称申报」期间`);
  await decide(reviewer, { outcome: '终止审核', opinion: '不属于本次申报的范围' });

  await open(page, '/workbench');
  await expect(notice(page, '本次申报已被终止审核')).toContainText('不属于本次申报的范围');
  await open(page, '/bind');
  await search(page, codes.示例市教育局);
  await expect(notice(page, '本次申报期间不能申报')).toContainText(`${year}年度职称申报`);
  await expect(dialog(page).getByText('不能绑定')).toBeVisible();
});

test.describe('rule 12', () => {
  test('退回修改: the same case, corrected and submitted again', async ({ page, another }) => {
    const reviewer = await another();
    await applied(page, reviewer);
    const address = reviewer.url();
    await decide(reviewer, { faulty: '是', outcome: '退回修改', opinion: '单位地址有误' });

    await open(page, '/workbench');
    const returned = notice(page, '绑定申请被退回修改');
    await expect(returned).toContainText('单位地址有误');
    await expect(returned).toContainText('下一步：在本页改好基本信息并保存，然后重新提交。');
    await page.getByLabel('单位地址').fill('示例市学苑路68号');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await expect(page.getByText('保存成功')).toBeVisible();
    await page.getByRole('button', { name: '重新提交' }).click();
    await expect(notice(page, '绑定申请等待审核')).toBeVisible();

    await openNewest(reviewer, '春城大学');
    expect(reviewer.url()).toBe(address);
    await expect(fact(reviewer, '单位地址')).toHaveText(/^示例市学苑路68号\s*上次：/);
    await expect(reviewer.getByText('修改后重新提交')).toBeVisible();
    await decide(reviewer, { outcome: '审核通过' });
  });

  test('审核不通过: closed, and a new application is allowed', async ({ page, another }) => {
    const reviewer = await another();
    await applied(page, reviewer);
    const address = reviewer.url();
    await decide(reviewer, { outcome: '审核不通过', opinion: '不归本厅主管' });
    await open(page, '/workbench');
    await expect(notice(page, '绑定申请审核不通过')).toContainText('不归本厅主管');
    await expect(page.getByRole('button', { name: '重新提交' })).toHaveCount(0);
    await apply(page);
    await openNewest(reviewer, '春城大学');
    expect(reviewer.url()).not.toBe(address);
  });

  test('已撤回: by the applicant while it is pending', async ({ page, another }) => {
    const reviewer = await another();
    await applied(page, reviewer);
    await open(page, '/workbench');
    await page.getByText('撤回申请', { exact: true }).click();
    await page.getByRole('button', { name: '确定撤回' }).click();
    await expect(notice(page, '绑定申请等待审核')).toHaveCount(0);

    await fillDecision(reviewer, { outcome: '审核通过' });
    await reviewer.getByRole('button', { name: '保存', exact: true }).click();
    await expect(notice(reviewer, '这个申请已有变化，您的选择没有保存')).toContainText('变为「已撤回」');
    await apply(page);
  });
});

test('rule 13: 是 refuses 审核通过, every other result wants 审核意见, and nothing typed is lost', async ({ page }) => {
  await signIn(page, '李明', '/review');
  await openRow(page);
  const save = page.getByRole('button', { name: '保存', exact: true });
  await save.click();
  await expect(page.getByRole('group', { name: '信息是否有误?' })).toHaveAccessibleDescription('请选择「是」或「否」。');
  await expectProblem(page.getByLabel('审核结果'), '请选择审核结果。');

  await live(page);
  await fillDecision(page, { faulty: '是', outcome: '审核通过', opinion: '地址与证书不一致' });
  await save.click();
  await expectProblem(page.getByLabel('审核结果'), '信息有误的申请不能审核通过。');
  await expect(page.getByRole('radio', { name: '是', exact: true })).toBeChecked();
  await expect(page.getByLabel('审核意见')).toHaveValue('地址与证书不一致');

  for (const outcome of ['退回修改', '审核不通过', '终止审核'] as const) {
    await live(page);
    await fillDecision(page, { faulty: '是', outcome, opinion: '  ' });
    await save.click();
    await expectProblem(page.getByLabel('审核意见'), '请写明审核意见，申报单位会看到。');
    await expect(page.getByLabel('审核结果').locator('option:checked')).toHaveText(outcome);
    await page.getByLabel('审核意见').fill('地址与证书不一致');
  }
  await decide(page, { faulty: '是', outcome: '退回修改', opinion: '地址与证书不一致' });
});

test('rule 15: 所属行政区划 is required, and saved', async ({ page }) => {
  await signIn(page, '王芳');
  const region = page.getByLabel('所属行政区划');
  await region.selectOption('请选择');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expectProblem(region, '请选择所属行政区划。');
  await live(page);
  await region.selectOption({ value: '220184' });
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('保存成功')).toBeVisible();
  await expect(region.locator('option:checked')).toHaveText('公主岭市');
});

test('rule 16: the workbench says plainly whether 人才分类定级报送信息 is complete', async ({ page }) => {
  await signIn(page, '赵强');
  const missing = notice(page, '人才分类定级报送信息未完善');
  await expect(missing).toContainText('还缺：报送联系人、报送联系电话、报送部门。');
  await page.getByLabel('报送联系人').fill('赵强');
  await page.getByLabel('报送联系电话').fill('139');
  await page.getByLabel('报送部门').fill('办公室');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expectProblem(page.getByLabel('报送联系电话'), '手机号是 11 位，现在是 3 位。');
  await expect(page.getByLabel('报送部门')).toHaveValue('办公室');
  await live(page);
  await page.getByLabel('报送联系电话').fill('13900000003');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(notice(page, '人才分类定级报送信息已完善')).toBeVisible();
});

test('two people who change the same 基本信息: the second is told, and keeps what they typed', async ({ page, another }) => {
  const colleague = await another();
  await signIn(page, '王芳');
  await signIn(colleague, '王芳');
  await colleague.getByLabel('单位地址').fill('示例市学苑路70号');
  await colleague.getByRole('button', { name: '保存', exact: true }).click();
  await expect(colleague.getByText('保存成功')).toBeVisible();

  await page.getByLabel('单位地址').fill('示例市学苑路72号');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(notice(page, '没有保存：同事刚刚改过这些信息')).toContainText('下一步：');
  await expect(page.getByLabel('单位地址')).toHaveValue('示例市学苑路72号');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('保存成功')).toBeVisible();
  await expect(fact(page, '单位地址')).toHaveText('示例市学苑路72号');
});
