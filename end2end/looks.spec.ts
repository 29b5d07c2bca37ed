// Every page, in each state it can be in: accessible, inside its width, and with a focus one can see.
// With LISHU_SCREENSHOTS=1 the pictures of the documentation are taken on the way.

import AxeBuilder from '@axe-core/playwright';
import { join } from 'node:path';
import { apply, carryOut, codes, decide, expect, fillDecision, follow, open, openNewest, openRow, password, plan, resubmitAsItIs, rows, search, signIn, test } from './support';
import type { Page } from '@playwright/test';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const everyRule = { rules: { 'target-size': { enabled: true } } };
/** All that the dark colours can break. */
const colours = { runOnly: ['color-contrast', 'link-in-text-block'] };

async function expectFine(page: Page) {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const options = { ...(colorScheme === 'light' ? everyRule : colours), resultTypes: ['violations'] as 'violations'[] };
      // There are no frames, so one run in the page itself is all of it.
      const { violations } = await new AxeBuilder({ page }).options(options).setLegacyMode().analyze();
      const found = violations.map(rule => `${rule.id}: ${rule.nodes.map(node => node.html).join(' ')}`);
      expect(found, `${page.url()} at ${width} px, ${colorScheme}`).toEqual([]);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  for (const width of [320, 360, 768, 1024, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide, `${page.url()} at ${width} px`).toBeLessThanOrEqual(width);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** Of the window, not of the whole page: that is how the dialog and the bar of a batch are seen. */
async function picture(page: Page, name: string, width = 1280) {
  if (process.env.LISHU_SCREENSHOTS !== '1') return;
  await page.setViewportSize({ width, height: width < 500 ? 800 : 960 });
  await page.mouse.move(0, 0);
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(__dirname, `../docs/screenshots/${name}.png`), animations: 'disabled' });
  await page.setViewportSize({ width: 1280, height: 900 });
}

test('the portal', async ({ page }) => {
  await open(page, '/');
  await expectFine(page);
  await picture(page, 'home');
  await picture(page, 'home-360', 360);
  await page.getByRole('button', { name: '单位登录' }).last().click();
  await expect(page.getByRole('link', { name: '去登录' })).toBeVisible();
  await expectFine(page);
  await open(page, '/announcements');
  await expectFine(page);
});

test('单位登录 in a browser that has no popovers', async ({ page }) => {
  await page.route('**/*.css', async route => {
    const style = await (await route.fetch()).text();
    await route.fulfill({ contentType: 'text/css', body: style.replaceAll(':popover-open', ':no-such-state') });
  });
  await open(page, '/');
  await expect(page.getByRole('button', { name: '单位登录' })).toHaveCount(0);
  await page.getByRole('link', { name: '单位登录' }).last().click();
  await expect(page).toHaveURL(/\/login/);
});

test('站内消息 and 消息推送', async ({ page, another }) => {
  await signIn(page, '王芳');
  await apply(page);
  const reviewer = await another();
  await signIn(reviewer, '李明');
  await openNewest(reviewer, '春城大学');
  await decide(reviewer, { outcome: '退回修改', opinion: '请核对单位地址' });
  await open(page, '/messages');
  await expect(page.getByRole('button', { name: '全部标为已读' })).toBeVisible();
  await expectFine(page);
  await open(page, '/mail/none');
  await expectFine(page);
  await open(reviewer, '/admin/login');
  await reviewer.getByLabel('管理员账号').fill('xitong');
  await reviewer.getByLabel('密码').fill('Lishu-2026!');
  await reviewer.getByRole('button', { name: '登录' }).click();
  await reviewer.waitForURL(/\/admin$/);
  await open(reviewer, '/admin/webhooks');
  await expectFine(reviewer);
});

test('我的账号', async ({ page }) => {
  for (const path of ['/login/code', '/admin/login']) {
    await open(page, path);
    await expectFine(page);
  }
  await signIn(page, '王芳', '/account');
  await expectFine(page);
  await page.getByRole('button', { name: '修改密码' }).click();
  await expect(page.getByText('请输入原密码。')).toBeVisible();
  await expectFine(page);
  await open(page, '/account/second-factor');
  await page.getByRole('button', { name: '开始设置' }).click();
  await expect(page.getByRole('img', { name: '两步验证的二维码' })).toBeVisible();
  await expectFine(page);
});

test('平台管理', async ({ page, another }) => {
  const pages = { xitong: ['/admin/units/2'], anquan: ['/admin/policy', '/admin/locks'], shenji: ['/admin/trail'] };
  for (const [account, paths] of Object.entries(pages)) {
    const browser = account === 'xitong' ? page : await another();
    await open(browser, '/admin/login');
    await browser.getByLabel('管理员账号').fill(account);
    await browser.getByLabel('密码').fill(password);
    await browser.getByRole('button', { name: '登录' }).click();
    await browser.waitForURL(/\/admin$/);
    for (const path of paths) {
      await open(browser, path);
      await expectFine(browser);
    }
    if (account !== 'shenji') continue;
    await browser.getByText('原始记录').first().click();
    await expectFine(browser);
  }
});

test('统一认证登录', async ({ page }) => {
  for (const panel of ['person', 'legal', 'operator']) {
    await open(page, `/login?panel=${panel}`);
    await expectFine(page);
  }
  await picture(page, 'login');
  await picture(page, 'login-360', 360);
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByText('请输入密码。')).toBeVisible();
  await expectFine(page);
  await page.getByLabel('单位统一信用代码/法人账号').fill('ccdx');
  await page.getByLabel('经办人手机号/身份证号').fill('13900000002');
  await page.getByLabel('经办人密码').fill('wrong');
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectFine(page);
});

test('the signed-in home, and the first time in the module', async ({ page }) => {
  await signIn(page, '郑洁', '/');
  await expectFine(page);
  await open(page, '/workbench');
  await expectFine(page);
});

test('工作台', async ({ page }) => {
  await signIn(page, '王芳');
  await expectFine(page);
  await picture(page, 'workbench');
  await picture(page, 'workbench-360', 360);
  await page.getByLabel('单位地址').fill('意'.repeat(201));
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('单位地址最多 200 个字');
  await expectFine(page);
  await open(page, '/announcements');
  await expectFine(page);
  await signIn(page, '钱进');
  await expectFine(page);
});

test('工作台 as an application goes on', async ({ page, another }) => {
  const reviewer = await another();
  await signIn(page, '孙丽');
  await apply(page, codes.示例省教育厅, '承担省级教育信息化任务');
  await open(page, '/workbench');
  await page.getByText('撤回申请', { exact: true }).click();
  await expectFine(page);
  await signIn(reviewer, '李明', '/review');
  await openNewest(reviewer, '北原科技有限公司');
  await decide(reviewer, { outcome: '退回修改', opinion: '请补充说明' });
  await open(page, '/workbench');
  await expectFine(page);
  await picture(page, 'workbench-returned');
  await resubmitAsItIs(page);
  await expect(page.getByText('绑定申请等待审核')).toBeVisible();
  await open(reviewer, reviewer.url());
  await decide(reviewer, { outcome: '终止审核', opinion: '不属于本次申报的范围' });
  await open(page, '/workbench');
  await expectFine(page);
});

test('工作台 of an enterprise that is bound', async ({ page, another }) => {
  const reviewer = await another();
  await signIn(page, '孙丽');
  await apply(page, codes.示例省教育厅, '承担省级教育信息化任务');
  await signIn(reviewer, '李明', '/review');
  await openNewest(reviewer, '北原科技有限公司');
  await decide(reviewer, { outcome: '审核通过' });
  await open(page, '/workbench');
  await expectFine(page);
  await open(page, '/unbind');
  await expectFine(page);
});

test('变更上级, 解除绑定, 隶属关系', async ({ page, another }) => {
  await signIn(page, '钱进', '/unbind');
  await expectFine(page);
  await picture(page, 'unbind');
  await open(page, `/move?code=${codes.示例省教育厅}`);
  await expectFine(page);
  await picture(page, 'move');
  await picture(page, 'move-360', 360);
  await page.getByRole('button', { name: '申报变更' }).click();
  await page.getByLabel('原因').fill('选错了上级单位');
  await page.getByRole('button', { name: '申报变更' }).click();
  await expect(page.getByText('变更上级的申请等待审核')).toBeVisible();
  await expectFine(page);
  await picture(page, 'workbench-moving');
  const reviewer = await another();
  await signIn(reviewer, '李明', '/review');
  await expectFine(reviewer);
  await openNewest(reviewer, '晨光职业培训学校');
  await expectFine(reviewer);
  await picture(reviewer, 'case-moving');
  await decide(reviewer, { outcome: '审核通过' });
  await open(page, '/tie');
  await expectFine(page);
  await picture(page, 'tie');
  await picture(page, 'tie-360', 360);
});

test('邀请对方入驻', async ({ page }) => {
  await signIn(page, '王芳', `/invite?code=${codes.静湖图书馆}`);
  await expectFine(page);
  await page.getByLabel('上级单位名称').fill('静湖图书馆');
  await page.getByRole('button', { name: '邀请，并等待对方入驻' }).click();
  await expect(page.getByRole('heading', { name: '入驻邀请单' })).toBeVisible();
  await expectFine(page);
  await picture(page, 'invite');
  await picture(page, 'invite-360', 360);
});

test('绑定单位', async ({ page }) => {
  await signIn(page, '王芳', '/bind');
  await expectFine(page);
  await search(page, '1122OOOOMB9OOOO15Y');
  await expect(page.getByRole('link', { name: '用这个代码查询' })).toBeVisible();
  await expectFine(page);
  await search(page, codes.静湖图书馆);
  await expect(page.getByText('还没有进入过大人才一体化')).toBeVisible();
  await expectFine(page);
  await search(page, codes.示例省教育厅);
  await expect(rows(page)).toContainText('未绑定');
  await expectFine(page);
  await picture(page, 'bind');
  await picture(page, 'bind-360', 360);
  await page.getByRole('dialog').getByRole('button', { name: '绑定' }).click();
  await expect(page.getByText('申报成功!等待审核')).toBeVisible();
  await expectFine(page);
  await picture(page, 'bind-applied');
});

test('绑定单位 of an enterprise', async ({ page }) => {
  await signIn(page, '孙丽', `/bind?code=${codes.示例省教育厅}`);
  await page.getByRole('dialog').getByRole('button', { name: '绑定' }).click();
  await expect(page.getByText('按规定一般不用绑定；确需绑定的，请写明特殊情况。')).toBeVisible();
  await expectFine(page);
});

test('审核列表', async ({ page }) => {
  await signIn(page, '李明', '/review?tab=settled');
  await expectFine(page);
  await open(page, '/review');
  await expectFine(page);
  await rows(page).nth(0).getByRole('checkbox').check();
  await rows(page).nth(1).getByRole('checkbox').check();
  await expectFine(page);
  await picture(page, 'review');
  await picture(page, 'review-360', 360);
  await open(page, '/review?tab=settled&kind=91');
  await expectFine(page);
});

test('审核列表 with its filter and the saved ones open', async ({ page }) => {
  await signIn(page, '李明', '/review?name=中学&sort=name');
  await page.getByText('常用筛选', { exact: true }).click();
  await page.getByLabel('名称', { exact: true }).fill('各地中学');
  await page.getByRole('button', { name: '存为常用筛选' }).click();
  await expect(page.getByText('已存为常用筛选')).toBeVisible();
  await expect(page.getByLabel('名称', { exact: true })).toBeVisible();
  await expectFine(page);
  await picture(page, 'review-filter');
  await page.getByLabel('单位名称', { exact: true }).fill('学');
  await page.getByLabel('社会统一信用代码').fill('1122');
  await page.getByRole('button', { name: '批量通过' }).click();
  await expect(page.getByText('请先勾选要审核的单位。')).toBeVisible();
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page.getByText('请至少输入两个字。')).toBeVisible();
  await expectFine(page);
  await open(page, '/review?name=中学');
  await page.getByRole('button', { name: '选择全部符合条件的申请' }).click();
  await expect(page.getByText('已选择「待审核、名称含“中学”」的全部申请')).toBeVisible();
  await expectFine(page);
  await page.getByLabel('单位名称', { exact: true }).fill('没有这样的名称');
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page.getByText('筛选条件变了')).toBeVisible();
  await expectFine(page);
});

test('批量审核', async ({ page, another }) => {
  const colleague = await another();
  await signIn(page, '李明', '/review');
  for (const index of [0, 1, 2]) await rows(page).nth(index).getByRole('checkbox').check();
  await plan(page, '批量终止');
  // Not before: a live list unticks what a colleague decides.
  await signIn(colleague, '周岚', '/review');
  await openRow(colleague);
  await decide(colleague, { outcome: '退回修改', opinion: '请补充说明' });
  await open(page, page.url());
  await expectFine(page);
  await page.getByRole('button', { name: /^确认批量终止/ }).click();
  await expect(page.getByText('请照写将被终止的单位数')).toBeVisible();
  await expectFine(page);
  await follow(page, page.getByRole('link', { name: '返回修改' }), /\/review\?/);
  await plan(page);
  await picture(page, 'batch-check');
  await carryOut(page, '材料齐全');
  await expect(page.getByText('批量审核完成')).toBeVisible();
  await expectFine(page);
  await picture(page, 'batch-result');
  await page.getByRole('button', { name: '撤销这次批量审核' }).click();
  await expect(page.getByText('已撤销 2 条')).toBeVisible();
  await expectFine(page);
  await open(page, '/review?tab=settled');
  await expectFine(page);
});

test('审核列表 with nothing in it', async ({ page }) => {
  await signIn(page, '吴静', '/review');
  await expect(page.getByText('没有等待审核的申请')).toBeVisible();
  await expectFine(page);
});

test('审核详情', async ({ page }) => {
  await signIn(page, '李明', '/review');
  await openRow(page);
  await expectFine(page);
  await picture(page, 'review-detail');
  await picture(page, 'review-detail-360', 360);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('请选择审核结果。', { exact: true })).toBeVisible();
  await expectFine(page);
  await fillDecision(page, { faulty: '是', outcome: '终止审核' });
  await expectFine(page);
  await page.getByRole('button', { name: '下一条', exact: true }).click();
  await expect(page.getByText('还有没保存的内容')).toBeVisible();
  await expectFine(page);
  await decide(page, { faulty: '是', outcome: '审核不通过', opinion: '不归本厅主管' });
  await expectFine(page);
});

test('pages for what is not there, and not allowed', async ({ page }) => {
  expect((await open(page, '/nothing')).status()).toBe(404);
  await expect(page.getByRole('heading', { name: '没有找到' })).toBeVisible();
  await expectFine(page);
  await signIn(page, '王芳');
  expect((await open(page, '/review')).status()).toBe(403);
  await expect(page.getByRole('heading', { name: '不能办理这项操作' })).toBeVisible();
  await expectFine(page);
});

test('the focus is seen wherever it goes', async ({ page }) => {
  for (const [path, who] of [['/', null], ['/login?panel=operator', null], ['/workbench', '王芳'], ['/review', '李明']] as const) {
    if (who) await signIn(page, who, path);
    else await open(page, path);
    for (let press = 0; press < 12; press++) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const element = document.activeElement!;
        // After the page's last stop the focus is the browser's.
        if (element === document.body) return null;
        const drawn = [getComputedStyle(element), getComputedStyle(element, '::after')];
        const outline = Math.max(...drawn.map(style => (style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth))));
        const { top, bottom, width, height } = element.getBoundingClientRect();
        const seen = bottom > 0 && top < innerHeight && width > 0 && height > 0;
        return { at: element.outerHTML.slice(0, 120), outline, seen };
      });
      if (!focus) break;
      expect(focus, `${path}, stop ${press + 1}`).toMatchObject({ seen: true });
      expect(focus.outline, `${path}, ${focus.at}`).toBeGreaterThanOrEqual(2);
    }
  }
  await open(page, '/review');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '跳到主要内容' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
});

test('the page does not shift as it comes alive', async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
    Object.assign(window, { shifts });
  });
  const expectNone = async (path: string) => {
    await open(page, path);
    const shifts = await page.evaluate(() => new Promise(seen => requestAnimationFrame(() => seen((window as unknown as { shifts: number[] }).shifts))));
    expect(shifts, path).toEqual([]);
  };
  for (const path of ['/', '/login', '/announcements']) await expectNone(path);
  await signIn(page, '李明');
  for (const path of ['/workbench', '/bind', '/review', '/review?tab=settled', '/review/1']) await expectNone(path);
});

test('下级单位', async ({ page }) => {
  await signIn(page, '李明', '/units?find=%E6%99%A8%E5%85%89');
  await expectFine(page);
  await open(page, '/units?on=2001-03-01');
  await expectFine(page);
  await open(page, '/units');
  await follow(page, page.getByRole('link', { name: '解除 示例市教育局' }), /\/units\/\d+/);
  await page.getByRole('button', { name: '确认解除' }).click();
  await expectFine(page);
  await open(page, '/units/reorganize');
  await expectFine(page);
  await page.getByLabel('办理事项').selectOption({ index: 2 });
  await page.getByLabel('从哪个单位（代码）').fill(codes.示例市教育局);
  await page.getByLabel('办理说明').fill('机构改革');
  await page.getByRole('button', { name: '预览' }).click();
  await expect(page.getByRole('button', { name: '提交给同事核对' })).toBeVisible();
  await expectFine(page);
  await follow(page, page.getByRole('button', { name: '提交给同事核对' }), /\/units\/reorganize\/\d+/);
  await expectFine(page);
});

test('应绑清单', async ({ page }) => {
  await signIn(page, '李明', '/expected');
  await expectFine(page);
  const list = `统一社会信用代码,单位名称,单位类型\n${codes.松江中学},松江中学,机关\n${codes.静湖图书馆},静湖图书馆,\n1,,\n`;
  const file = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list) };
  await page.getByLabel('清单文件').setInputFiles(file);
  await follow(page, page.getByRole('button', { name: '上传并检查' }), /\/expected\/import$/);
  await expectFine(page);
  await page.getByLabel('替换：清单换成这些单位').check();
  await follow(page, page.getByRole('button', { name: '导入没有错误的行' }), /done=imported/);
  await expectFine(page);
  await open(page, '/review');
  await expectFine(page);
});
