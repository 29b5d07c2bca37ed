// Who may bind, and to whom: rules 1 to 8, as an applicant meets them.

import { apply, codes, decide, dialog, expect, expectProblem, fact, follow, live, notice, open, openNewest, password, post, rows, search, signIn, test } from './support';
import type { Page } from '@playwright/test';

test.describe('rule 1: signing in', () => {
  test('takes either form of the unit and of the operator', async ({ page }) => {
    const ways = [
      ['12220000MB9000023N', '13900000002'],
      ['ccdx', '13900000002'],
      ['１２２２００００mb9000023n ', '229999198809050026'],
      [' CCDX', '229999 19880905 0026'],
    ];
    for (const [unit, operator] of ways) {
      await open(page, '/login?panel=operator&next=/workbench');
      await page.getByLabel('单位统一信用代码/法人账号').fill(unit);
      await page.getByLabel('经办人手机号/身份证号').fill(operator);
      await page.getByLabel('经办人密码').fill(password);
      await follow(page, page.getByRole('button', { name: '登录' }), '/workbench');
      await expect(page.getByRole('banner')).toContainText('春城大学');
      await expect(page.getByRole('banner')).toContainText('王*');
      await follow(page, page.getByRole('button', { name: '退出' }), '/');
    }
  });

  test('takes the legal person with 法人账号 and password', async ({ page }) => {
    await open(page, '/login');
    await page.getByLabel('法人账号').fill('ccdx');
    await page.getByLabel('密码').fill(password);
    await follow(page, page.getByRole('button', { name: '登录' }), '/');
    await expect(page.getByRole('banner')).toContainText('法人');
  });

  test('with a wrong password says so, and keeps all but the password', async ({ page }) => {
    await open(page, '/login?panel=operator');
    await page.getByLabel('单位统一信用代码/法人账号').fill('ccdx');
    await page.getByLabel('经办人手机号/身份证号').fill('13900000002');
    await page.getByLabel('经办人密码').fill('wrong');
    await page.getByRole('button', { name: '登录' }).click();
    await expect(page.getByRole('alert')).toContainText('没有登录成功');
    await expect(page.getByLabel('单位统一信用代码/法人账号')).toHaveValue('ccdx');
    await expect(page.getByLabel('经办人手机号/身份证号')).toHaveValue('13900000002');
    await expect(page.getByLabel('经办人密码')).toHaveValue('');
  });

  test('says at the field what is missing or wrong', async ({ page }) => {
    await open(page, '/login?panel=operator');
    await page.getByLabel('经办人手机号/身份证号').fill('1390000');
    await page.getByRole('button', { name: '登录' }).click();
    await expectProblem(page.getByLabel('单位统一信用代码/法人账号'), '请输入');
    await expectProblem(page.getByLabel('经办人手机号/身份证号'), '请输入 11 位手机号，或者 18 位身份证号。');
    await expectProblem(page.getByLabel('经办人密码'), '请输入密码。');
  });
});

test('rule 2: both units have entered 大人才一体化', async ({ page, another }) => {
  await signIn(page, '王芳', '/bind');
  await search(page, codes.静湖图书馆);
  await expect(notice(page, '「静湖图书馆」还没有进入过大人才一体化')).toContainText('下一步：');
  await expect(dialog(page).getByText('暂无数据')).toBeVisible();
  await expect(dialog(page).getByRole('button', { name: '绑定' })).toHaveCount(0);

  const library = await another();
  await signIn(library, '郑洁', '/bind');
  await expect(library.getByRole('heading', { name: '第一次进入大人才一体化' })).toBeVisible();
  await expect(library.getByLabel('社会统一信用代码')).toHaveCount(0);
  await library.getByRole('button', { name: '进入大人才一体化' }).click();
  await expect(fact(library, '上级主管部门')).toContainText('暂未绑定');

  await open(page, '/bind');
  await search(page, codes.静湖图书馆);
  await expect(rows(page).getByRole('cell')).toHaveText(['1', '静湖图书馆', codes.静湖图书馆, '未绑定', '绑定']);
});

test('rule 3: the code is required, and only narrowed by 单位名称 and 绑定状态', async ({ page }) => {
  await signIn(page, '王芳', '/bind');
  await dialog(page).getByLabel('单位名称').fill('示例省教育厅');
  await search(page, '');
  await expectProblem(page.getByLabel('社会统一信用代码'), '请输入上级单位的社会统一信用代码。');
  await expect(dialog(page).getByText('暂无数据')).toBeVisible();
  await expect(dialog(page).getByLabel('单位名称')).toHaveValue('示例省教育厅');

  await live(page);
  await search(page, codes.示例省教育厅);
  await expect(rows(page)).toContainText('未绑定');
  await live(page);
  await dialog(page).getByLabel('单位名称').fill('春城');
  await search(page, codes.示例省教育厅);
  await expect(notice(page, '代码存在，但单位名称不符')).toContainText('下一步：');
  await live(page);
  await dialog(page).getByLabel('单位名称').fill('教育厅');
  await page.getByLabel('绑定状态').selectOption('已绑定');
  await search(page, codes.示例省教育厅);
  await expect(notice(page, '代码存在，但绑定状态不符')).toContainText('未绑定');
});

test.describe('rule 4: a search says why there is nothing to bind, and the next step', () => {
  async function expectAnswer(page: Page, code: string, title: string) {
    await open(page, '/bind');
    await search(page, code);
    await expect(notice(page, title)).toContainText('下一步：');
    await expect(dialog(page).getByRole('button', { name: '绑定' })).toHaveCount(0);
  }

  test('to a unit that is free', async ({ page }) => {
    await signIn(page, '王芳');
    await expectAnswer(page, '12100000400000624D', '没有查到这个代码');
    await expectAnswer(page, '91350203M0001QKT19', '代码的最后一位对不上');
    await expectAnswer(page, codes.静湖图书馆, '「静湖图书馆」还没有进入过大人才一体化');
    await expectAnswer(page, codes.春城大学, '这是本单位的代码');
  });

  test('to a unit that is bound, or has applied', async ({ page }) => {
    await signIn(page, '钱进');
    await expectAnswer(page, codes.示例市教育局, '已经绑定');
    await expect(rows(page).getByRole('cell')).toHaveText(['1', '示例市教育局', codes.示例市教育局, '已绑定', '已绑定']);
    await expectAnswer(page, codes.示例省教育厅, '已有上级单位');
    await page.context().clearCookies();
    await signIn(page, '赵强');
    await apply(page);
    await expectAnswer(page, codes.示例省教育厅, '已经申报，等待审核');
    await expectAnswer(page, codes.示例市教育局, '已有一个申请在等待审核');
  });

  test('with the code that was probably meant', async ({ page }) => {
    await signIn(page, '王芳');
    for (const [slip, hint] of [
      ['1122OOOOMB9OOOO15Y', '第 5 位「O」不会出现在代码里，多半是数字 0。'],
      ['I1220000MB9000015Y', '第 1 位「I」不会出现在代码里，多半是数字 1。'],
      ['11202000MB9000015Y', `可能有两位写颠倒了。是不是 ${codes.示例省教育厅}？`],
    ]) {
      await open(page, '/bind');
      await search(page, slip);
      await expect(dialog(page).getByText(hint)).toBeVisible();
      await live(page);
      await page.getByRole('link', { name: '用这个代码查询' }).click();
      await expect(rows(page)).toContainText('示例省教育厅');
      await expect(page.getByLabel('社会统一信用代码')).toHaveValue(codes.示例省教育厅);
    }
  });
});

test('rule 5: one’s own code is refused however it is typed, and past the pages too', async ({ page }) => {
  await signIn(page, '王芳');
  for (const own of [' 12220000mb9000023n ', '１２２２００００ＭＢ９００００２３Ｎ', '1222 0000-MB900002-3N']) {
    await open(page, '/bind');
    await search(page, own);
    await expect(notice(page, '这是本单位的代码')).toContainText('严禁本单位绑定本单位统一社会信用代码!');
  }
  const answer = await post(page, '/bind', { code: codes.春城大学 });
  expect(answer.status()).toBe(409);
  expect(await answer.text()).toContain('这是本单位的代码');
});

test.describe('rule 6: 企业', () => {
  test('gives its special reason, and unbinds at once by itself', async ({ page, another }) => {
    await signIn(page, '孙丽', '/bind');
    await search(page, codes.示例省教育厅);
    const bind = dialog(page).getByRole('button', { name: '绑定' });
    await expect(bind).toBeVisible();
    await live(page);
    await bind.click();
    await expectProblem(page.getByLabel('特殊情况说明'), '按规定一般不用绑定；确需绑定的，请写明特殊情况。');
    await apply(page, codes.示例省教育厅, '承担省级教育信息化任务');

    const reviewer = await another();
    await signIn(reviewer, '李明', '/review');
    await openNewest(reviewer, '北原科技有限公司');
    await expect(fact(reviewer, '特殊情况说明')).toHaveText('承担省级教育信息化任务');
    await decide(reviewer, { outcome: '审核通过' });

    await open(page, '/workbench');
    await expect(fact(page, '上级主管部门')).toContainText('已绑定');
    await follow(page, page.getByRole('link', { name: '解除绑定' }), '/unbind');
    await expect(page.getByText('解除后立即生效。')).toBeVisible();
    await page.getByRole('button', { name: '确认解除绑定' }).click();
    await expect(fact(page, '上级主管部门')).toContainText('暂未绑定');
  });

  test('alone: another unit asks its superior', async ({ page }) => {
    await signIn(page, '钱进');
    await expect(notice(page, '已绑定上级单位')).toContainText('不再隶属的，请申请解除绑定，由上级单位同意。');
    const answer = await post(page, '/unbind', {});
    expect(answer.status()).toBe(422);
    expect(await answer.text()).toContain('请输入原因。');
    await open(page, '/workbench');
    await expect(fact(page, '上级主管部门')).toContainText('示例市教育局');
  });
});

test('rule 7: one application at a time, sent twice or to two', async ({ page, another }) => {
  await signIn(page, '王芳', '/bind');
  await search(page, codes.示例省教育厅);
  const bind = dialog(page).getByRole('button', { name: '绑定' });
  await expect(bind).toBeVisible();
  await live(page);
  await bind.dblclick();
  await expect(page.getByText('申报成功!等待审核', { exact: true })).toBeVisible();
  const second = await post(page, '/bind', { code: codes.示例市教育局 });
  expect(second.status()).toBe(409);
  expect(await second.text()).toContain('已有一个申请在等待审核');

  const reviewer = await another();
  await signIn(reviewer, '李明', '/review');
  await expect(rows(reviewer).filter({ hasText: '春城大学' })).toHaveCount(1);
  const bureau = await another();
  await signIn(bureau, '吴静', '/review');
  await expect(bureau.getByText('暂无数据')).toBeVisible();
});

test('rule 8: no circle, whatever its length', async ({ page }) => {
  await signIn(page, '李明');
  for (const unit of ['示例市教育局', '晨光职业培训学校'] as const) {
    await open(page, '/bind');
    await search(page, codes[unit]);
    await expect(notice(page, '不能绑定：会形成循环')).toContainText(`「${unit}」已经是本单位的下级`);
    const answer = await post(page, '/bind', { code: codes[unit] });
    expect(answer.status()).toBe(409);
    expect(await answer.text()).toContain('不能绑定：会形成循环');
  }
});
