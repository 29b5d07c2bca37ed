// The page once its wasm is running: quicker, without page loads, and open to the keyboard.
// Every test of this mode also proves that no script error is written to the console.

import { apply, carryOut, codes, decide, dialog, expect, expectDecision, fact, fillDecision, follow, live, notice, open, openRow, plan, rows, search, signIn, test, turn } from './support';
import type { Page } from '@playwright/test';

/** Fails on any page load from now on. */
async function withoutPageLoad(page: Page, work: () => Promise<void>) {
  const loads: string[] = [];
  const note = () => loads.push(page.url());
  page.on('domcontentloaded', note);
  await work();
  page.off('domcontentloaded', note);
  expect(loads).toEqual([]);
}

/** How many rows are selected, at the bar. */
function count(page: Page) {
  return page.getByRole('status').filter({ hasText: '本页已选' });
}

test('the dialog opens over the workbench, searches and applies without a page load', async ({ page }) => {
  await signIn(page, '王芳');
  await withoutPageLoad(page, async () => {
    await page.getByRole('link', { name: '去绑定' }).click();
    await expect(dialog(page)).toBeVisible();
    await expect(page).toHaveURL('/bind');
    await search(page, '1122');
    await expect(page.getByText('现在是 4 位')).toBeVisible();
    await search(page, codes.示例省教育厅);
    await dialog(page).getByRole('button', { name: '绑定' }).click();
    await expect(page.getByRole('status').filter({ hasText: '申报成功!等待审核' })).toBeVisible();
    await expect(rows(page)).toContainText('待审核');
  });
  await follow(page, dialog(page).getByRole('link', { name: '关闭' }), '/workbench');
  await expect(notice(page, '绑定申请等待审核')).toBeVisible();
});

test('focus moves into the dialog, stays there, and Escape gives it back', async ({ page }) => {
  await signIn(page, '王芳');
  const opener = page.getByRole('link', { name: '去绑定' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
  const inside = () => page.evaluate(() => document.getElementById('bind')!.contains(document.activeElement));
  expect(await inside()).toBe(true);
  for (let press = 0; press < 12; press++) {
    await page.keyboard.press('Tab');
    // After the last control the focus goes to the browser's own, never to the page behind.
    expect((await inside()) || (await page.evaluate(() => document.activeElement === document.body))).toBe(true);
  }
  await page.getByLabel('社会统一信用代码').focus();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(page).toHaveURL('/workbench');
  await expect(opener).toBeFocused();
});

test('the dialog’s own address opens it as a modal one', async ({ page }) => {
  await signIn(page, '王芳', '/bind');
  await expect(page.locator('dialog:modal')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(page).toHaveURL('/workbench');
  await page.getByLabel('单位地址').fill('示例市学苑路68号');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('保存成功')).toBeVisible();
});

test('the list is live: counting, and a batch without a page load', async ({ page }) => {
  await signIn(page, '李明', '/review');
  await expect(page.locator('form.batch')).toHaveAttribute('data-live', '');
  await withoutPageLoad(page, async () => {
    await rows(page).nth(0).getByRole('checkbox').check();
    await rows(page).nth(2).getByRole('checkbox').check();
    await expect(page.getByText('本页已选 2 条')).toBeVisible();
    await plan(page);
    await carryOut(page, '材料齐全');
    await expect(notice(page, '批量审核完成：通过 2 条')).toBeVisible();
    await follow(page, page.getByRole('link', { name: '返回审核列表' }), '/review');
    await page.getByLabel('全选本页').check();
    await expect(page.getByText('本页已选 20 条')).toBeVisible();
    await turn(page, '下一页');
    await expect(count(page)).toHaveText('本页已选 0 条，其他页已选 20 条', { useInnerText: true });
  });
});

test('what is said of a selection follows the ticks', async ({ page }) => {
  await signIn(page, '李明', '/review');
  const first = rows(page).first().getByRole('checkbox');
  await page.getByRole('button', { name: '批量通过', exact: true }).click();
  const alert = page.getByRole('alert').filter({ hasText: '请先勾选要审核的单位。' });
  await expect(alert).toBeVisible();
  await first.check();
  await expect(alert).toBeHidden();
  await turn(page, '选择全部符合条件的 120 条');
  const said = (text: string) => page.getByText(`已选择「待审核」的全部申请${text}。之后新来的申请不在其中。`).filter({ visible: true });
  await expect(said('，共 120 条')).toBeVisible();
  await first.uncheck();
  await expect(said('，其中除去 1 条，共 119 条')).toBeVisible();
  await first.check();
  await expect(said('，共 120 条')).toBeVisible();
  await first.uncheck();
  await turn(page, '下一页');
  await expect(said('，其中除去 1 条，共 119 条')).toBeVisible();
  await rows(page).first().getByRole('checkbox').uncheck();
  await expect(said('，其中除去 2 条，共 118 条')).toBeVisible();
});

test('Shift ticks a range, and unticks one, on every page that comes', async ({ page }) => {
  await signIn(page, '李明', '/review');
  const boxes = rows(page).getByRole('checkbox');
  const ticked = async () => {
    const all = await boxes.all();
    const checked = await Promise.all(all.map(box => box.isChecked()));
    return checked.flatMap((is, index) => (is ? [index] : []));
  };
  await expect(page.locator('form.batch')).toHaveAttribute('data-live', '');
  await boxes.nth(2).click();
  await boxes.nth(6).click({ modifiers: ['Shift'] });
  expect(await ticked()).toEqual([2, 3, 4, 5, 6]);
  await expect(page.getByText('本页已选 5 条')).toBeVisible();
  await boxes.nth(4).click();
  await boxes.nth(5).click({ modifiers: ['Shift'] });
  expect(await ticked()).toEqual([2, 3, 6]);
  await expect(page.getByText('本页已选 3 条')).toBeVisible();

  await turn(page, '下一页');
  // Nothing was ticked here yet: there is no range.
  await boxes.nth(9).click({ modifiers: ['Shift'] });
  expect(await ticked()).toEqual([9]);
  await boxes.nth(7).click({ modifiers: ['Shift'] });
  expect(await ticked()).toEqual([7, 8, 9]);
  await expect(count(page)).toHaveText('本页已选 3 条，其他页已选 3 条', { useInnerText: true });
});

test('the detail decides and walks without a page load, and the browser’s back leads back', async ({ page }) => {
  await signIn(page, '李明', '/review');
  const [first, second] = await page.locator('td.table-name').allInnerTexts();
  await openRow(page);
  const here = page.url();
  await withoutPageLoad(page, async () => {
    await page.getByRole('button', { name: '下一条', exact: true }).click();
    await expect(fact(page, '单位名称')).toHaveText(second);
    await expect(page).not.toHaveURL(here);
    await decide(page, { outcome: '审核通过' });
    await expect(fact(page, '绑定状态')).toHaveText('已绑定');
  });
  await page.goBack();
  await expect(page).toHaveURL(here);
  await expect(fact(page, '单位名称')).toHaveText(first);
});

test('what is typed before the page is live is still there after', async ({ page }) => {
  await signIn(page, '李明', '/review');
  let release = () => {};
  const held = new Promise<void>(resolve => (release = resolve));
  await page.route('**/*.wasm', async route => {
    await held;
    await route.continue();
  });
  await rows(page).first().getByRole('link', { name: '审核' }).click();
  const typed = { faulty: '是', outcome: '退回修改', opinion: '单位地址有误' } as const;
  await fillDecision(page, typed);
  release();
  await live(page);
  await expectDecision(page, typed);
  await withoutPageLoad(page, () => decide(page, typed));
});

test('ticks from before the page is live are counted after', async ({ page }) => {
  await signIn(page, '李明');
  let release = () => {};
  const held = new Promise<void>(resolve => (release = resolve));
  await page.route('**/*.wasm', async route => {
    await held;
    await route.continue();
  });
  await page.goto('/review');
  await rows(page).nth(0).getByRole('checkbox').check();
  await rows(page).nth(1).getByRole('checkbox').check();
  release();
  await expect(page.getByText('本页已选 2 条')).toBeVisible();
});

test('a server that can’t be reached: the page says so, and loses nothing', async ({ page }) => {
  await signIn(page, '李明', '/review');
  await openRow(page);
  const typed = { faulty: '是', outcome: '退回修改', opinion: '单位地址有误' } as const;
  await fillDecision(page, typed);
  await page.route('**/review/*', route => route.abort());
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(notice(page, '连接不上服务器，这次没有保存')).toContainText('下一步：');
  await expectDecision(page, typed);
  await page.unroute('**/review/*');
  await decide(page, typed);
});

test('every page comes alive without an error', async ({ page }) => {
  await open(page, '/');
  await open(page, '/login');
  await open(page, '/announcements');
  await signIn(page, '王芳');
  await apply(page);
  await open(page, '/workbench');
  await open(page, `/bind?code=${codes.示例省教育厅}`);
  await signIn(page, '李明', '/review');
  await open(page, '/review?tab=settled');
  await open(page, '/review?name=学校');
  await openRow(page);
  await open(page, '/review');
  await rows(page).first().getByRole('checkbox').check();
  await plan(page);
  await open(page, page.url());
  await carryOut(page);
  await open(page, page.url());
});
