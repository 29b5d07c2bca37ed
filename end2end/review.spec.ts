// Reviewing: rules 17 to 22, and the list and the detail as a reviewer uses them.

import { apply, box, carryOut, codes, decide, expect, expectDecision, fact, fillDecision, follow, live, names, notice, open, openNewest, openRow, plan, post, resubmitAsItIs, rows, signIn, test, turn } from './support';
import type { Page } from '@playwright/test';

function history(page: Page) {
  return page.getByRole('region', { name: '办理经过' }).getByRole('listitem');
}

test.describe('rule 17: to anybody but the named superior’s reviewers', () => {
  test('an application does not exist', async ({ page, another }) => {
    const reviewer = await another();
    await signIn(reviewer, '李明', '/review');
    await openRow(reviewer);
    const path = new URL(reviewer.url()).pathname;

    await signIn(page, '吴静', '/review');
    const [theirs, none] = [await open(page, path), await open(page, '/review/99999999')];
    expect([theirs.status(), none.status()]).toEqual([404, 404]);
    const form = { version: 1, faulty: 'no', outcome: 'approve' };
    const answer = await post(page, path, form);
    expect(answer.status()).toBe(404);
    await open(reviewer, path);
    await expect(reviewer.getByRole('button', { name: '保存', exact: true })).toBeVisible();
  });

  test('a batch neither finds it nor is found', async ({ page, another }) => {
    const reviewer = await another();
    await signIn(reviewer, '李明', '/review');
    const [first] = await names(reviewer);
    await box(reviewer, first).check();
    await plan(reviewer);
    const planned = new URL(reviewer.url());

    await signIn(page, '吴静', planned.pathname + planned.search);
    await expect(page).toHaveURL(/\/review\?/);
    await expect(notice(page, '没有替您勾选')).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText(first);
    const form = { key: 'key', outcome: 'approve', selection: planned.searchParams.get('sel')!, asked: 1 };
    await post(page, '/review/batch', form);

    await carryOut(reviewer);
    await expect(notice(reviewer, '批量审核完成：通过 1 条')).toBeVisible();
    const result = new URL(reviewer.url()).pathname;
    expect((await open(page, result)).status()).toBe(404);
    expect((await post(page, result, {})).status()).toBe(404);
    await open(reviewer, '/review?tab=settled');
    await expect(rows(reviewer)).toContainText([first]);
  });

  test('业务审核 is closed to who does not review', async ({ page }) => {
    await signIn(page, '王芳');
    expect((await open(page, '/review')).status()).toBe(403);
    await expect(page.getByRole('heading', { name: '不能办理这项操作' })).toBeVisible();
    await expect(page.getByText('您的账号没有审核权限')).toBeVisible();
  });
});

test.describe('rule 19: a decision carries the version its reviewer saw', () => {
  test('stale: nothing changes, and the screen says who decided what, when', async ({ page, another }) => {
    const colleague = await another();
    await signIn(page, '李明', '/review');
    await openRow(page);
    await signIn(colleague, '周岚', '/review');
    await openRow(colleague);
    await decide(colleague, { faulty: '是', outcome: '退回修改', opinion: '单位地址有误' });

    await fillDecision(page, { outcome: '审核通过', opinion: '同意绑定' });
    await page.getByRole('button', { name: '保存', exact: true }).click();
    const stale = notice(page, '这个申请已有变化，您的选择没有保存');
    await expect(stale).toContainText(/周\* 已于 \d{4}-\d\d-\d\d \d\d:\d\d 将它变为「退回修改」。/);
    await expect(stale).toContainText('同意绑定');
    await expect(page.getByRole('button', { name: '保存', exact: true })).toHaveCount(0);
    await expect(history(page)).toHaveCount(2);
    await expect(fact(page, '审核意见')).toHaveText('单位地址有误');
  });

  test('sent twice: one effect, one answer', async ({ page }) => {
    await signIn(page, '李明', '/review');
    await openRow(page);
    await fillDecision(page, { outcome: '审核通过', opinion: '同意' });
    await page.getByRole('button', { name: '保存', exact: true }).dblclick();
    await expect(page.getByText('已保存：审核通过')).toBeVisible();
    await expect(history(page)).toHaveText([/提交申请/, /审核结果：审核通过/]);
  });
});

test.describe('rule 20: a batch', () => {
  test('says how many are selected, and the header stands for the page', async ({ page, mode }) => {
    await signIn(page, '李明', '/review');
    const header = page.getByLabel('全选本页');
    const boxes = rows(page).getByRole('checkbox');
    const count = page.getByRole('status').filter({ hasText: '本页已选' });
    await boxes.first().check();
    if (mode === 'wasm') {
      await expect(count).toHaveText('本页已选 1 条', { useInnerText: true });
      await expect(header).toHaveJSProperty('indeterminate', true);
      await header.check();
      await expect(count).toHaveText('本页已选 20 条', { useInnerText: true });
      await expect(header).toHaveJSProperty('indeterminate', false);
      for (const box of await boxes.all()) await expect(box).toBeChecked();
      await boxes.nth(7).uncheck();
      await expect(count).toHaveText('本页已选 19 条', { useInnerText: true });
      await expect(header).toHaveJSProperty('indeterminate', true);
      await header.check();
      await header.uncheck();
      await expect(count).toHaveText('本页已选 0 条', { useInnerText: true });
      await header.check();
    } else {
      await header.check();
      await expect(page.getByText('本页已全选')).toBeVisible();
    }
    await plan(page);
    await expect(notice(page, '20 条可通过')).toBeVisible();
    await carryOut(page);
    await expect(notice(page, '批量审核完成：通过 20 条')).toBeVisible();
    await open(page, '/review?tab=settled');
    await expect(rows(page).filter({ hasText: '审核通过' })).toHaveCount(20);
  });

  test('gives one result per row, and the opinion to each', async ({ page, another }) => {
    const colleague = await another();
    await signIn(page, '李明', '/review');
    const [first, second, third] = await names(page);
    for (const unit of [first, second, third]) await box(page, unit).check();
    await plan(page);
    // Not before: a live list unticks what a colleague decides.
    await signIn(colleague, '周岚', '/review');
    await openRow(colleague, 1);
    await decide(colleague, { outcome: '审核不通过', opinion: '不归本厅主管' });

    await carryOut(page, '材料齐全');
    const refused = notice(page, '批量审核完成：通过 2 条，未办理 1 条').getByRole('listitem');
    await expect(refused).toHaveText([new RegExp(`^${second} — 未处理：周\\* 已于 .* 变为「审核不通过」$`)]);
    await open(page, '/review?tab=settled');
    for (const [unit, state] of [[first, '审核通过'], [second, '审核不通过'], [third, '审核通过']]) {
      await expect(rows(page).filter({ hasText: unit })).toContainText(state);
    }
    await follow(page, rows(page).filter({ hasText: first }).getByRole('link', { name: '查看' }), /\/review\/\d+\?tab=settled$/);
    await expect(fact(page, '审核意见')).toHaveText('材料齐全');
    await expect(fact(page, '审核人')).toHaveText('李*');
  });

  test('sent twice has one effect', async ({ page }) => {
    await signIn(page, '李明', '/review');
    const [first] = await names(page);
    await box(page, first).check();
    await plan(page);
    await page.getByRole('button', { name: '确认批量通过 1 条' }).dblclick();
    await expect(notice(page, '批量审核完成：通过 1 条')).toBeVisible();
    await live(page);
    await open(page, '/review?tab=settled');
    await follow(page, rows(page).first().getByRole('link', { name: '查看' }), /\/review\/\d+\?tab=settled$/);
    await expect(history(page)).toHaveText([/提交申请/, /审核结果：审核通过/]);
  });

  test('of nothing is refused at its place', async ({ page }) => {
    await signIn(page, '李明', '/review');
    await page.getByText('筛选', { exact: true }).click();
    await page.getByLabel('单位名称', { exact: true }).fill('中学');
    for (const button of ['批量通过', '批量退回', '批量不通过', '批量终止']) {
      await page.getByRole('button', { name: button, exact: true }).click();
      await expect(page.getByRole('alert')).toHaveText('请先勾选要审核的单位。');
      await expect(page.getByLabel('单位名称', { exact: true })).toHaveValue('中学');
      await expect(page).toHaveURL('/review');
      await live(page);
    }
  });
});

test('the list pages by its order: first, previous, next', async ({ page }) => {
  await signIn(page, '李明', '/review');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await expect(button('首页')).toBeDisabled();
  await expect(button('上一页')).toBeDisabled();
  const pages = [await names(page)];
  const days = await page.locator('td time').allInnerTexts();
  while (!(await button('下一页').isDisabled())) {
    await turn(page, '下一页');
    pages.push(await names(page));
    days.push(...(await page.locator('td time').allInnerTexts()));
  }
  expect(pages.map(rows => rows.length)).toEqual([20, 20, 20, 20, 20, 20]);
  expect(new Set(pages.flat()).size).toBe(120);
  expect(days).toEqual(days.toSorted().toReversed());
  for (let index = pages.length - 2; index >= 0; index--) {
    await turn(page, '上一页');
    expect(await names(page)).toEqual(pages[index]);
  }
  await expect(button('上一页')).toBeDisabled();
  await turn(page, '下一页');
  await turn(page, '首页');
  expect(await names(page)).toEqual(pages[0]);
});

test.describe('rule 21: 上一条 and 下一条', () => {
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  test('keep the list’s order, and are disabled at its ends', async ({ page }) => {
    await signIn(page, '李明', '/review');
    const [first, second, third] = await names(page);
    await openRow(page);
    await expect(button(page, '上一条')).toBeDisabled();
    await button(page, '下一条').click();
    await expect(fact(page, '单位名称')).toHaveText(second);
    await live(page);
    await button(page, '下一条').click();
    await expect(fact(page, '单位名称')).toHaveText(third);
    await live(page);
    await button(page, '上一条').click();
    await expect(fact(page, '单位名称')).toHaveText(second);
    await live(page);
    await decide(page, { outcome: '审核通过' });
    await live(page);
    await page.getByRole('link', { name: '上一条' }).click();
    await expect(fact(page, '单位名称')).toHaveText(first);
    await live(page);
    await button(page, '下一条').click();
    await expect(fact(page, '单位名称')).toHaveText(third);

    await signIn(page, '王芳');
    await apply(page);
    await signIn(page, '李明', '/review');
    await openNewest(page, '春城大学');
    await expect(button(page, '上一条')).toBeDisabled();
    await expect(button(page, '下一条')).toBeEnabled();

    // The oldest are on the last page.
    await open(page, '/review?before=0.0');
    await openRow(page, 19);
    await expect(button(page, '下一条')).toBeDisabled();
    await expect(button(page, '上一条')).toBeEnabled();
  });

  test('ask before dropping what was typed', async ({ page }) => {
    await signIn(page, '李明', '/review');
    const [first, second] = await names(page);
    await openRow(page);
    const typed = { faulty: '是', outcome: '退回修改', opinion: '单位地址有误' } as const;
    await fillDecision(page, typed);
    await button(page, '下一条').click();
    await expect(notice(page, '还有没保存的内容')).toBeVisible();
    await expect(fact(page, '单位名称')).toHaveText(first);
    await expectDecision(page, typed);
    await live(page);
    await page.getByRole('link', { name: '不保存，离开' }).click();
    await expect(fact(page, '单位名称')).toHaveText(second);
    await expect(page.getByLabel('审核意见')).toHaveValue('');
  });

  test('keep to the tab they were opened from', async ({ page }) => {
    await signIn(page, '李明', '/review');
    const [first, second, third] = await names(page);
    for (const unit of [first, second, third]) await box(page, unit).check();
    await plan(page);
    await carryOut(page);
    await expect(notice(page, '批量审核完成：通过 3 条')).toBeVisible();
    await open(page, '/review?tab=settled');
    const settled = await names(page);
    expect(settled.toSorted()).toEqual([first, second, third].toSorted());
    await follow(page, rows(page).first().getByRole('link', { name: '查看' }), /tab=settled$/);
    await expect(page.getByRole('link', { name: '上一条' })).toBeDisabled();
    for (const unit of settled.slice(1)) {
      await page.getByRole('link', { name: '下一条', exact: true }).click();
      await expect(fact(page, '单位名称')).toHaveText(unit);
      await live(page);
    }
    await expect(page.getByRole('link', { name: '下一条', exact: true })).toBeDisabled();
    await follow(page, page.getByRole('link', { name: '返回审核列表' }), '/review?tab=settled');
  });
});

test('rule 22: 办理经过 tells every step once: who, when, what, why', async ({ page, another }) => {
  const reviewer = await another();
  await signIn(page, '王芳');
  await apply(page, codes.示例省教育厅);
  await signIn(reviewer, '李明', '/review');
  await openNewest(reviewer, '春城大学');
  await decide(reviewer, { faulty: '是', outcome: '退回修改', opinion: '单位地址有误' });
  await open(page, '/workbench');
  await resubmitAsItIs(page);
  await expect(notice(page, '绑定申请等待审核')).toBeVisible();
  await openNewest(reviewer, '春城大学');
  await decide(reviewer, { outcome: '审核通过', opinion: '同意' });
  const at = /\d{4}-\d\d-\d\d \d\d:\d\d/.source;
  await expect(history(reviewer)).toHaveText([
    new RegExp(`^提交申请\\s*春城大学 王\\*\\s*${at}$`),
    new RegExp(`^审核结果：退回修改\\s*示例省教育厅 李\\*\\s*单位地址有误\\s*${at}$`),
    new RegExp(`^修改后重新提交\\s*春城大学 王\\*\\s*${at}$`),
    new RegExp(`^审核结果：审核通过\\s*示例省教育厅 李\\*\\s*同意\\s*${at}$`),
  ]);
});
