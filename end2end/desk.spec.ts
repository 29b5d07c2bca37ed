// 审核列表 and batches, as a reviewer who has many to decide goes through them.

import { box, carryOut, decide, expect, expectProblem, fact, follow, live, names, notice, open, openRow, plan, post, rows, signIn, test, turn } from './support';
import type { Page } from '@playwright/test';

async function openFilter(page: Page) {
  const summary = page.getByText('筛选', { exact: true });
  if (!(await field(page, '单位名称').isVisible())) await summary.click();
}

async function openViews(page: Page) {
  if (!(await field(page, '名称').isVisible())) await page.getByText('常用筛选', { exact: true }).click();
}

function field(page: Page, label: string) {
  return page.getByLabel(label, { exact: true });
}

/** 待审核 and how many they are, as its tab counts them. */
function waiting(page: Page) {
  return page.getByRole('navigation', { name: '审核进度' }).getByRole('link', { name: '待审核' });
}

function days(page: Page): Promise<string[]> {
  return page.locator('td time').allInnerTexts();
}

/** How many letters of the alphabet come before that of a name's pinyin. */
function initial(name: string): number {
  const firsts = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨它穵夕丫帀';
  const pinyin = new Intl.Collator('zh-u-co-pinyin');
  return [...firsts].filter(first => pinyin.compare(first, name[0]) <= 0).length;
}

/** What is selected, in words. */
function said(page: Page) {
  return page.locator('.batch-said');
}

/** Presses 下一页 until there is none; the names of all pages. */
async function leaf(page: Page): Promise<string[]> {
  const all = await names(page);
  while (await page.getByRole('button', { name: '下一页', exact: true }).isEnabled()) {
    await turn(page, '下一页');
    all.push(...(await names(page)));
  }
  return all;
}

test.describe('the filter', () => {
  test.beforeEach(({ page }) => signIn(page, '李明', '/review'));

  test('by two characters of a name, and back by the address', async ({ page }) => {
    const first = await names(page);
    await openFilter(page);
    await field(page, '单位名称').fill('中学');
    await turn(page, '查询');
    const found = await names(page);
    expect(found).toHaveLength(15);
    for (const name of found) expect(name).toContain('中学');
    await expect(field(page, '单位名称')).toHaveValue('中学');
    const address = page.url();
    await page.getByRole('link', { name: '清空条件' }).click();
    await expect(page).toHaveURL('/review');
    await live(page);
    expect(await names(page)).toEqual(first);
    await page.goBack();
    await expect(page).toHaveURL(address);
    await live(page);
    expect(await names(page)).toEqual(found);
    await expect(field(page, '单位名称')).toHaveValue('中学');
    await open(page, '/review');
    await open(page, address);
    expect(await names(page)).toEqual(found);
  });

  test('a day is jumped to, and paper gets the list', async ({ page }) => {
    await turn(page, '下一页');
    await turn(page, '下一页');
    const [day] = (await days(page)).slice(-1);
    await open(page, '/review');
    await field(page, '跳到日期').fill(day);
    await turn(page, '跳转');
    expect((await days(page))[0]).toBe(day);
    await turn(page, '上一页');
    const before = await days(page);
    expect(before.length).toBeGreaterThan(0);
    for (const other of before) expect(other > day).toBe(true);

    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('table')).toBeVisible();
    await expect(page.getByText('待审核（最近的在前）')).toBeVisible();
    for (const machinery of ['筛选', '常用筛选', '跳转', '批量通过']) {
      await expect(page.getByText(machinery, { exact: true })).toBeHidden();
    }
  });

  test('by code, type, region and days', async ({ page }) => {
    await openFilter(page);
    await field(page, '单位类型').selectOption({ label: '企业' });
    await turn(page, '查询');
    await expect(rows(page)).toHaveCount(15);
    for (const name of await names(page)) expect(name).toContain('公司');
    const [all, allDays] = [await names(page), await days(page)];
    await field(page, '申请日期从').fill(allDays[5]);
    await field(page, '到').fill(allDays[2]);
    await turn(page, '查询');
    const within = allDays.filter(day => day >= allDays[5] && day <= allDays[2]);
    expect(await days(page)).toEqual(within);
    expect(all).toEqual(expect.arrayContaining(await names(page)));
    await page.getByRole('link', { name: '清空条件' }).click();
    await expect(page).toHaveURL('/review');

    await live(page);
    await openFilter(page);
    const region = await field(page, '所属行政区划').locator('option', { hasText: '吉林市（全市）' }).getAttribute('value');
    await field(page, '所属行政区划').selectOption(region);
    await turn(page, '查询');
    await expect(field(page, '所属行政区划')).toHaveValue(region!);
    await expect(rows(page)).toHaveCount(12);
    await openRow(page);
    await expect(fact(page, '所属行政区划')).toContainText('吉林市');
    await page.goBack();
    await live(page);
    await openFilter(page);
    await field(page, '单位名称').fill('没有这样的名称');
    await turn(page, '查询');
    await expect(page.getByText('没有符合条件的申请。请放宽或清空筛选条件。')).toBeVisible();
    await page.getByRole('link', { name: '清空条件' }).click();
    await expect(page).toHaveURL('/review');

    await live(page);
    const [first] = await names(page);
    await openRow(page);
    const code = await fact(page, '纳税人识别号').innerText();
    await open(page, '/review');
    await openFilter(page);
    await field(page, '社会统一信用代码').fill(` ${code.toLowerCase()} `);
    await turn(page, '查询');
    expect(await names(page)).toEqual([first]);
  });

  test('of 已处理 has states', async ({ page }) => {
    const [first, second] = await names(page);
    for (const [unit, button, opinion] of [[first, '批量通过', '同意'], [second, '批量退回', '请补充']]) {
      await open(page, '/review');
      await box(page, unit).check();
      await plan(page, button);
      await carryOut(page, opinion);
    }
    await open(page, '/review?tab=settled');
    await openFilter(page);
    await field(page, '业务状态').selectOption({ label: '退回修改' });
    await turn(page, '查询');
    expect(await names(page)).toEqual([second]);
    await field(page, '业务状态').selectOption({ label: '全部' });
    await field(page, '绑定状态').selectOption({ label: '已绑定' });
    await turn(page, '查询');
    expect(await names(page)).toEqual([first]);
  });

  test('says at the field what can’t be understood, and loses nothing', async ({ page }) => {
    const ticked = (await names(page))[3];
    await box(page, ticked).check();
    await openFilter(page);
    await field(page, '单位名称').fill('学');
    await field(page, '社会统一信用代码').fill('1122');
    await field(page, '单位类型').selectOption({ label: '企业' });
    await field(page, '申请日期从').fill('2026-11-02');
    await field(page, '到').fill('2026-11-01');
    await field(page, '排序').selectOption({ label: '按单位名称' });
    await field(page, '每页').selectOption({ label: '50 条' });
    await page.getByRole('button', { name: '查询' }).click();
    await expectProblem(field(page, '单位名称'), '请至少输入两个字。');
    await expectProblem(field(page, '社会统一信用代码'), '社会统一信用代码是 18 位，现在是 4 位。');
    await expectProblem(field(page, '到'), '后一个日期早于前一个，请核对。');
    await expect(page).toHaveURL('/review');
    await expect(field(page, '单位名称')).toHaveValue('学');
    await expect(field(page, '社会统一信用代码')).toHaveValue('1122');
    await expect(field(page, '单位类型').locator('option:checked')).toHaveText('企业');
    await expect(field(page, '申请日期从')).toHaveValue('2026-11-02');
    await expect(field(page, '到')).toHaveValue('2026-11-01');
    await expect(field(page, '排序').locator('option:checked')).toHaveText('按单位名称');
    await expect(field(page, '每页').locator('option:checked')).toHaveText('50 条');
    await expect(rows(page)).toHaveCount(20);
    await expect(box(page, ticked)).toBeChecked();
  });

  for (const [name, value, answer] of [
    ['from', 'soon', '日期的格式不对'],
    ['until', '2026-02-30', '日期的格式不对'],
  ]) {
    test(`says so of a forged ${name}`, async ({ page }) => {
      const answered = await post(page, '/review', { tab: 'settled', [name]: value });
      expect(answered.status()).toBe(422);
      expect(await answered.text()).toContain(answer);
    });
  }
});

test('order and size of a page', async ({ page }) => {
  await signIn(page, '李明', '/review');
  const sorted = async (order: string) => {
    await openFilter(page);
    await field(page, '排序').selectOption({ label: order });
    await turn(page, '查询');
    await expect(page.locator('[name=sort] option:checked')).toHaveText(order);
  };
  await openFilter(page);
  await field(page, '每页').selectOption({ label: '100 条' });
  await turn(page, '查询');
  await expect(rows(page)).toHaveCount(100);
  const newest = await leaf(page);
  expect(newest).toHaveLength(120);
  await sorted('最早的在前');
  await expect(rows(page)).toHaveCount(100);
  expect(await leaf(page)).toEqual(newest.toReversed());
  await sorted('等待最久的在前');
  expect((await leaf(page)).toSorted()).toEqual(newest.toSorted());
  await turn(page, '首页');
  const oldestFirst = await days(page);
  expect(oldestFirst).toEqual(oldestFirst.toSorted());
  await sorted('按单位名称');
  const byName = await leaf(page);
  const initials = byName.map(initial);
  expect(initials).toEqual(initials.toSorted((a, b) => a - b));
  expect(new Set(initials).size).toBeGreaterThan(10);
  expect(byName.toSorted()).toEqual(newest.toSorted());
});

test.describe('a selection', () => {
  test('survives paging forward and back, and sorting', async ({ page, mode }) => {
    await signIn(page, '李明', '/review');
    const first = await names(page);
    await box(page, first[0]).check();
    await box(page, first[7]).check();
    await turn(page, '下一页');
    const second = await names(page);
    await expect(said(page)).toContainText('其他页已选 2 条');
    for (const unit of second) await expect(box(page, unit)).not.toBeChecked();
    await box(page, second[3]).check();
    await turn(page, '上一页');
    await expect(said(page)).toContainText('其他页已选 1 条');
    for (const [index, unit] of first.entries()) {
      await expect(box(page, unit)).toBeChecked({ checked: [0, 7].includes(index) });
    }
    await box(page, first[0]).uncheck();
    await turn(page, '下一页');
    await expect(box(page, second[3])).toBeChecked();
    await openFilter(page);
    await field(page, '排序').selectOption({ label: '最早的在前' });
    await field(page, '每页').selectOption({ label: '100 条' });
    await turn(page, '查询');
    await turn(page, '下一页');
    await expect(box(page, first[7])).toBeChecked();
    await expect(box(page, first[0])).not.toBeChecked();
    if (mode === 'wasm') await expect(said(page)).toHaveText(/本页已选 \d+ 条/, { useInnerText: true });
    await plan(page);
    await expect(notice(page, '2 条可通过')).toBeVisible();
    await expect(page.getByText('已逐条选择 2 条。')).toBeVisible();
    await carryOut(page);
    await open(page, '/review?tab=settled');
    expect((await names(page)).toSorted()).toEqual([first[7], second[3]].toSorted());
  });

  test('survives 返回修改', async ({ page }) => {
    await signIn(page, '李明', '/review');
    const first = await names(page);
    await box(page, first[1]).check();
    await plan(page, '批量退回');
    await follow(page, page.getByRole('link', { name: '返回修改' }), /\/review\?/);
    await expect(box(page, first[1])).toBeChecked();
    await box(page, first[2]).check();
    await plan(page);
    await expect(notice(page, '2 条可通过')).toBeVisible();
  });

  test('of all but one', async ({ page }) => {
    await signIn(page, '李明', '/review');
    await turn(page, '选择全部符合条件的 120 条');
    await expect(said(page)).toContainText('已选择「待审核」的全部申请，共 120 条。之后新来的申请不在其中。');
    const boxes = rows(page).getByRole('checkbox');
    for (const row of await boxes.all()) await expect(row).toBeChecked();
    const spared = (await names(page))[5];
    await box(page, spared).uncheck();
    await turn(page, '下一页');
    for (const row of await boxes.all()) await expect(row).toBeChecked();
    await expect(said(page)).toContainText('已选择「待审核」的全部申请，其中除去 1 条，共 119 条。');
    await plan(page);
    await expect(notice(page, '119 条可通过')).toBeVisible();
    await expect(page.getByText('已选择「待审核」的全部申请，其中除去 1 条，共 119 条。')).toBeVisible();
    await carryOut(page);
    await expect(notice(page, '批量审核完成：通过 119 条')).toBeVisible();
    await follow(page, page.getByRole('link', { name: '返回审核列表' }), /\/review/);
    await open(page, '/review');
    expect(await names(page)).toEqual([spared]);
    await expect(box(page, spared)).not.toBeChecked();
  });

  test('is given up by 取消选择', async ({ page }) => {
    await signIn(page, '李明', '/review');
    await turn(page, '选择全部符合条件的 120 条');
    await turn(page, '取消选择');
    await expect(page).toHaveURL('/review');
    for (const row of await rows(page).getByRole('checkbox').all()) await expect(row).not.toBeChecked();
    await page.getByRole('button', { name: '批量通过' }).click();
    await expect(page.getByRole('alert')).toHaveText('请先勾选要审核的单位。');
  });

  test('of a filter asks what becomes of it under another', async ({ page }) => {
    await signIn(page, '李明', '/review');
    await openFilter(page);
    await field(page, '单位名称').fill('中学');
    await turn(page, '查询');
    const schools = await names(page);
    await turn(page, '选择全部符合条件的申请');
    await expect(said(page)).toContainText('已选择「待审核、名称含“中学”」的全部申请，共 15 条。');
    const another = async () => {
      await field(page, '单位名称').fill('小学');
      await turn(page, '查询');
      await expect(notice(page, '筛选条件变了，之前选的 15 条要保留吗？')).toBeVisible();
    };
    const asked = page.url();
    await another();
    await page.getByRole('link', { name: '取消选择' }).click();
    await expect(notice(page, '筛选条件变了')).toHaveCount(0);
    await expect(page.getByRole('button', { name: '取消选择' })).toHaveCount(0);
    await expect(field(page, '单位名称')).toHaveValue('小学');
    await open(page, asked);
    await another();
    await page.getByRole('link', { name: '保留选择' }).click();
    await expect(notice(page, '筛选条件变了')).toHaveCount(0);
    await live(page);
    await expect(said(page)).toContainText('其他页已选 15 条');
    await expect(said(page)).toContainText('已选择「待审核、名称含“中学”」的全部申请，共 15 条。');
    for (const row of await rows(page).getByRole('checkbox').all()) await expect(row).not.toBeChecked();
    await plan(page);
    await carryOut(page);
    await expect(notice(page, '批量审核完成：通过 15 条')).toBeVisible();
    await open(page, '/review?tab=settled');
    expect((await names(page)).toSorted()).toEqual(schools.toSorted());
  });
});

test.describe('a batch', () => {
  test('is tried before it is done, and what was refused is tried again', async ({ page, another }) => {
    const colleague = await another();
    await signIn(page, '李明', '/review');
    const [first, second, third] = await names(page);
    for (const unit of [first, second, third]) await box(page, unit).check();
    await plan(page);
    await expect(notice(page, '3 条可通过')).toBeVisible();
    const named = page.getByRole('group').filter({ hasText: '将要通过的单位' }).getByRole('listitem');
    expect((await named.allInnerTexts()).toSorted()).toEqual([first, second, third].toSorted());
    // Not before: a live list unticks what a colleague decides.
    await signIn(colleague, '周岚', '/review');
    await openRow(colleague, 1);
    await decide(colleague, { outcome: '退回修改', opinion: '请补充' });

    await open(page, page.url());
    await expect(notice(page, '2 条可通过')).toContainText('另有 1 条不能办理，会保持原样，原因列在下面。');
    const reason = page.getByRole('group').filter({ hasText: '未处理：周*' });
    await expect(reason).toContainText(/变为「退回修改」/);
    await expect(reason.getByRole('listitem')).toHaveText([second]);
    await open(colleague, '/review');
    expect((await names(colleague)).slice(0, 2)).toEqual([first, third]);

    await carryOut(page, '材料齐全');
    const result = notice(page, '批量审核完成：通过 2 条，未办理 1 条');
    await expect(result.getByRole('listitem')).toHaveText([new RegExp(`^${second} — 未处理：周\\* 已于 .* 变为「退回修改」$`)]);
    const passed = page.getByRole('group').filter({ hasText: '通过的单位' }).getByRole('listitem');
    expect((await passed.allInnerTexts()).toSorted()).toEqual([first, third].toSorted());
    await open(page, page.url());
    await expect(result).toBeVisible();

    await follow(page, page.getByRole('link', { name: '重试失败的 1 条' }), /\/review\/batch\?.*retry=/);
    await expect(notice(page, '0 条可通过')).toBeVisible();
    await expect(page.getByRole('button', { name: /^确认/ })).toHaveCount(0);
    await open(colleague, '/review?tab=settled');
    await follow(colleague, rows(colleague).filter({ hasText: first }).getByRole('link', { name: '查看' }), /\/review\/\d+\?tab=settled$/);
    await expect(fact(colleague, '审核意见')).toHaveText('材料齐全');
  });

  test('tries again what can be done by now', async ({ page, another }) => {
    const colleague = await another();
    await signIn(page, '李明', '/review');
    const [first, second] = await names(page);
    for (const unit of [first, second]) await box(page, unit).check();
    // Before the colleague decides: a live list unticks what is decided elsewhere.
    await plan(page, '批量不通过');
    await signIn(colleague, '周岚', '/review');
    await box(colleague, second).check();
    await plan(colleague, '批量退回');
    await carryOut(colleague, '请补充');

    await carryOut(page, '不归本厅主管');
    await expect(notice(page, '批量审核完成：定为不通过 1 条，未办理 1 条')).toBeVisible();
    await colleague.getByRole('button', { name: '撤销这次批量审核' }).click();
    await expect(notice(colleague, '已撤销 1 条，它们回到待审核')).toBeVisible();

    await follow(page, page.getByRole('link', { name: '重试失败的 1 条' }), /\/review\/batch\?.*retry=/);
    await expect(notice(page, '1 条可定为不通过')).toBeVisible();
    await carryOut(page, '不归本厅主管');
    await expect(notice(page, '批量审核完成：定为不通过 1 条')).toBeVisible();
    await open(page, '/review?tab=settled');
    expect((await names(page)).toSorted()).toEqual([first, second].toSorted());
  });

  test('confirmed twice is one batch', async ({ page }) => {
    await signIn(page, '李明', '/review');
    const [first, second] = await names(page);
    for (const unit of [first, second]) await box(page, unit).check();
    await plan(page, '批量退回');
    await page.getByLabel('审核意见').fill('{单位名称}请补充');
    await page.getByRole('button', { name: '确认批量退回 2 条' }).dblclick();
    await expect(notice(page, '批量审核完成：退回 2 条')).toBeVisible();
    await live(page);
    await expect(page.getByText('未办理')).toHaveCount(0);
    const result = page.url();
    await page.goBack();
    await expect(page).not.toHaveURL(result);
    await live(page);
    await open(page, '/review?tab=settled');
    await follow(page, rows(page).filter({ hasText: first }).getByRole('link', { name: '查看' }), /\/review\/\d+\?tab=settled$/);
    await expect(fact(page, '审核意见')).toHaveText(`${first}请补充`);
    await expect(page.getByRole('region', { name: '办理经过' }).getByRole('listitem')).toHaveText([/提交申请/, /审核结果：退回修改/]);
  });

  test('of the same key is the same batch', async ({ page }) => {
    await signIn(page, '李明', '/review');
    const [first] = await names(page);
    await box(page, first).check();
    await plan(page);
    const selection = new URL(page.url()).searchParams.get('sel')!;
    const form = { key: 'key', outcome: 'approve', selection, asked: 1 };
    const [once, twice] = [await post(page, '/review/batch', form), await post(page, '/review/batch', form)];
    expect([once.status(), twice.status()]).toEqual([303, 303]);
    expect(twice.headers().location).toBe(once.headers().location);
    const other = await post(page, '/review/batch', { ...form, key: 'other' });
    expect(other.headers().location).not.toBe(once.headers().location);
    await open(page, other.headers().location);
    await expect(notice(page, '批量审核完成：通过 0 条，未办理 1 条')).toBeVisible();
  });

  test('is taken back by who made it, and by nobody else', async ({ page, another }) => {
    const colleague = await another();
    await signIn(page, '李明', '/review');
    const before = await names(page);
    for (const unit of before.slice(0, 3)) await box(page, unit).check();
    await plan(page);
    await carryOut(page);
    const result = new URL(page.url()).pathname;
    await expect(page.getByText(/^\d{4}-\d\d-\d\d \d\d:\d\d 前可以撤销。$/)).toBeVisible();

    await signIn(colleague, '周岚', result);
    await expect(notice(colleague, '批量审核完成：通过 3 条')).toBeVisible();
    await expect(colleague.getByRole('button', { name: '撤销这次批量审核' })).toHaveCount(0);
    const forged = await post(colleague, result, {});
    expect(forged.ok()).toBe(false);
    expect(await forged.text()).toContain('不能撤销：这不是您作的审核');

    await page.getByRole('button', { name: '撤销这次批量审核' }).click();
    await expect(notice(page, '已撤销 3 条，它们回到待审核')).toBeVisible();
    await expect(page.getByText(/^已于 .* 撤销。$/)).toBeVisible();
    await expect(page.getByRole('button', { name: '撤销这次批量审核' })).toHaveCount(0);
    await live(page);
    await follow(page, page.getByRole('link', { name: '返回审核列表' }), '/review');
    expect(await names(page)).toEqual(before);
    await openRow(page);
    await expect(page.getByRole('region', { name: '办理经过' })).toContainText('审核人撤销了审核结果');
    await expect(page.getByRole('button', { name: '保存', exact: true })).toBeVisible();
  });

  test('keeps what changed after it, when it is taken back', async ({ page }) => {
    await signIn(page, '李明', '/review');
    const [first, second] = await names(page);
    for (const unit of [first, second]) await box(page, unit).check();
    await plan(page, '批量退回');
    await carryOut(page, '请补充');
    const form = page.getByRole('button', { name: '撤销这次批量审核' });
    await form.dblclick();
    await expect(notice(page, '已撤销 2 条，它们回到待审核')).toBeVisible();
    const again = await post(page, new URL(page.url()).pathname, {});
    expect(again.status()).toBe(200);
    expect(await again.text()).toContain('已撤销 2 条，它们回到待审核');
    await open(page, '/review');
    expect((await names(page)).slice(0, 2)).toEqual([first, second]);
  });

  test('of 终止 wants the number of units, and an opinion', async ({ page }) => {
    await signIn(page, '李明', '/review');
    for (const unit of (await names(page)).slice(0, 2)) await box(page, unit).check();
    await plan(page, '批量终止');
    const year = new Date().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' }).slice(0, 4);
    await expect(notice(page, '注意：选择终止审核后，申报者将无法参与本次申报!')).toContainText(`2 个单位在「${year}年度职称申报」结束`);
    const confirm = page.getByRole('button', { name: '确认批量终止 2 条' });
    await confirm.click();
    await expectProblem(page.getByLabel('审核意见'), '请写明审核意见，申报单位会看到。');
    await expectProblem(page.getByLabel('将被终止的单位数'), '请照写将被终止的单位数，只写数字。');
    await live(page);
    await page.getByLabel('审核意见').fill('不属于本次申报的范围');
    await page.getByLabel('将被终止的单位数').fill('3');
    await confirm.click();
    await expectProblem(page.getByLabel('将被终止的单位数'), '请照写将被终止的单位数，只写数字。');
    await expect(page.getByLabel('审核意见')).toHaveValue('不属于本次申报的范围');
    await expect(page.getByLabel('将被终止的单位数')).toHaveValue('3');
    await live(page);
    await page.getByLabel('将被终止的单位数').fill('2');
    await carryOut(page);
    await expect(notice(page, '批量审核完成：终止 2 条')).toBeVisible();
  });

  for (const button of ['批量退回', '批量不通过']) {
    test(`of ${button} wants an opinion`, async ({ page }) => {
      await signIn(page, '李明', '/review');
      await box(page, (await names(page))[0]).check();
      await plan(page, button);
      await page.getByRole('button', { name: `确认${button} 1 条` }).click();
      await expectProblem(page.getByLabel('审核意见'), '请写明审核意见，申报单位会看到。');
      await live(page);
      await page.getByLabel('审核意见').fill('意'.repeat(501));
      await page.getByRole('button', { name: `确认${button} 1 条` }).click();
      await expectProblem(page.getByLabel('审核意见'), '审核意见最多 500 个字，现在是 501 个字。');
      await expect(page.getByLabel('审核意见')).toHaveValue('意'.repeat(501));
      await live(page);
      await carryOut(page, '请补充');
      await expect(notice(page, '批量审核完成')).toBeVisible();
    });
  }
});

test('常用筛选: kept under a name, gone to, counted, removed', async ({ page, another }) => {
  await signIn(page, '李明', '/review');
  await openFilter(page);
  await field(page, '单位名称').fill('中学');
  await turn(page, '查询');
  const schools = await names(page);
  await box(page, schools[0]).check();
  await openViews(page);
  const save = page.getByRole('button', { name: '存为常用筛选' });
  await save.click();
  await expectProblem(field(page, '名称'), '请输入常用筛选的名称。');
  await live(page);
  await openViews(page);
  await field(page, '名称').fill('各地中学');
  await save.click();
  const view = page.locator('.saved-view').filter({ hasText: '各地中学' });
  await expect(notice(page, '已存为常用筛选')).toBeVisible();
  await expect(view).toHaveCount(1);
  await live(page);
  await expect(view).toContainText('15');
  // The selection is none of its business.
  await expect(box(page, schools[0])).toBeChecked();

  await plan(page);
  await carryOut(page);
  await open(page, '/review');
  await openViews(page);
  await expect(view).toContainText('14');
  await view.getByRole('link').click();
  await expect(page).toHaveURL(/name=/);
  await expect(field(page, '单位名称')).toHaveValue('中学');
  expect(await names(page)).toEqual(schools.slice(1));

  const colleague = await another();
  await signIn(colleague, '周岚', '/review');
  await openViews(colleague);
  await expect(colleague.getByRole('link', { name: '各地中学' })).toHaveCount(0);

  await live(page);
  await openViews(page);
  await page.getByRole('button', { name: '删除常用筛选 各地中学' }).click();
  await expect(view).toHaveCount(0);
  await expect(notice(page, '已删除')).toBeVisible();
  await expect(field(page, '单位名称')).toHaveValue('中学');
});

test('the tabs count, and keep the size of a page', async ({ page }) => {
  await signIn(page, '李明', '/review?size=50');
  await expect(waiting(page)).toHaveText('待审核120');
  await box(page, (await names(page))[0]).check();
  await plan(page);
  await carryOut(page);
  await follow(page, page.getByRole('link', { name: '返回审核列表' }), '/review?size=50');
  await expect(waiting(page)).toHaveText('待审核119');
  await page.getByRole('link', { name: '已处理' }).click();
  await expect(page).toHaveURL('/review?tab=settled&size=50');
  await expect(page.getByRole('link', { name: '审核通过 1' })).toBeVisible();
});
