// The operations manual, screen by screen and word by word.

import { codes, dialog, expect, fact, fillDecision, follow, live, open, password, rows, test } from './support';
import type { Page } from '@playwright/test';

const services = ['专业技术职称服务', '专业技术继续教育', '人才津贴服务', '吉享卡服务'];
test.use({
  settings: { LISHU_SERVICES: services.map(name => `${name}=https://services.example/`).join(';') },
});

test('单位登录, 绑定申请, 绑定审核, 已绑定', async ({ page }) => {
  await test.step('一、单位登录', () => signInByTheManual(page, codes.春城大学, '13900000002'));
  await test.step('二、(一) 绑定申请', () => applyByTheManual(page));
  await test.step('退出', () => signOut(page));
  await test.step('一、单位登录 of the superior', () => signInByTheManual(page, codes.示例省教育厅, '13900000001'));
  await test.step('二、(二) 绑定审核: the list', () => listByTheManual(page));
  await test.step('二、(二) 绑定审核: the detail', () => detailByTheManual(page));
  await test.step('退出', () => signOut(page));
  await test.step('已绑定', async () => {
    await signInByTheManual(page, codes.春城大学, '13900000002');
    await expect(fact(page, '上级主管部门')).toContainText('示例省教育厅');
    await expect(fact(page, '上级主管部门')).toContainText('已绑定');
    await expect(fact(page, '上级单位')).toHaveText('示例省教育厅');
    await expect(page.getByRole('link', { name: '去绑定' })).toHaveCount(0);
  });
});

async function signInByTheManual(page: Page, unit: string, operator: string) {
  await open(page, '/');
  await expect(page.getByRole('heading', { name: '智慧人社网上办事大厅' })).toBeVisible();
  const buttons = page.getByRole('button', { name: '单位登录' });
  await expect(buttons).toHaveCount(2);
  const width = page.viewportSize()!.width;
  const [top, side] = [(await buttons.first().boundingBox())!, (await buttons.last().boundingBox())!];
  expect(top.x).toBeGreaterThan(width * 0.75);
  expect(top.y).toBeLessThan(80);
  expect(side.x).toBeGreaterThan(width / 2);
  await buttons.last().click();
  await follow(page, page.getByRole('link', { name: '去登录' }), '/login');

  await expect(page.getByRole('heading', { name: '统一认证登录' })).toBeVisible();
  await expect(page.getByRole('link', { name: '密码登录在这里' })).toBeVisible();
  await expect(page.getByRole('link', { name: '个人登录', exact: true })).toBeVisible();
  const legal = page.getByRole('link', { name: '法人登录', exact: true });
  await expect(legal).toBeVisible();
  await follow(page, page.getByRole('link', { name: '密码登录在这里' }), '/login?panel=legal');
  await expect(page.getByLabel('法人账号')).toBeVisible();
  const byOperator = page.getByRole('link', { name: '经办人账号登录' });
  const [panel, corner] = [(await page.locator('.card').boundingBox())!, (await byOperator.boundingBox())!];
  expect(corner.x).toBeGreaterThan(panel.x + panel.width / 2);
  expect(corner.y).toBeGreaterThan(panel.y + panel.height / 2);
  await byOperator.click();

  await page.getByLabel('单位统一信用代码/法人账号').fill(unit);
  await page.getByLabel('经办人手机号/身份证号').fill(operator);
  await page.getByLabel('经办人密码').fill(password);
  await follow(page, page.getByRole('button', { name: '登录' }), '/');
  await follow(page, page.getByRole('link', { name: '大人才一体化' }), '/workbench');
}

async function applyByTheManual(page: Page) {
  await expect(page.getByRole('heading', { name: '大人才一体化单位网上办事大厅' })).toBeVisible();
  const signOut = (await page.getByRole('button', { name: '退出' }).boundingBox())!;
  expect(signOut.x).toBeGreaterThan(page.viewportSize()!.width * 0.75);
  const menu = page.getByRole('navigation', { name: '服务菜单' }).getByRole('link');
  await expect(menu).toHaveText(['工作台', ...services, '业务审核', '站内消息', '公示公告']);

  await expect(page.getByText('已认证', { exact: true })).toBeVisible();
  await expect(fact(page, '所属行业')).toHaveText('教育');
  await expect(fact(page, '单位邮箱')).toBeVisible();
  await expect(fact(page, '上级主管部门')).toContainText('暂未绑定');
  await expect(fact(page, '单位类型')).toHaveText('事业单位');
  await expect(fact(page, '单位地址')).toBeVisible();
  for (const words of [
    '注意: 企业除特殊情况无需绑定上级单位, 如已绑定请自行解除。',
    '严禁本单位绑定本单位统一社会信用代码!',
    '注意: 1. 请检查并维护单位的基本信息! 请检查并确认单位的所属行政区划, 系统会根据行政区划推送申报信息到对应的人社部门。',
    '2. 办理"人才分类定级评定"业务的单位, 请在人员申报前, 完善【人才分类定级报送信息】中内容。如未完善, 单位人员将不能申报! 填写位置在本页面底部!',
  ]) {
    await expect(page.getByText(words, { exact: true })).toBeVisible();
  }
  await expect(page.getByRole('heading', { name: '基本信息' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: '单位名称' })).toHaveValue('春城大学');
  await expect(fact(page, '统一社会信用代码')).toHaveText(codes.春城大学);
  await expect(fact(page, '组织机构代码')).toHaveText('MB9000023');
  await expect(fact(page, '上级单位')).toHaveText('暂未绑定');
  await expect(page.getByLabel('所属行政区划')).toBeVisible();
  await expect(page.getByRole('heading', { name: '人才分类定级报送信息' })).toBeVisible();
  await expect(page.getByRole('button', { name: '保存', exact: true })).toBeVisible();

  await page.getByRole('link', { name: '去绑定' }).click();
  const window = dialog(page);
  await expect(window).toBeVisible();
  await live(page);
  await expect(window.getByLabel('单位名称')).toBeVisible();
  await expect(window.getByLabel('社会统一信用代码')).toHaveAttribute('aria-required', 'true');
  await expect(window.getByLabel('绑定状态')).toBeVisible();
  await expect(window.getByRole('columnheader')).toHaveText(['序号', '单位名称', '单位信用代码', '绑定状态', '操作']);
  await expect(window.getByText('暂无数据')).toBeVisible();

  await window.getByLabel('社会统一信用代码').fill(codes.示例省教育厅);
  await window.getByRole('button', { name: '查询' }).click();
  const cells = window.locator('tbody').getByRole('cell');
  await expect(cells).toHaveText(['1', '示例省教育厅', codes.示例省教育厅, '未绑定', '绑定']);
  await live(page);
  await window.getByRole('button', { name: '绑定' }).click();
  await expect(window.getByText('申报成功!等待审核', { exact: true })).toBeVisible();
  await expect(cells).toHaveText(['1', '示例省教育厅', codes.示例省教育厅, '已申报', '待审核']);
  await follow(page, window.getByRole('link', { name: '关闭' }), '/workbench');
  await expect(fact(page, '上级主管部门')).toContainText('待审核');
}

async function signOut(page: Page) {
  await follow(page, page.getByRole('button', { name: '退出' }), '/');
  await expect(page.getByRole('button', { name: '单位登录' })).toHaveCount(2);
}

async function listByTheManual(page: Page) {
  await follow(page, page.getByRole('link', { name: '业务审核' }), '/review');
  await expect(page.getByRole('navigation', { name: '当前位置' })).toHaveText('当前位置: 统一审核 / 单位绑定上级单位审核列表');
  const columns = page.getByRole('columnheader');
  await expect(columns).toHaveText(['序号', '全选本页', '单位名称', '绑定状态', '绑定申请日期', '等待时间', '业务状态', '操作']);
  await expect(columns.nth(1).getByRole('checkbox')).toBeVisible();
  await expect(rows(page)).toHaveCount(20);

  const row = rows(page).filter({ hasText: '春城大学' });
  await expect(row.getByRole('checkbox')).toBeVisible();
  const today = new Date().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
  await expect(row.getByRole('cell')).toHaveText([/^\d+$/, '', '春城大学', '未绑定', today, '当天', '待审核', '审核']);
  await follow(page, row.getByRole('link', { name: '审核' }), /\/review\/\d+$/);
}

async function detailByTheManual(page: Page) {
  await expect(page.getByRole('navigation', { name: '当前位置' })).toHaveText('当前位置: 统一审核 > 审核列表 > 审核详情');
  await expect(page.getByText('业务名称: 单位绑定上级单位审核', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: '申请单位' })).toBeVisible();
  await expect(fact(page, '单位名称')).toHaveText('春城大学');
  await expect(fact(page, '纳税人识别号')).toHaveText(codes.春城大学);
  await expect(fact(page, '绑定状态')).toHaveText('未绑定');
  await expect(fact(page, '绑定申请时间')).toHaveText(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
  await expect(page.getByRole('heading', { name: '基本信息' })).toBeVisible();
  await expect(page.getByRole('group', { name: '信息是否有误?' }).getByRole('radio')).toHaveCount(2);
  await expect(page.getByRole('radio', { name: '是', exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: '审核', exact: true })).toBeVisible();
  const outcomes = page.getByLabel('审核结果').getByRole('option');
  await expect(outcomes).toHaveText(['请选择', '审核通过', '退回修改', '审核不通过', '终止审核']);
  await expect(page.getByText('注意：选择终止审核后，申报者将无法参与本次申报!', { exact: true })).toBeVisible();
  await expect(page.getByLabel('审核意见')).toBeVisible();
  await expect(page.getByRole('button', { name: '上一条' })).toBeVisible();
  await expect(page.getByRole('button', { name: '下一条', exact: true })).toBeVisible();

  await fillDecision(page, { faulty: '否', outcome: '审核通过' });
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('已保存：审核通过')).toBeVisible();
  await expect(fact(page, '绑定状态')).toHaveText('已绑定');
}
