// 站内消息: what a unit is told, what is unread, and how an open page follows.

import { apply, decide, expect, follow, live, open, openNewest, post, rows, signIn, test } from './support';
import type { Page } from '@playwright/test';

const told = '「示例省教育厅」审核了本单位的绑定申请：退回修改，请修改后重新提交。';

/** The link in the band. */
function bell(page: Page) {
  return page.getByRole('banner').getByRole('link', { name: /^消息/ });
}

async function sendBack(page: Page) {
  await signIn(page, '李明');
  await openNewest(page, '春城大学');
  await decide(page, { outcome: '退回修改', opinion: '请核对单位地址' });
}

test('a unit is told, reads, and is told no more', async ({ page, another }) => {
  await signIn(page, '王芳');
  await expect(bell(page)).toHaveAccessibleName('消息');
  await apply(page);
  await sendBack(await another());
  await open(page, '/workbench');
  await expect(bell(page)).toHaveAccessibleName(/消息\s*1\s*条未读/);
  await follow(page, bell(page), '/messages');
  const row = rows(page).first();
  await expect(row).toContainText(told);
  await expect(row).toContainText('请核对单位地址');
  await expect(row).toContainText('未读');
  await page.getByRole('button', { name: `标为已读：${told}` }).click();
  await expect(row).toContainText('已读');
  await expect(page.getByText('没有未读消息。')).toBeVisible();
  await expect(bell(page)).toHaveAccessibleName('消息');
  await page.getByRole('button', { name: `去查看：${told}` }).click();
  await page.waitForURL('/workbench');
  await live(page);
  await expect(page.getByText('请核对单位地址').first()).toBeVisible();
});

test('all are read at once', async ({ page, another }) => {
  await signIn(page, '王芳');
  await apply(page);
  await sendBack(await another());
  await open(page, '/messages');
  await page.getByRole('button', { name: '全部标为已读' }).click();
  await expect(page.getByText('没有未读消息。')).toBeVisible();
  await expect(page.getByRole('button', { name: '全部标为已读' })).toHaveCount(0);
  await expect(bell(page)).toHaveAccessibleName('消息');
});

test('an open page counts by itself, and without a script with its next load', async ({ page, another, mode }) => {
  await signIn(page, '王芳');
  await apply(page);
  await open(page, '/workbench');
  await expect(bell(page)).toHaveAccessibleName('消息');
  await sendBack(await another());
  if (mode !== 'wasm') {
    await expect(bell(page)).toHaveAccessibleName('消息');
    await page.reload();
  }
  await expect(bell(page)).toHaveAccessibleName(/消息\s*1\s*条未读/, { timeout: 15_000 });
});

test('an administrator makes a webhook, and sees its secret once', async ({ page }) => {
  const answer = await post(page, '/admin/login', { account: 'xitong', password: 'Lishu-2026!' });
  expect(answer.status()).toBe(303);
  await open(page, '/admin/webhooks');
  await page.getByLabel('接收地址').fill('http://hooks.example.cn/');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByLabel('接收地址')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('接收地址')).toHaveValue('http://hooks.example.cn/');
  await page.getByLabel('接收地址').fill('http://127.0.0.1:9/hook');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByLabel('签名密钥')).toHaveValue(/^[0-9a-f]{64}$/);
  await page.getByRole('button', { name: '测试：http://127.0.0.1:9/hook' }).click();
  await expect(page.getByText('测试没有成功')).toBeVisible();
  await open(page, '/admin/webhooks');
  await expect(page.getByLabel('签名密钥')).toHaveCount(0);
  await page.getByRole('button', { name: '删除：http://127.0.0.1:9/hook' }).click();
  await expect(page.getByText('还没有推送地址')).toBeVisible();
});
