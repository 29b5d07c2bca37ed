// 我的账号: the password, the second factor, the sessions; and what failed sign-ins do.

import { codes, enterAccount, expect, follow, notice, open, password, signIn, test } from './support';
import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';

const newPassword = '一句话 that nobody guesses';

test('修改密码 ends the other sessions, and tells what is wrong at its field', async ({ page, another }) => {
  const other = await another();
  await signIn(other, '王芳');
  await signIn(page, '王芳');
  await follow(page, page.getByRole('link', { name: '我的账号' }), '/account');
  await changePassword(page, 'short');
  await expect(page.getByText('密码至少 12 个字符，现在是 5 个')).toBeVisible();
  await expect(page.getByLabel('新密码', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await changePassword(page, newPassword);
  await expect(page.getByRole('status')).toContainText('密码已修改');
  await open(other, '/workbench');
  await expect(other.getByRole('heading', { name: '统一认证登录' })).toBeVisible();
  await open(page, '/workbench');
  await expect(page.getByRole('button', { name: '退出' })).toBeVisible();
});

async function changePassword(page: Page, text: string) {
  await page.getByLabel('原密码').fill(password);
  await page.getByLabel('新密码', { exact: true }).fill(text);
  await page.getByLabel('再输入一次新密码').fill(text);
  await page.getByRole('button', { name: '修改密码' }).click();
}

test('两步验证: set it up, sign in with it, with a recovery code, and switch it off', async ({ page }) => {
  await signIn(page, '李明', '/account/second-factor');
  await page.getByRole('button', { name: '开始设置' }).click();
  await expect(page.getByRole('img', { name: '两步验证的二维码' })).toBeVisible();
  const secret = (await page.locator('.secret').innerText()).replaceAll(' ', '');
  await page.getByLabel('您的登录密码').fill(password);
  await page.getByRole('textbox', { name: '验证码' }).fill('000000');
  await page.getByRole('button', { name: '开启两步验证' }).click();
  await expect(page.getByText('验证码不对，或者已经用过')).toBeVisible();
  await page.getByLabel('您的登录密码').fill(password);
  await page.getByRole('textbox', { name: '验证码' }).fill(totp(secret, 0));
  await page.getByRole('button', { name: '开启两步验证' }).click();
  const recovery = await page.locator('.recovery-codes li').allInnerTexts();
  expect(recovery).toHaveLength(10);

  await page.getByRole('button', { name: '退出' }).click();
  await open(page, '/login?panel=operator&next=/review');
  await enterAccount(page, '李明');
  await expect(page.getByRole('heading', { name: '输入验证码' })).toBeVisible();
  await page.getByRole('textbox', { name: '验证码' }).fill(totp(secret, 1));
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page).toHaveURL('/review');

  await page.getByRole('button', { name: '退出' }).click();
  await open(page, '/login?panel=operator&next=/account/second-factor');
  await enterAccount(page, '李明');
  await page.getByRole('textbox', { name: '验证码' }).fill(recovery[0]);
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByText('还有 9 个恢复码没有用过')).toBeVisible();
  await page.getByLabel('您的登录密码').fill(password);
  await page.getByRole('textbox', { name: '验证码' }).last().fill(recovery[1]);
  await page.getByRole('button', { name: '关闭两步验证' }).click();
  await expect(page.getByRole('status')).toContainText('两步验证已关闭');
});

/** The code of RFC 6238, so many steps from now. */
function totp(secret: string, later: number): string {
  const bits = [...secret].map(c => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)!.map(byte => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const digest = createHmac('sha1', key).update(step).digest();
  const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

test('我的会话 lists the devices, and ends one', async ({ page, another }) => {
  const other = await another();
  await signIn(other, '王芳');
  await signIn(page, '王芳', '/account');
  await expect(page.getByText('Chrome · Linux')).toHaveCount(2);
  await expect(page.getByText('本次登录')).toHaveCount(1);
  await page.getByRole('button', { name: '结束：Chrome · Linux' }).click();
  await expect(page.getByText('请输入您的登录密码。')).toBeVisible();
  await page.getByLabel('您的登录密码').fill(password);
  await page.getByRole('button', { name: '结束：Chrome · Linux' }).click();
  await expect(notice(page, '会话已结束')).toBeVisible();
  await open(other, '/workbench');
  await expect(other.getByRole('heading', { name: '统一认证登录' })).toBeVisible();
});

test('failed sign-ins make the next ones wait, but not where somebody has signed in before', async ({ page, another }) => {
  await signIn(page, '王芳');
  await page.getByRole('button', { name: '退出' }).click();
  const stranger = await another();
  await open(stranger, '/login?panel=operator');
  for (let n = 0; n < 5; n++) {
    await stranger.getByLabel('单位统一信用代码/法人账号').fill(codes.春城大学);
    await stranger.getByLabel('经办人手机号/身份证号').fill('13900000002');
    await stranger.getByLabel('经办人密码').fill('wrong');
    await stranger.getByRole('button', { name: '登录' }).click();
    await expect(stranger.getByRole('alert')).toContainText(n < 4 ? '没有登录成功' : '后再试');
  }
  await open(page, '/login?panel=operator&next=/workbench');
  await enterAccount(page, '王芳');
  await expect(page).toHaveURL('/workbench');
});
