// 推诿的案件: suggestion, two returns, ruling, precedent; and 协办超期: late, by whose time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts, assistant, department } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, settled, shoot, signIn } from '../browser.mjs';
import { act, choose, register, status } from '../case.mjs';

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

/** Returned with a coded ground, naming another unit. */
const giveBack = (page, instead) =>
  act(page, 'return', async (dialog) => {
    await choose(page, dialog, '依据', '不属于本单位法定职责');
    await dialog.getByLabel('说明').fill('经核对职责事项清单，不属本单位');
    if (instead) await choose(page, dialog, '建议承办单位', instead);
  });

test('a contested case goes through two returns to a ruling, which the next suggestion cites', async () => {
  const clerk = await seat('clerk');
  const path = await register(clerk.page);
  const dispatcher = await seat('dispatcher', path);
  const { page } = dispatcher;
  await act(page, 'classify', async (dialog) => {
    await choose(page, dialog, '类型', '相邻土地建筑利用');
    await dialog.getByText('一般', { exact: true }).click();
  });
  // The duty list names the mediation committee; it is filled in, and somebody decides otherwise.
  await act(page, 'dispatch', async (dialog) => {
    const suggestion = dialog.getByTestId('routing-suggestion');
    await suggestion.getByText(/建议主办：.*人民调解委员会/).waitFor();
    await suggestion.getByText(/职责清单第 \d+ 项|裁定先例/).first().waitFor();
    await checkAccessibility(page, 'suggestion');
    await shoot(page, 'dispatch-suggestion');
    await choose(page, dialog, '主办单位', department);
  });
  await status(page, 'dispatched');

  const handler = await seat('handler', path);
  await giveBack(handler.page, assistant);
  await status(handler.page, 'returned');

  await page.goto(`${BASE}/`);
  await page.getByTestId('queue-returned_to_me').click();
  await page.locator(`a[href="${path}"]`).first().waitFor();
  await page.goto(BASE + path);
  await act(page, 'dispatch', async (dialog) => {
    await dialog.getByText('其他可选单位').click();
    await dialog.getByText(/曾退回本案，理由：不属于本单位法定职责/).waitFor();
    await dialog.getByRole('button', { name: new RegExp(`改用：.*${assistant}`) }).click();
  });
  await status(page, 'dispatched');
  const other = await seat('handler2', path);
  await giveBack(other.page, department);

  // Only the director moves it now, and the page says so.
  await page.reload();
  await page.getByText(/暂不能进行的操作/).click();
  const refused = page.getByTestId('action-dispatch');
  await refused.getByRole('button', { name: /为什么不能/ }).click();
  const why = page.getByTestId('rights');
  await why.getByText(/须由中心主任裁定/).first().waitFor();
  await shoot(page, 'rights-popover');

  const director = await seat('director', '/');
  await director.page.getByRole('link', { name: '待裁定' }).first().click();
  await director.page.locator(`a[href="${path}"]`).first().click();
  await act(director.page, 'rule', async (dialog) => {
    await dialog.getByTestId('routing-suggestion').waitFor();
    await choose(director.page, dialog, '主办单位', department);
    await dialog.getByLabel('理由').fill('事关劳务用工，由该局主办');
    const fallback = dialog.getByLabel('作为兜底单位承办');
    if (await fallback.isChecked()) await fallback.uncheck();
  });
  await status(director.page, 'dispatched');
  // There, elsewhere, and back there.
  const banner = director.page.getByTestId('ping-pong');
  assert.match(await banner.innerText(), new RegExp(`${department}.*${assistant}.*${department}`));
  await checkAccessibility(director.page, 'contested case');
  await shoot(director.page, 'case-contested');

  await director.page.goto(`${BASE}/precedents`);
  await director.page.getByText('相邻土地建筑利用').first().waitFor();
  await checkAccessibility(director.page, 'precedents');
  await shoot(director.page, 'precedents');

  const next = await register(clerk.page);
  await page.goto(BASE + next);
  await act(page, 'classify', async (dialog) => {
    await choose(page, dialog, '类型', '相邻土地建筑利用');
    await dialog.getByText('简单', { exact: true }).click();
  });
  await page.goto(`${BASE}${next}/routing`);
  await page.getByText(/裁定先例（案号 .*）：同类型由该单位主办/).first().waitFor();
  await checkAccessibility(page, 'routing explained');
  await shoot(page, 'routing-page');
  await leave(clerk, dispatcher, handler, other, director);
});

test('a co-handled case is late because of its assistant, and everybody can see whose time it was', async () => {
  const supervisor = await seat('supervisor', '/late');
  const { page } = supervisor;
  await page.getByRole('heading', { name: '超期案件用时' }).waitFor();
  await checkAccessibility(page, 'late');
  await shoot(page, 'late');
  // The demo county has one whose assistant never got done.
  const found = await page.evaluate(async () => {
    const token = await fetch('/api/v1/auth/refresh', { method: 'POST' }).then((r) => r.json());
    const headers = { authorization: `Bearer ${token.access_token}` };
    const get = (path) => fetch(`/api/v1${path}`, { headers }).then((r) => r.json());
    const late = await get('/cases/late?limit=200');
    for (const { case: one } of late.items) {
      const whole = await get(`/cases/${one.id}`);
      const open = whole.referrals.find((r) => r.kind === 'assist' && r.state === 'signed');
      const led = whole.lead_department?.name.endsWith('住房和城乡建设局');
      if (whole.status === 'in_progress' && open && led) return one.id;
    }
    return null;
  });
  assert.ok(found, 'the demo county has a late assistant');
  const path = `/cases/${found}`;

  const lead = await seat('handler2', path, { width: 360, height: 740 });
  await checkWidth(lead.page, 'late co-handled case');
  assert.match(await lead.page.getByTestId('clock-assist').innerText(), /超期/);
  await lead.page.getByText(/暂不能进行的操作/).click();
  const refused = lead.page.getByTestId('action-resolve');
  assert.match(await refused.innerText(), /协办单位未办结|仍有协办单位未办结/);
  await leave(lead);

  await page.goto(BASE + path);
  await act(page, 'resolve', async (dialog) => {
    await choose(page, dialog, '办理结果', '已解决');
    await choose(page, dialog, '化解方式', '人民调解');
    await dialog.getByLabel('办理情况').fill('主办单位已修复，双方履行完毕。');
    await dialog.getByLabel(/协办单位未办结的理由/).fill('协办超期，主办已查清事实');
  });
  await status(page, 'resolved');
  await page.getByText('用时情况').click();
  await page.getByTestId('time-use').getByText(/住房和城乡建设局/).first().waitFor();

  const director = await seat('director', '/oversight');
  await director.page.getByTestId('figure-late').waitFor();
  await checkAccessibility(director.page, 'oversight');
  await shoot(director.page, 'oversight');
  const value = Number((await director.page.getByTestId('figure-visits_overdue').locator('strong').innerText()).match(/\d+/)?.[0]);
  await director.page.getByTestId('figure-visits_overdue').click();
  await director.page.getByRole('heading', { name: '来访来电' }).waitFor();
  // The demo county has some. An idle network says nothing of a list that has yet to be asked for.
  const visits = director.page.locator('tbody tr:not([aria-hidden])');
  await visits.first().waitFor();
  await settled(director.page);
  assert.equal(await visits.count(), value);
  await leave(supervisor, director);
});

test('a visit is noted in seconds, handed over, accepted and registered', async () => {
  const clerk = await seat('clerk', '/visits');
  const { page } = clerk;
  await page.getByRole('button', { name: '记录来访来电' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('事由').fill('旅馆押金纠纷');
  await dialog.getByRole('button', { name: /保\s*存/ }).click();
  await dialog.waitFor({ state: 'hidden' });
  const row = page.locator('tr', { hasText: '旅馆押金纠纷' });
  await row.waitFor();
  await checkAccessibility(page, 'visits');
  await shoot(page, 'visits');
  await row.getByRole('link', { name: '登记为案件' }).click();
  await page.getByText('由来访来电登记').waitFor();
  await page.getByLabel('姓名').first().fill('李示例');
  await page.getByLabel('事项', { exact: true }).fill('旅馆不退押金');
  await page.getByLabel('具体情况').fill('退房后旅馆拒绝退还押金。');
  await page.getByRole('button', { name: '提交登记' }).click();
  await page.getByTestId('case-no').waitFor();
  await page.goto(`${BASE}/visits`);
  const done = page.locator('tr', { hasText: '旅馆押金纠纷' });
  await done.getByText('已登记').waitFor();
  await leave(clerk);
});
