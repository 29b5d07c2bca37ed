// Rules about units in a state that no page of ours brings about; the database is changed for them.

import { apply, codes, expect, fact, notice, open, openNewest, post, search, signIn, test } from './support';

test('rule 14: a disabled unit is no superior', async ({ page, server }) => {
  server.sql(`UPDATE unit SET disabled_at = 1 WHERE uscc = '${codes.示例市教育局}'`);
  await signIn(page, '王芳', '/bind');
  await search(page, codes.示例市教育局);
  await expect(notice(page, '「示例市教育局」已停用')).toContainText('下一步：');
});

test('rule 14: nobody signs in for a disabled unit, and who is signed in no longer is', async ({ page, another, server }) => {
  await signIn(page, '吴静', '/review');
  server.sql(`UPDATE unit SET disabled_at = 1 WHERE uscc = '${codes.示例市教育局}'`);
  await page.goto('/review');
  await expect(page.getByRole('heading', { name: '统一认证登录' })).toBeVisible();
  const late = await another();
  await open(late, '/login?panel=operator');
  await late.getByLabel('单位统一信用代码/法人账号').fill('slsjyj');
  await late.getByLabel('经办人手机号/身份证号').fill('13900000006');
  await late.getByLabel('经办人密码').fill('Lishu-2026!');
  await late.getByRole('button', { name: '登录' }).click();
  await expect(late.getByRole('alert')).toContainText('您的单位已停用');
});

test('rule 18: who acts for both units can’t decide between them', async ({ page, another, server }) => {
  await signIn(page, '王芳');
  await apply(page);
  server.sql(`INSERT INTO operator (unit_id, person_id, applies)
    SELECT u.id, p.id, 1 FROM unit u, person p WHERE u.uscc = '${codes.春城大学}' AND p.name = '李明'`);

  const reviewer = await another();
  await signIn(reviewer, '李明', '/review');
  await openNewest(reviewer, '春城大学');
  await expect(notice(reviewer, '不能办理这项操作')).toContainText('不能自己审核自己的申请');
  await expect(reviewer.getByRole('button', { name: '保存', exact: true })).toHaveCount(0);
  const form = { version: 1, faulty: 'no', outcome: 'approve' };
  const answer = await post(reviewer, new URL(reviewer.url()).pathname, form);
  expect(answer.status()).toBe(403);
  await open(reviewer, reviewer.url());
  await expect(fact(reviewer, '绑定状态')).toHaveText('未绑定');
});

test('no open round: nothing can be applied for, and the search says so', async ({ page, server }) => {
  server.sql('UPDATE round SET opens_at = 1, closes_at = 2');
  await signIn(page, '王芳', '/bind');
  await search(page, codes.示例省教育厅);
  await expect(notice(page, '现在没有开放的申报批次')).toContainText('下一步：');
});
