// 变更上级, 解除绑定, 邀请: what a unit does about its tie once it chose.

import { apply, codes, decide, expect, expectProblem, fact, follow, notice, open, openNewest, openRow, rows, search, signIn, test } from './support';

test('选错了上级单位, noticed while it waits: withdrawn, and applied anew', async ({ page }) => {
  await signIn(page, '王芳');
  await apply(page, codes.示例市教育局);
  await open(page, '/workbench');
  const waiting = notice(page, '绑定申请等待审核');
  await expect(waiting).toContainText('待审核（当天），由「示例市教育局」审核');
  await expect(waiting).toContainText('选错了的，撤回后重新申报');
  await expect(waiting).toContainText('申报满 3 个工作日之后可以催办');
  await page.getByText('撤回申请', { exact: true }).click();
  await page.getByRole('button', { name: '确定撤回' }).click();
  await expect(waiting).toHaveCount(0);
  await apply(page, codes.示例省教育厅);
  await open(page, '/workbench');
  await expect(notice(page, '绑定申请等待审核')).toContainText('「示例省教育厅」审核');
});

test('选错了上级单位, noticed once it is bound: moved, without a day between', async ({ page, another }) => {
  await signIn(page, '钱进');
  await follow(page, page.getByRole('link', { name: '变更上级' }), '/move');
  await page.getByLabel('新上级单位的社会统一信用代码').fill('1122OOOOMB9000015Y');
  await follow(page, page.getByRole('button', { name: '查询' }), /\/move\?code=/);
  await expectProblem(page.getByLabel('新上级单位的社会统一信用代码'), /第 5 位「O」不会出现在代码里/);
  await page.getByLabel('新上级单位的社会统一信用代码').fill(codes.示例省教育厅);
  await follow(page, page.getByRole('button', { name: '查询' }), /\/move\?code=/);
  await expect(page.getByRole('heading', { name: '审核通过后的办理路线' })).toBeVisible();
  await expect(page.locator('.route')).toContainText('示例省教育厅');
  await expect(page.getByText('现在的上级单位会收到通知，不需要它同意。')).toBeVisible();
  await page.getByRole('button', { name: '申报变更' }).click();
  await expectProblem(page.getByLabel('原因'), '请输入原因。');
  await page.getByLabel('原因').fill('选错了上级单位');
  await follow(page, page.getByRole('button', { name: '申报变更' }), '/workbench');
  await expect(notice(page, '变更上级的申请等待审核')).toContainText('「示例省教育厅」审核');
  await expect(fact(page, '上级主管部门')).toContainText('示例市教育局');

  const reviewer = await another();
  await signIn(reviewer, '李明', '/review');
  await expect(rows(reviewer).filter({ hasText: '晨光职业培训学校' })).toContainText('变更');
  await openNewest(reviewer, '晨光职业培训学校');
  await expect(notice(reviewer, '申请从「示例市教育局」变更到本单位')).toBeVisible();
  await expect(reviewer.getByText('业务名称: 单位变更上级单位审核')).toBeVisible();
  await decide(reviewer, { outcome: '审核通过' });

  await open(page, '/workbench');
  await expect(fact(page, '上级主管部门')).toContainText('示例省教育厅');
  await follow(page, page.getByRole('link', { name: '查看路线和全部经过' }), '/tie');
  const periods = page.getByRole('table', { name: '历任上级单位' });
  await expect(periods.getByRole('row').nth(1)).toContainText(/示例省教育厅.*现在/s);
  await expect(periods.getByRole('row').nth(2)).toContainText('示例市教育局');
  const [begins, ends] = [periods.getByRole('row').nth(1).getByRole('cell').nth(1), periods.getByRole('row').nth(2).getByRole('cell').nth(2)];
  expect(await ends.innerText()).toBe(await begins.innerText());
  await expect(page.getByText('审核结果：审核通过（变更上级单位）')).toBeVisible();
  await expect(page.locator('.route-end')).toContainText('人力资源和社会保障');
});

test('绑定后解绑: asked for with a reason, and the superior consents', async ({ page, another }) => {
  await signIn(page, '钱进');
  await follow(page, page.getByRole('link', { name: '解除绑定' }), '/unbind');
  await expect(page.getByText('要由现在的上级单位同意。同意之前，绑定照旧。')).toBeVisible();
  await page.getByRole('button', { name: '申请解除绑定' }).click();
  await expectProblem(page.getByLabel('原因'), '请输入原因。');
  await page.getByLabel('原因').fill('已经划归其他部门主管');
  await follow(page, page.getByRole('button', { name: '申请解除绑定' }), '/workbench');
  await expect(notice(page, '解除绑定的申请等待审核')).toBeVisible();
  await expect(fact(page, '上级主管部门')).toContainText('示例市教育局');

  const reviewer = await another();
  await signIn(reviewer, '吴静', '/review');
  await expect(rows(reviewer).filter({ hasText: '晨光职业培训学校' })).toContainText('解除');
  await openRow(reviewer);
  await expect(notice(reviewer, '申请解除与本单位的绑定')).toBeVisible();
  await expect(fact(reviewer, '绑定状态')).toHaveText('已绑定');
  await decide(reviewer, { outcome: '审核通过' });
  await open(page, '/workbench');
  await expect(fact(page, '上级主管部门')).toContainText('暂未绑定');
});

test('查不到上级: invited, and the application goes by itself when the other enters', async ({ page, another }) => {
  await signIn(page, '王芳', '/bind');
  await search(page, codes.静湖图书馆);
  await follow(page, page.getByRole('link', { name: '邀请对方入驻' }), /\/invite\?code=/);
  await page.getByRole('button', { name: '邀请，并等待对方入驻' }).click();
  await expectProblem(page.getByLabel('上级单位名称'), '请输入上级单位名称。');
  await page.getByLabel('上级单位名称').fill('静湖图书馆');
  await follow(page, page.getByRole('button', { name: '邀请，并等待对方入驻' }), '/invite');
  await expect(page.getByRole('heading', { name: '入驻邀请单' })).toBeVisible();
  await open(page, '/workbench');
  await expect(notice(page, '待对方入驻')).toContainText('静湖图书馆');

  const other = await another();
  await signIn(other, '郑洁', '/workbench');
  await other.getByRole('button', { name: /^进入/ }).click();
  await expect(other).toHaveURL('/workbench');
  await expect(async () => {
    await open(page, '/workbench');
    await expect(notice(page, '绑定申请等待审核')).toContainText('「静湖图书馆」审核', { timeout: 500 });
  }).toPass({ timeout: 15_000 });
});
