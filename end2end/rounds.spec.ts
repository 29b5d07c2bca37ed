// Rounds, and the way out of 终止审核: an administrator opens a round; a unit that is barred in it appeals and is freed.

import { apply, codes, decide, expect, expectProblem, follow, live, notice, open, openNewest, password, rows, signIn, test } from './support';
import type { Page } from '@playwright/test';

async function signInAdministrator(page: Page) {
  await open(page, '/admin/login');
  await page.getByLabel('管理员账号').fill('xitong');
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL(/\/admin$/);
  await live(page);
}

/** The day so many days from today, in Shanghai. */
function day(days: number): string {
  return new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
}

test('系统管理员 ends a round today, opens the next, and everybody is told', async ({ page, another }) => {
  const year = day(0).slice(0, 4);
  const visitor = await another();
  await open(visitor, '/');
  await expect(visitor.getByText(`「${year}年度职称申报」正在受理，到 ${year}-12-31 为止。`)).toBeVisible();

  await signInAdministrator(page);
  await open(page, '/admin/rounds');
  await follow(page, page.getByRole('link', { name: `修改 ${year}年度职称申报` }), /\/admin\/rounds\/\d+$/);
  await page.getByLabel('年度').fill(year);
  await page.getByLabel('开始日期').fill(day(-1));
  await page.getByLabel('结束日期').fill(day(0));
  await page.getByRole('button', { name: '保存' }).click();
  await expectProblem(page.getByLabel('开始日期'), '已经有单位在这个批次里申报');
  await open(page, page.url());
  await page.getByLabel('年度').fill(year);
  await page.getByLabel('结束日期').fill(day(0));
  await page.getByRole('button', { name: '保存' }).click();
  await expect(notice(page, '已保存')).toBeVisible();

  await follow(page, page.getByRole('link', { name: '新增批次' }), /\/admin\/rounds\/new$/);
  await page.getByLabel('批次名称').fill('补充申报');
  await page.getByLabel('年度').fill('2027');
  await page.getByLabel('开始日期').fill(day(0));
  await page.getByLabel('结束日期').fill(day(9));
  await page.getByRole('button', { name: '保存' }).click();
  await expectProblem(page.getByLabel('开始日期'), '日期重叠');
  await expect(page.getByLabel('批次名称')).toHaveValue('补充申报');
  await page.getByLabel('开始日期').fill(day(1));
  await page.getByRole('button', { name: '保存' }).click();
  await expect(notice(page, '已保存')).toBeVisible();
  await expect(rows(page).first()).toContainText('补充申报');
  await expect(rows(page).first()).toContainText('未开始');
  await expect(rows(page).nth(1)).toContainText('开放中');

  await signIn(visitor, '王芳');
  await expect(visitor.getByText(`「${year}年度职称申报」正在受理，到 ${day(0)} 为止。`)).toBeVisible();
});

test('系统管理员 changes a rule as a difference, and it takes effect', async ({ page, another }) => {
  await signInAdministrator(page);
  await open(page, '/admin/rules');
  await page.getByLabel('终止审核').uncheck();
  await page.getByRole('button', { name: '查看改动' }).click();
  await expect(notice(page, '请确认下面的改动')).toContainText('终止审核 → 退回修改、审核不通过');
  await page.getByRole('button', { name: '确认修改' }).click();
  await expect(notice(page, '已保存')).toBeVisible();
  await expect(page.locator('.timeline-item').first()).toContainText('第 1 版');

  const reviewer = await another();
  await signIn(reviewer, '李明', '/review');
  await expect(reviewer.getByRole('button', { name: '批量退回' })).toBeVisible();
  await expect(reviewer.getByRole('button', { name: '批量终止' })).toHaveCount(0);
});

test('系统管理员 pastes the holidays of a year of which nothing is known', async ({ page }) => {
  await signInAdministrator(page);
  await open(page, '/admin/calendar?year=2030');
  await expect(notice(page, '还没有 2030 年的放假安排')).toBeVisible();
  const days = page.getByLabel('放假和调休');
  await days.fill('2030-01-01 休\n2030-02-31 班');
  await page.getByRole('button', { name: '保存这一年' }).click();
  await expectProblem(days, '第 2 行不对');
  await days.fill('2030-01-01 休\n2030-02-10 班');
  await page.getByRole('button', { name: '保存这一年' }).click();
  await expect(notice(page, '已保存')).toBeVisible();
  await expect(rows(page).last()).toContainText('星期日');
});

test('a barred unit appeals, and two reviewers free it', async ({ page, another }) => {
  const [first, second] = [await another(), await another()];
  await signIn(page, '王芳');
  await apply(page);
  await signIn(first, '李明', '/review');
  await openNewest(first, '春城大学');
  await decide(first, { outcome: '终止审核', opinion: '附件不实' });

  await open(page, '/workbench');
  await expect(notice(page, '本次申报已被终止审核')).toContainText('附件不实');
  await page.getByRole('button', { name: '提交申诉' }).click();
  await expectProblem(page.getByLabel('申诉理由'), '请输入申诉理由');
  await page.getByLabel('申诉理由').fill('附件由学校盖章，可以核实。');
  await page.getByRole('button', { name: '提交申诉' }).click();
  await expect(notice(page, '申诉正在处理')).toContainText('可以核实');

  await follow(first, first.getByRole('link', { name: '申诉处理' }), /\/appeals$/);
  await first.getByLabel('处理意见').fill('已经核实，终止有误。');
  await first.getByRole('button', { name: '同意申诉', exact: true }).click();
  await expect(notice(first, '已办理')).toBeVisible();
  await expect(first.getByText('要由另一位审核人员同意')).toBeVisible();
  await expect(first.getByRole('button', { name: '同意这个意见', exact: true })).toHaveCount(0);

  await signIn(second, '周岚', '/appeals');
  await expect(second.getByText('已经核实，终止有误。')).toBeVisible();
  await second.getByRole('button', { name: '同意这个意见', exact: true }).click();
  await expect(second.getByText('没有待处理的申诉')).toBeVisible();

  await open(page, '/workbench');
  await expect(notice(page, '本次申报已被终止审核')).toHaveCount(0);
  await apply(page, codes.示例省教育厅);
  await open(page, '/workbench');
  await expect(notice(page, '绑定申请等待审核')).toBeVisible();
});
