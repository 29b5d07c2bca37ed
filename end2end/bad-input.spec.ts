// What is malformed, huge or strange gets a clear answer, and nothing is half-written.

import { codes, decide, dialog, expect, expectProblem, fact, live, open, openRow, password, post, rows, search, signIn, test } from './support';
import type { Page } from '@playwright/test';

test.describe('a code', () => {
  test('is understood padded, in lower case, full-width, in groups, with invisible marks', async ({ page }) => {
    await signIn(page, '王芳');
    for (const typed of [
      '  11220000MB9000015Y  ',
      '11220000mb9000015y',
      '１１２２００００ＭＢ９００００１５Ｙ',
      '　1122 0000-MB900001-5Y',
      '\u200b11220000MB9000015Y\u202c',
    ]) {
      await open(page, '/bind');
      await search(page, typed);
      await expect(rows(page)).toContainText(codes.示例省教育厅);
      await expect(rows(page)).toContainText('未绑定');
    }
  });

  test('that is malformed is told so at its field', async ({ page }) => {
    await signIn(page, '王芳', '/bind');
    const field = page.getByLabel('社会统一信用代码');
    for (const [typed, answer] of [
      ['1122', '社会统一信用代码是 18 位，现在是 4 位。请照证书核对。'],
      ['11220000MB9000015YY', '现在是 19 位'],
      ['😀'.repeat(18), '第 1 位「😀」不会出现在代码里'],
      ['<b>11220000MB9000</b>', '现在是 21 位'],
      ["' OR 1=1 --", '现在是 '],
      ['11220000MB900\u000015Y0', '不会出现在代码里'],
      ['18220000MB9000015Y', '没有以「18」开头的代码，请核对前两位。'],
      ['112200A0MB9000015Y', '第 7 位应该是数字，现在是「A」。'],
      ['11220000MB9000035Y', '第 9 到 17 位（组织机构代码）对不上'],
      ['362322198709086409', '这是个人的身份证号，不是单位的代码。'],
      ['9'.repeat(10_000), '现在是 64 位'],
    ]) {
      await live(page);
      await search(page, typed);
      await expectProblem(field, answer);
      await expect(dialog(page).getByText('暂无数据')).toBeVisible();
    }
  });
});

test('of a code of 1 MB the field takes what a code could need, and says what is wrong', async ({ page }) => {
  await signIn(page, '王芳', '/bind');
  const field = page.getByLabel('社会统一信用代码');
  await field.focus();
  await page.keyboard.insertText('9'.repeat(1_000_000));
  await page.getByRole('button', { name: '查询' }).click();
  await expectProblem(field, '现在是 64 位');
});

test.describe('审核意见', () => {
  test.beforeEach(async ({ page }) => {
    await signIn(page, '李明', '/review');
    await openRow(page);
  });

  async function refuse(page: Page, opinion: string, answer: string) {
    await page.getByRole('radio', { name: '否', exact: true }).check();
    await page.getByLabel('审核结果').selectOption('审核通过');
    await page.getByLabel('审核意见').fill(opinion);
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await expectProblem(page.getByLabel('审核意见'), answer);
    await expect(page.getByLabel('审核结果').locator('option:checked')).toHaveText('审核通过');
    await open(page, page.url());
    await expect(page.getByRole('button', { name: '保存', exact: true })).toBeVisible();
  }

  test('of 1 MB is refused, and is still there', async ({ page }) => {
    const opinion = '意'.repeat(350_000);
    await refuse(page, opinion, '审核意见最多 500 个字，现在是 350000 个字。');
  });

  test('with a NUL is refused', async ({ page }) => {
    await refuse(page, '同意\u0000绑定', '审核意见里有看不见的控制字符，请删去后重新输入。');
  });

  test('with emoji, markup and quotes is kept as it is', async ({ page }) => {
    const opinion = '同意 👨‍👩‍👧 😀 <script>alert(1)</script> "引号" \'; DROP TABLE unit; -- &amp;';
    await decide(page, { outcome: '审核通过', opinion });
    await expect(fact(page, '审核意见')).toHaveText(opinion);
    await open(page, page.url());
    await expect(fact(page, '审核意见')).toHaveText(opinion);
  });

  test('larger than any request may be is refused as a whole', async ({ page }) => {
    await page.getByRole('radio', { name: '否', exact: true }).check();
    await page.getByLabel('审核结果').selectOption('审核通过');
    await page.getByLabel('审核意见').fill('意'.repeat(1_700_000));
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await expect(page.getByText('提交的内容太大')).toBeVisible();
    await expect(page.getByText('请删减后再提交。')).toBeVisible();
    await open(page, page.url());
    await expect(page.getByRole('button', { name: '保存', exact: true })).toBeVisible();
  });
});

test('a sign-in with NUL, emoji or 1 MB in every field is only a wrong one', async ({ page }) => {
  for (const [unit, operator, secret] of [
    ['cc\u0000dx', '13900000002', password],
    ['ccdx', '13900000002', `${password}\u0000`],
    ['😀', '139\u00000000002', '😀'],
    ['意'.repeat(350_000), '意'.repeat(1000), '意'.repeat(1000)],
  ]) {
    await open(page, '/login?panel=operator');
    await page.getByLabel('单位统一信用代码/法人账号').fill(unit);
    await page.getByLabel('经办人手机号/身份证号').fill(operator);
    await page.getByLabel('经办人密码').fill(secret);
    const answered = page.waitForResponse(answer => answer.request().method() === 'POST');
    await page.getByRole('button', { name: '登录' }).click();
    expect([401, 422]).toContain((await answered).status());
    await expect(page.locator('.notice-danger, .field-error').first()).toBeVisible();
    await expect(page.getByRole('button', { name: '退出' })).toHaveCount(0);
  }
});

test('基本信息 with NUL or 1 MB is refused at its fields', async ({ page }) => {
  // The legal person, who may change the e-mail too.
  expect((await post(page, '/login', { panel: 'legal', unit: 'ccdx', password })).status()).toBe(303);
  await open(page, '/workbench');
  await page.getByLabel('单位地址').fill('意'.repeat(350_000));
  await page.getByLabel('单位邮箱').fill('not an address');
  await page.getByLabel('报送联系人').fill('王\u0000芳');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expectProblem(page.getByLabel('单位地址'), '单位地址最多 200 个字，现在是 350000 个字。');
  await expectProblem(page.getByLabel('单位邮箱'), '邮箱的格式不对');
  await expectProblem(page.getByLabel('报送联系人'), '看不见的控制字符');
  await open(page, '/workbench');
  await expect(fact(page, '单位地址')).toHaveText('示例市学苑路66号');
});

test('addresses that name nothing are answered with 404, in Chinese', async ({ page }) => {
  await signIn(page, '李明', '/review');
  for (const path of ['/review/0', '/review/-1', '/review/99999999', '/review/9223372036854775808', '/review/abc', '/review/1%00', '/nothing', '/review/1/2']) {
    const answer = await open(page, path);
    expect(answer.status(), path).toBe(404);
    await expect(page.getByRole('heading', { name: '没有找到' })).toBeVisible();
    await expect(page.getByRole('link', { name: '去工作台' })).toBeVisible();
  }
  for (const query of ['after=x', 'after=9223372036854775808.1', 'before=.', 'after=%00&before=%F0%9F%98%80', 'tab=nothing', 'sel=!!&n=x', 'sel=AQAA&n=-1', 'name=%F0%9F%98%80', 'code=1&kind=%00&region=x&from=x&until=2026-02-30', 'sort=x&size=1000000']) {
    expect((await open(page, `/review?${query}`)).status(), query).toBe(200);
    await expect(rows(page)).toHaveCount(20);
  }
});

test('forged forms change nothing', async ({ page }) => {
  await signIn(page, '李明', '/review');
  const link = await rows(page).first().getByRole('link', { name: '审核' }).getAttribute('href');
  for (const [form, status] of [
    [{ version: 99, faulty: 'no', outcome: 'approve' }, 409],
    [{ version: -1, faulty: 'no', outcome: 'approve' }, 409],
    [{ version: 1, faulty: 'no', outcome: 'undo' }, 422],
    [{ version: 'one', faulty: 'no', outcome: 'approve' }, 422],
    [{}, 422],
  ] as const) {
    const answer = await post(page, link!, form);
    expect(answer.status(), JSON.stringify(form)).toBe(status);
  }
  for (const word of ['', 'x', '1', '1.x', '9223372036854775808.1']) {
    expect((await post(page, '/review', { rows: word, go: 'decide-approve' })).status(), word).toBe(422);
  }
  for (const go of ['nothing at all', 'after-x', 'before-', 'open-x', 'remove-9223372036854775808']) {
    expect((await post(page, '/review', { go, place: '%00&sel=!!' })).status(), go).toBe(303);
  }
  const order = { key: 'key', outcome: 'approve', selection: 'AQEBAA', asked: 1 };
  for (const [form, status] of [
    [{ ...order, key: '' }, 422],
    [{ ...order, key: 'k'.repeat(101) }, 422],
    [{ ...order, outcome: 'undo' }, 422],
    [{ ...order, selection: '' }, 422],
    [{ ...order, selection: '!!' }, 422],
    [{ ...order, selection: 'batch-x' }, 422],
    [{}, 422],
  ] as const) {
    expect((await post(page, '/review/batch?outcome=approve&sel=AQEBAA&n=1', form)).status(), JSON.stringify(form)).toBe(status);
  }
  await open(page, link!);
  await expect(page.getByRole('button', { name: '保存', exact: true })).toBeVisible();
});
