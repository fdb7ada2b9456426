// 领导接访 and 研判会: a day is planned and published, a matter received with a promise, the promise
// becomes the unit's task; a meeting is called, opened, decides, closes, and its minutes are issued.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts, department } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, settled, shoot, signIn } from '../browser.mjs';
import { choose } from '../case.mjs';

const open = browser();

/** A page of somebody's own, at an address. */
async function seat(who, path, viewport) {
  const seated = await open(viewport);
  await signIn(seated.page, accounts[who]);
  if (path) await seated.page.goto(BASE + path);
  return seated;
}

/** Everybody leaves; nobody met a fault. */
async function leave(...seats) {
  for (const { faults, close } of seats) {
    assert.deepEqual(faults, []);
    await close();
  }
}

/** Ant Design puts a space between the two characters of a button. */
const named = (name) => new RegExp(`^${[...name].join('\\s*')}$`);

const press = (within, name) => within.getByRole('button', { name: named(name) }).click();

/** Types a day into a date field. */
async function day(page, dialog, label, value) {
  await dialog.getByLabel(label, { exact: true }).fill(value);
  await page.keyboard.press('Enter');
}

/** Today in China, or so many days later. */
const inChina = (later = 0) =>
  new Date(Date.now() + 8 * 3_600_000 + later * 86_400_000).toISOString().slice(0, 10);

test('a reception is planned, published, recorded with a promise, and the unit keeps it', async () => {
  const director = await seat('director', '/receptions');
  const { page } = director;
  await page.getByRole('heading', { name: '领导接访', level: 1 }).waitFor();
  await checkAccessibility(page, 'roster');
  await shoot(page, 'roster');
  await page.getByRole('button', { name: '安排接访日' }).click();
  const plan = page.getByRole('dialog');
  const leaders = plan.getByRole('combobox', { name: '接访领导' });
  await leaders.click();
  await page.locator('.ant-select-item-option-content:visible').first().click();
  await day(page, plan, '日期', inChina());
  await plan.getByLabel('开始时间').fill('00:01');
  await plan.getByLabel('结束时间').fill('23:59');
  await plan.getByLabel('地点').fill('一楼接访室');
  await press(plan, '保存');
  await plan.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '公布日程' }).click();
  const publish = page.getByRole('dialog');
  await day(page, publish, '自', inChina());
  await day(page, publish, '至', inChina());
  await publish.getByLabel('逾期公布理由').fill('临时增加');
  await press(publish, '保存');
  await publish.waitFor({ state: 'hidden' });
  const card = page.getByTestId(`day-${inChina()}`).first();
  await card.getByText('逾期公布').waitFor();
  await card.getByRole('link').click();
  await page.locator('[data-testid="day-state"][data-state="published"]').waitFor();
  const path = new URL(page.url()).pathname;

  const clerk = await seat('clerk', path);
  await clerk.page.getByRole('button', { name: '登记预约' }).click();
  const book = clerk.page.getByRole('dialog');
  await book.getByLabel('事由').fill('反映拖欠工资');
  await press(book, '保存');
  await book.waitFor({ state: 'hidden' });
  await clerk.page.getByText('反映拖欠工资').waitFor();
  await clerk.page.getByRole('button', { name: '记录接访' }).click();
  const record = clerk.page.getByRole('dialog');
  await choose(clerk.page, record, '预约号', '反映拖欠工资');
  await record.getByLabel('当场登记新案件').check();
  await record.getByLabel('姓名').fill('李示例');
  await record.getByLabel('事项', { exact: true }).fill('拖欠工资两个月');
  await record.getByLabel('具体情况').fill('工地停工后工资一直未付。');
  await record.getByRole('button', { name: '增加承诺' }).click();
  await choose(clerk.page, record, '责任单位', department);
  await record.getByLabel('承诺内容').fill('三日内约见用工单位并答复');
  await day(clerk.page, record, '期限', inChina(3));
  await shoot(clerk.page, 'reception-record');
  await press(record, '保存');
  await clerk.page.getByText('登记回执').waitFor();
  await clerk.page.getByRole('dialog').locator('.ant-btn').filter({ hasText: named('关闭') }).click();
  await clerk.page.locator('[data-testid="promise"][data-state="open"]').waitFor();
  await settled(clerk.page);
  await checkAccessibility(clerk.page, 'reception day');
  await shoot(clerk.page, 'reception-day');

  const handler = await seat('handler', '/case-tasks', { width: 360, height: 740 });
  await handler.page.getByText('三日内约见用工单位并答复').first().waitFor();
  await checkWidth(handler.page, 'tasks at 360 px');
  await shoot(handler.page, 'tasks-phone');
  await handler.page.setViewportSize({ width: 1440, height: 900 });
  const row = handler.page.locator('tr', { hasText: '三日内约见用工单位并答复' });
  await row.getByRole('button', { name: '办结任务' }).click();
  const done = handler.page.getByRole('dialog');
  await done.getByLabel('办理结果').fill('已约见，当场支付');
  await press(done, '办结任务');
  await done.waitFor({ state: 'hidden' });

  await page.goto(`${BASE}/receptions/promises`);
  // The demo county has broken ones, and shows them first.
  await page.getByText('逾期未兑现').nth(1).waitFor();
  await checkAccessibility(page, 'promises');
  await page.getByText('已兑现', { exact: true }).first().click();
  await page.getByText('三日内约见用工单位并答复').first().waitFor();
  await shoot(page, 'promises');
  await leave(director, clerk, handler);
});

test('a review meeting looks at what the rules found, decides, and leaves minutes', async () => {
  const director = await seat('director', '/review-meetings');
  const { page } = director;
  await page.getByRole('heading', { name: '研判会', level: 1 }).waitFor();
  await checkAccessibility(page, 'meetings');
  await page.getByRole('button', { name: '召集研判会' }).click();
  const call = page.getByRole('dialog');
  await call.getByRole('combobox', { name: '主持人' }).waitFor();
  await press(call, '保存');
  await page.locator('[data-testid="meeting-state"][data-state="called"]').waitFor();
  const item = page.getByTestId('agenda-item').first();
  await item.getByTestId(/^ground-/).first().waitFor();
  await checkAccessibility(page, 'meeting');
  await shoot(page, 'meeting-called');
  // The director called it without naming anybody, and chairs it.
  await press(page, '开会');
  await press(page.getByRole('dialog'), '开会');
  await page.locator('[data-testid="meeting-state"][data-state="started"]').waitFor();
  await item.getByRole('button', { name: named('议定') }).click();
  const decide = page.getByRole('dialog');
  await decide.getByLabel('议定内容').fill('牵头约谈双方并提出方案');
  await choose(page, decide, '责任单位', department);
  await day(page, decide, '期限', inChina(5));
  await press(decide, '议定');
  await decide.waitFor({ state: 'hidden' });
  await item.getByText(/牵头约谈双方并提出方案/).waitFor();
  await press(page, '散会');
  const close = page.getByRole('dialog');
  await close.getByLabel('会议小结').fill('逐件研究，明确责任单位和期限。');
  await press(close, '散会');
  await page.locator('[data-testid="meeting-state"][data-state="closed"]').waitFor();
  await page.getByRole('link', { name: '会议纪要' }).click();
  await page.getByRole('heading', { name: /纪要/, level: 1 }).waitFor();
  await page.getByText(/牵头约谈双方并提出方案/).first().waitFor();
  await press(page, '出具纪要');
  await press(page.getByRole('dialog'), '出具纪要');
  await page.getByTestId('minutes-paper').waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载纪要文档' }).click(),
  ]);
  assert.match(file.suggestedFilename(), /^DOC\d{6}-\d{8}-\d{6}\.docx$/);
  await settled(page);
  await checkAccessibility(page, 'minutes');
  await page.emulateMedia({ media: 'print' });
  await shoot(page, 'minutes');
  await page.emulateMedia({ media: 'screen' });

  // The next agenda begins with what was decided and is still open.
  await page.goto(`${BASE}/review-meetings`);
  await page.getByRole('button', { name: '召集研判会' }).click();
  const again = page.getByRole('dialog');
  await press(again, '保存');
  await page.locator('[data-testid="meeting-state"][data-state="called"]').waitFor();
  await page.getByTestId('agenda-item').first().getByTestId('ground-open_decision').waitFor();
  await leave(director);
});
