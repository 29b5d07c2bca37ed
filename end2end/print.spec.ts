// Printing: the browser's own, of the page as it stands.

import { codes, expect, open, signIn, test } from './support';

test('打印: 邀请单 is printed from its page, and what is for the screen stays there', async ({ page, context }) => {
  await signIn(page, '王芳', `/invite?code=${codes.静湖图书馆}`);
  await page.getByLabel('上级单位名称').fill('静湖图书馆');
  await page.getByRole('button', { name: '邀请，并等待对方入驻' }).click();
  const sheet = page.getByRole('region', { name: '入驻邀请单' });
  await expect(sheet).toBeVisible();
  const onScreen = [
    page.getByRole('button', { name: '撤回邀请' }),
    page.getByText('请用浏览器的打印功能（Ctrl+P）打印这一页'),
    page.locator('.side-nav'),
    page.getByText('先撤回邀请'),
    page.getByRole('link', { name: '我的账号' }),
    page.locator('[data-bell]'),
  ];
  for (const part of onScreen) await expect(part).toBeVisible();

  await page.emulateMedia({ media: 'print' });
  await expect(sheet.getByRole('heading', { name: '入驻邀请单' })).toBeVisible();
  for (const text of ['静湖图书馆', codes.静湖图书馆, '网址']) await expect(sheet).toContainText(text);
  await expect(sheet.getByRole('listitem')).toHaveCount(3);
  for (const part of onScreen) await expect(part).toBeHidden();
  await expect(sheet).toHaveCSS('box-shadow', 'none');
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  // Nothing hangs over the edge of a sheet of A4 between its margins.
  await page.setViewportSize({ width: 688, height: 971 });
  const box = (await sheet.boundingBox())!;
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(688);

  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width: 1280, height: 900 });
  for (const part of onScreen) await expect(part).toBeVisible();
  // No page opens a window for it, which a browser could keep from opening.
  expect(context.pages()).toHaveLength(1);
  await open(page, '/tie');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { name: '全部经过' })).toBeVisible();
  await expect(page.locator('.side-nav')).toBeHidden();
});
