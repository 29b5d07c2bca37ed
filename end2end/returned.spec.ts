// A returned case, from the applicant's side: what was found wrong, at its place, and the way back to the superior.

import { apply, expect, live, notice, open, openNewest, post, signIn, test } from './support';

test('what was found wrong stands at its field until the case is submitted again', async ({ page, another }) => {
  const reviewer = await another();
  await signIn(page, '王芳');
  await apply(page);
  await signIn(reviewer, '李明', '/review');
  await openNewest(reviewer, '春城大学');
  const decision = { version: 1, faulty: 'yes', outcome: 'return', opinion: '请改好后再交', wrong: 'address', why_address: '缺门牌号' };
  const answer = await post(reviewer, new URL(reviewer.url()).pathname, decision);
  expect(answer.status()).toBe(303);

  await open(page, '/workbench');
  const returned = notice(page, '绑定申请被退回修改');
  await expect(returned).toContainText('请改好后再交');
  await expect(returned.getByRole('listitem')).toHaveText('单位地址：缺门牌号');
  await expect(returned).toContainText(/上级单位在 \d\d:\d\d 前可以撤销/);
  const address = page.getByLabel('单位地址');
  await expect(address).toHaveAccessibleDescription('上级单位指出有误：缺门牌号');
  await expect(page.getByLabel('单位邮箱')).not.toHaveAccessibleDescription(/上级单位指出有误/);
  await returned.getByRole('link', { name: '单位地址' }).click();
  await expect(address).toBeInViewport();

  await page.getByRole('link', { name: '改好后去重新提交' }).click();
  await expect(page.getByRole('button', { name: '重新提交' })).toBeInViewport();
  await page.getByLabel('单位邮箱').press('Enter');
  await expect(notice(page, '保存成功')).toBeVisible();
  await live(page);
  await page.getByRole('button', { name: '重新提交', exact: true }).click();
  await expect(page.getByText('「单位地址」和退回时一样').first()).toBeVisible();
  await expect(returned).toBeVisible();
  await live(page);
  // Nobody pressed 保存.
  await address.fill('示例市学苑路68号');
  await page.getByRole('button', { name: '重新提交' }).click();
  await expect(notice(page, '绑定申请等待审核')).toBeVisible();
  await expect(notice(page, '已重新提交')).toBeVisible();
  await expect(page.getByText('缺门牌号')).toBeHidden();
  await expect(address).toHaveValue('示例市学苑路68号');
});

test('a save that failed takes 保存成功 of the one before it out of the address', async ({ page }) => {
  await signIn(page, '王芳', '/workbench');
  await live(page);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(notice(page, '保存成功')).toBeVisible();
  await live(page);
  await page.locator('#name').fill('');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('请输入单位名称。').first()).toBeVisible();
  await expect(notice(page, '保存成功')).toBeHidden();
  expect(new URL(page.url()).search).toBe('');
});
