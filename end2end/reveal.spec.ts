// 查看: a number is shown whole to who says why, once.

import { expect, follow, open, password, post, test } from './support';

test('a manager sees a colleague’s number whole, once, with a reason', async ({ page }) => {
  const answer = await post(page, '/login', { panel: 'legal', unit: 'ccdx', password });
  expect(answer.status()).toBe(303);
  await open(page, '/people');
  await follow(page, page.getByRole('link', { name: '管理 王芳' }), /\/people\/\d+$/);
  const address = page.url();
  await expect(page.getByText('139****0002')).toBeVisible();
  await page.locator('summary', { hasText: '查看' }).first().click();
  const look = page.getByRole('button', { name: '查看手机号' });
  await look.click();
  const why = page.getByLabel('查看原因').first();
  await expect(why).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('请写明查看原因')).toBeVisible();
  await why.fill('核对报送人员');
  await look.click();
  await expect(page.getByText('13900000002', { exact: true })).toBeVisible();
  await expect(page.getByText('这次查看已经记录')).toBeVisible();
  expect(page.url()).not.toContain('13900000002');
  await open(page, address);
  await expect(page.getByText('139****0002')).toBeVisible();
  await expect(page.getByText('13900000002', { exact: true })).toHaveCount(0);
});
