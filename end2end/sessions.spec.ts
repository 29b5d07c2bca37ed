// A session that runs out loses nothing; one that is ended is over.

import { carryOut, codes, dialog, enterAccount, expect, expectDecision, fact, fillDecision, follow, live, notice, open, openRow, password, plan, rows, search, signIn, test, type Operator } from './support';
import type { Page } from '@playwright/test';

/** Presses a button when the session has run out, and signs in again on the page that comes. */
async function pressExpired(page: Page, button: string, who: Operator) {
  await page.context().clearCookies();
  await page.getByRole('button', { name: button, exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('登录已过期，请重新登录');
  await expect(page.getByRole('alert')).toContainText('刚才填写的内容已经保留。');
  await enterAccount(page, who);
  await expect(page.getByRole('button', { name: '退出' })).toBeVisible();
  await live(page);
}

async function sessionCookie(page: Page) {
  const cookies = await page.context().cookies();
  return cookies.find(cookie => cookie.name === 'lishu')!;
}

test.describe('a session that runs out in the middle of a form: sign in again, nothing typed is lost', () => {
  test('the decision', async ({ page }) => {
    await signIn(page, '李明', '/review');
    const unit = await rows(page).first().locator('.table-name').innerText();
    await openRow(page);
    const typed = { faulty: '是', outcome: '退回修改', opinion: '第一行：地址有误 & "引号" +1%\n第二行 😀' } as const;
    await fillDecision(page, typed);
    await pressExpired(page, '保存', '李明');
    await expect(fact(page, '单位名称')).toHaveText(unit);
    await expectDecision(page, typed);
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await expect(page.getByText('已保存：退回修改')).toBeVisible();
    await expect(fact(page, '审核意见')).toHaveText(typed.opinion);
  });

  test('the decision, after a first wrong password', async ({ page }) => {
    await signIn(page, '李明', '/review');
    await openRow(page);
    const typed = { faulty: '否', outcome: '终止审核', opinion: '不属于本次申报的范围' } as const;
    await fillDecision(page, typed);
    await page.context().clearCookies();
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByLabel('单位统一信用代码/法人账号').fill(codes.示例省教育厅);
    await page.getByLabel('经办人手机号/身份证号').fill('13900000001');
    await page.getByLabel('经办人密码').fill('wrong');
    await page.getByRole('button', { name: '登录' }).click();
    await expect(page.getByRole('alert')).toContainText('没有登录成功');
    await enterAccount(page, '李明');
    await expectDecision(page, typed);
  });

  test('审核列表', async ({ page }) => {
    await signIn(page, '李明', '/review');
    const boxes = rows(page).getByRole('checkbox');
    await boxes.nth(1).check();
    await boxes.nth(3).check();
    await page.getByText('筛选', { exact: true }).click();
    await page.getByLabel('单位名称', { exact: true }).fill('中学');
    await pressExpired(page, '批量通过', '李明');
    for (const index of [0, 1, 2, 3, 4]) await expect(boxes.nth(index)).toBeChecked({ checked: index % 2 === 1 });
    await expect(page.getByLabel('单位名称', { exact: true })).toHaveValue('中学');
    await plan(page);
    await expect(notice(page, '2 条可通过')).toBeVisible();
  });

  test('批量审核', async ({ page }) => {
    await signIn(page, '李明', '/review');
    const boxes = rows(page).getByRole('checkbox');
    await boxes.nth(1).check();
    await boxes.nth(3).check();
    await plan(page, '批量终止');
    await page.getByLabel('审核意见').fill('材料不齐全');
    await page.getByLabel('将被终止的单位数').fill('2');
    await pressExpired(page, '确认批量终止 2 条', '李明');
    await expect(page.getByLabel('审核意见')).toHaveValue('材料不齐全');
    await expect(page.getByLabel('将被终止的单位数')).toHaveValue('2');
    await carryOut(page);
    await expect(notice(page, '批量审核完成：终止 2 条')).toBeVisible();
  });

  test('绑定', async ({ page }) => {
    await signIn(page, '孙丽', '/bind');
    await search(page, codes.示例省教育厅);
    await expect(dialog(page).getByRole('button', { name: '绑定' })).toBeVisible();
    await live(page);
    await page.getByLabel('特殊情况说明').fill('承担省级教育信息化任务');
    await pressExpired(page, '绑定', '孙丽');
    await expect(page.getByLabel('社会统一信用代码')).toHaveValue(codes.示例省教育厅);
    await expect(page.getByLabel('特殊情况说明')).toHaveValue('承担省级教育信息化任务');
    await dialog(page).getByRole('button', { name: '绑定' }).click();
    await expect(page.getByText('申报成功!等待审核', { exact: true })).toBeVisible();
  });

  test('查询', async ({ page }) => {
    await signIn(page, '王芳', '/bind');
    await page.getByLabel('社会统一信用代码').fill(codes.示例省教育厅);
    await page.context().clearCookies();
    await page.getByRole('button', { name: '查询' }).click();
    await enterAccount(page, '王芳');
    await expect(rows(page)).toContainText('示例省教育厅');
    await expect(page.getByLabel('社会统一信用代码')).toHaveValue(codes.示例省教育厅);
  });

  test('基本信息', async ({ page }) => {
    await signIn(page, '王芳');
    await page.getByLabel('联系人', { exact: true }).fill('王老师');
    await page.getByLabel('联系电话', { exact: true }).fill('13800000022');
    await page.getByLabel('单位地址').fill('示例市学苑路68号');
    await page.getByLabel('所属行业').selectOption({ value: 'M' });
    await pressExpired(page, '保存', '王芳');
    await expect(page.getByLabel('联系人', { exact: true })).toHaveValue('王老师');
    await expect(page.getByLabel('单位地址')).toHaveValue('示例市学苑路68号');
    await expect(page.getByLabel('所属行业')).toHaveValue('M');
    // Whom others ask for a way back in: it wants the password.
    await page.getByLabel('您的登录密码').fill(password);
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await expect(page.getByText('保存成功')).toBeVisible();
  });
});

test('a page that wants a sign-in leads to it, and back to itself', async ({ page }) => {
  await page.goto('/review?tab=settled');
  await expect(page).toHaveURL(/\/login\?/);
  await enterAccount(page, '李明');
  await expect(page).toHaveURL('/review?tab=settled');
});

test('退出 ends the session, for whoever holds its token', async ({ page }) => {
  await signIn(page, '王芳');
  const cookies = await page.context().cookies();
  expect(cookies.map(cookie => cookie.name).sort()).toEqual(['lishu', 'lishu-device']);
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  const token = await sessionCookie(page);
  await follow(page, page.getByRole('button', { name: '退出' }), '/');
  await page.context().addCookies([token]);
  await page.goto('/workbench');
  await expect(page.getByRole('heading', { name: '统一认证登录' })).toBeVisible();
});

test('a sign-in has a token of its own, and ends the one before', async ({ page }) => {
  await signIn(page, '王芳');
  const before = await sessionCookie(page);
  await signIn(page, '王芳');
  const after = await sessionCookie(page);
  expect(after.value).not.toBe(before.value);
  await page.context().clearCookies();
  await page.context().addCookies([before]);
  await open(page, '/workbench');
  await expect(page.getByRole('heading', { name: '统一认证登录' })).toBeVisible();
});
