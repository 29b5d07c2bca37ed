// 应绑清单: a superior imports whom it expects, sees who is missing, and approves those that match.

import { apply, carryOut, codes, expect, expectProblem, fact, follow, live, notice, open, plan, rows, signIn, test } from './support';
import type { Page } from '@playwright/test';

const heads = '统一社会信用代码,单位名称,单位类型';

/** Chooses a file in the form, and sends it. */
async function upload(page: Page, name: string, content: string | Buffer) {
  await page.getByLabel('清单文件').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
  await page.getByRole('button', { name: '上传并检查' }).click();
  await page.waitForLoadState();
  await live(page);
}

/** Downloads a workbook, as its link says. */
async function download(page: Page, link: string): Promise<Buffer> {
  const address = await page.getByRole('link', { name: link }).getAttribute('href');
  const answer = await page.request.get(new URL(address!, page.url()).href);
  expect(answer.status()).toBe(200);
  expect(answer.headers()['content-disposition']).toContain('.xlsx');
  return answer.body();
}

test('a list is checked, put right, imported, compared with what waits, and worked off', async ({ page, another }) => {
  const school = await another();
  await signIn(school, '赵强');
  await apply(school);

  await signIn(page, '李明', '/review');
  await expect(page.getByRole('button', { name: /选择全部相符/ })).toHaveCount(0);
  await follow(page, page.getByRole('link', { name: '应绑清单' }), /\/expected$/);
  await expect(page.getByText('清单是空的')).toBeVisible();
  expect((await download(page, '下载模板')).subarray(0, 2).toString()).toBe('PK');

  // Without a file, and with one that is none.
  await page.getByRole('button', { name: '上传并检查' }).click();
  await expectProblem(page.getByLabel('清单文件'), '请选择要上传的清单文件');
  await upload(page, 'list.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]));
  await expectProblem(page.getByLabel('清单文件'), '另存为没有密码的 .xlsx');

  // A letter O for a zero: said, with the code that was meant, and left out.
  const slip = codes.静湖图书馆.replace('MB90000744', 'MB9OOOO744');
  const list = [heads, `${codes.松江中学},松江中学,事业单位`, `${slip},静湖图书馆,`, `${codes.北原科技有限公司},北原科技有限公司,`];
  await upload(page, 'list.csv', list.join('\r\n'));
  await expect(notice(page, '2 行可以导入')).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText(codes.静湖图书馆);
  await page.getByRole('button', { name: '导入没有错误的行' }).click();
  await expect(page.getByText('请选择「替换」或「追加」。')).toBeVisible();

  // The workbook that marks it can be uploaded as it is: here with the same slip.
  const marked = await download(page, '下载标出错误的清单');
  await page.getByRole('button', { name: '不导入' }).click();
  await page.waitForURL(/\/expected$/);
  await live(page);
  await upload(page, 'errors.xlsx', marked);
  await expect(notice(page, '2 行可以导入')).toBeVisible();
  await page.getByLabel('替换：清单换成这些单位').check();
  await follow(page, page.getByRole('button', { name: '导入没有错误的行' }), /done=imported/);
  await expect(notice(page, '已导入应绑清单')).toBeVisible();
  await expect(page.getByText('共 2 个单位')).toBeVisible();
  await expect(rows(page).filter({ hasText: '松江中学' })).toContainText('待审核');

  // Who waits for us is not reminded; who has not applied is, once a day.
  await page.getByRole('button', { name: '提醒全部还没有绑定的单位' }).click();
  await expect(notice(page, '已提醒 1 个单位')).toBeVisible();
  await expect(page.getByRole('button', { name: '提醒 北原科技有限公司' })).toHaveCount(0);
  expect((await download(page, '导出还没有绑定的单位')).subarray(0, 2).toString()).toBe('PK');

  // The desk says how each application stands to the list, and takes all that match at a press.
  await follow(page, page.getByRole('link', { name: '业务审核' }), /\/review$/);
  await follow(page, page.getByRole('button', { name: '选择全部相符的 1 条' }), /listed=match&sel=/);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText('相符');
  await expect(page.getByText('已选择「待审核、相符」的全部申请，共 1 条。')).toBeVisible();
  await follow(page, rows(page).getByRole('link', { name: '审核' }), /\/review\/\d+/);
  await expect(fact(page, '应绑清单')).toHaveText('相符');
  await page.goBack();
  await live(page);
  await plan(page);
  await carryOut(page);
  await open(page, '/expected?show=missing');
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText('北原科技有限公司');

  await page.getByText('清空清单', { exact: true }).first().click();
  await page.getByLabel(/我确认清空/).check();
  await page.getByRole('button', { name: '清空清单' }).click();
  await expect(notice(page, '清单已清空')).toBeVisible();
});
