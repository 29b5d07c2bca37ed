// What answers a form is in sight and has the focus, however far from its button it stands.

import { expect, live, notice, openRow, signIn, test } from './support';

test('what was saved below is said above, in sight', async ({ page }) => {
  await signIn(page, '王芳');
  await live(page);
  await page.getByLabel('单位地址').fill('示例市学苑路68号');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(notice(page, '保存成功')).toBeInViewport();
  await expect(notice(page, '保存成功')).toBeFocused();
});

test('what was refused below is said above, in sight', async ({ page }) => {
  await signIn(page, '李明', '/review');
  await openRow(page);
  await live(page);
  const save = page.getByRole('button', { name: '保存', exact: true });
  await save.scrollIntoViewIfNeeded();
  await save.click();
  await expect(notice(page, '没有保存，请改正下面标出的地方')).toBeInViewport();
  await expect(notice(page, '没有保存，请改正下面标出的地方')).toBeFocused();
});
