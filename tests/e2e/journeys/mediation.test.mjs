// 矛盾联调: 纠纷 → 预约 → 双方同意 → 调解 → 协议 → 履行 → 结案 → 文书 → 卷宗封存.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts, department } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, settled, shoot, signIn } from '../browser.mjs';
import { act, choose, gone, register, status } from '../case.mjs';

const open = browser();

/** A day of China so many days from now, as the pages write it. */
const inDays = (days) =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

/** Asks the server beside the pages, as who handles the case. */
async function ask(method, path, body, version) {
  const signedIn = await fetch(`${BASE}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(accounts.handler),
  });
  const { access_token: token } = await signedIn.json();
  const answer = await fetch(`${BASE}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': 'application/json', 'if-match': `"${version}"` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

/** Moves a session to the half hour that is, at any hour of the day: it begins near its slot only. */
async function moveToNow(path) {
  const session = await ask('GET', path);
  const half = 30 * 60_000;
  const from = Math.floor(Date.now() / half) * half;
  const slot = {
    room_id: session.room.id,
    mediator_ids: session.mediators.map(({ id }) => id),
    starts_at: new Date(from).toISOString(),
    // The slot that ends the day ends on it.
    ends_at: new Date(from + half - 60_000).toISOString(),
  };
  await ask('POST', `${path}/actions/rebook`, slot, session.version);
}

/** Presses a button of a session or an agreement, fills its dialog, and waits until it is done. */
async function step(page, testId, fill) {
  const button = page.getByTestId(testId);
  const name = (await button.innerText()).replace(/\s/g, '');
  await button.click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await fill?.(dialog);
  await dialog.getByRole('button', { name: new RegExp(`^${[...name].join('\\s*')}$`) }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Types a day into a date picker. */
async function day(dialog, label, text) {
  await dialog.getByLabel(label).fill(text);
  await dialog.getByLabel(label).press('Enter');
}

/** Issues a paper of the case from its draft, with what is still to be written. */
async function paper(page, path, name, fields = {}) {
  await page.goto(BASE + path);
  const panel = page.getByTestId('case-documents');
  await panel.getByText('出具文书', { exact: true }).click();
  await panel.getByRole('link', { name, exact: true }).first().click();
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label).fill(text);
  await page.getByRole('button', { name: /出\s?具/ }).click();
  await page.getByTestId('document-state').waitFor();
  return page.getByTestId('paper').innerText();
}

test('a dispute is mediated, agreed on, performed, and its dossier sealed', async () => {
  const clerk = await open();
  await signIn(clerk.page, accounts.clerk);
  const path = await register(clerk.page);

  const dispatcher = await open();
  await signIn(dispatcher.page, accounts.dispatcher);
  await dispatcher.page.goto(BASE + path);
  await act(dispatcher.page, 'classify', async (dialog) => {
    await choose(dispatcher.page, dialog, '类型', '相邻');
    await dialog.getByText('一般', { exact: true }).click();
  });
  await act(dispatcher.page, 'dispatch', (dialog) =>
    choose(dispatcher.page, dialog, '主办单位', department),
  );
  await status(dispatcher.page, 'dispatched');

  const lead = await open();
  const { page } = lead;
  await signIn(page, accounts.handler);
  await page.goto(BASE + path);
  await act(page, 'sign');
  await status(page, 'in_progress');

  await page.getByTestId('book-mediation').click();
  const booking = page.getByRole('dialog');
  await day(booking, '日期', inDays(1));
  await choose(page, booking, '开始', '20:00');
  await choose(page, booking, '结束', '20:30');
  await choose(page, booking, '调解室', '第一调解室');
  await choose(page, booking, '调解员', '人民调解员');
  await page.keyboard.press('Escape');
  await booking.getByRole('button', { name: /保\s*存/ }).click();
  await gone(booking);
  await page.getByTestId('mediations').getByRole('link').first().click();
  await page.locator('[data-testid="mediation-state"][data-state="booked"]').waitFor();
  await page.getByText(/尚不能开始/).waitFor();
  await checkAccessibility(page, 'booked session');

  for (const party of ['申请人', '被申请一方']) {
    await step(page, 'mediation-record_consent', (dialog) => choose(page, dialog, '当事人', party));
  }
  await page.getByText(/尚不能开始.*请先改期/).waitFor();
  await moveToNow(new URL(page.url()).pathname);
  await page.reload();
  await step(page, 'mediation-start');
  await page.locator('[data-testid="mediation-state"][data-state="in_progress"]').waitFor();
  await step(page, 'mediation-write_minutes', (dialog) =>
    dialog.getByLabel('调解笔录').fill('双方陈述漏水经过，同意由楼上住户赔偿。'),
  );
  await step(page, 'mediation-conclude');
  await page.locator('[data-testid="mediation-state"][data-state="concluded"]').waitFor();
  await step(page, 'mediation-sign_minutes');
  await page.getByTestId('minutes').getByText(/已签字/).waitFor();
  await checkWidth(page, 'concluded session');
  await shoot(page, 'mediation-concluded');

  await page.getByTestId('record-agreement').click();
  const recording = page.getByRole('dialog');
  await recording.getByLabel('协议内容').fill('楼上住户赔偿家具损失三千元并修复防水。');
  await choose(page, recording, '履行人', '1.');
  await recording.getByLabel('事项').fill('领取赔偿款并出具收条');
  await recording.getByLabel('金额（元）').fill('3000');
  await day(recording, '履行期限', inDays(7));
  await recording.getByRole('button', { name: /保\s*存/ }).click();
  await recording.waitFor({ state: 'hidden' });
  await page.getByTestId('agreements').getByRole('link').first().click();
  await page.locator('[data-testid="agreement-state"][data-state="in_force"]').waitFor();
  await page.getByTestId('next-steps').getByText('共同申请司法确认').waitFor();
  await page.getByTestId('confirmation').getByRole('button', { name: '逐日说明' }).click();
  await page.getByText('起算当日不计入').waitFor();
  await page.keyboard.press('Escape');
  await settled(page);
  await checkAccessibility(page, 'agreement');
  await shoot(page, 'agreement');

  await step(page, 'agreement-record_performance', (dialog) =>
    dialog.getByLabel('凭证说明').fill('收条一张，已核对'),
  );
  await page.locator('[data-testid="agreement-state"][data-state="performed"]').waitFor();
  await page.setViewportSize({ width: 360, height: 740 });
  await checkWidth(page, 'performed agreement');
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.goto(BASE + path);
  await page.getByTestId('case-agreements').getByText('已履行').waitFor();
  const kinds = await page
    .getByTestId('timeline-event')
    .evaluateAll((events) => events.map((event) => event.dataset.kind));
  for (const kind of ['mediation_booked', 'mediation_concluded', 'agreement_reached', 'performance_recorded']) {
    assert.ok(kinds.includes(kind), `the time line shows ${kind}: ${kinds}`);
  }
  await page.goto(`${BASE}/mediations?view=day&day=${inDays(0)}`);
  await page.getByRole('region', { name: '第一调解室' }).waitFor();
  await checkAccessibility(page, 'day by room');

  await page.goto(BASE + path);
  await act(page, 'resolve', async (dialog) => {
    await choose(page, dialog, '办理结果', '已解决');
    await choose(page, dialog, '化解方式', '人民调解');
    await dialog.getByLabel('办理情况').fill('双方达成调解协议并已履行。');
  });
  await dispatcher.page.reload();
  await act(dispatcher.page, 'accept_resolution');
  const supervisor = await open();
  await signIn(supervisor.page, accounts.supervisor);
  await supervisor.page.goto(BASE + path);
  await act(supervisor.page, 'record_callback', async (dialog) => {
    for (const question of ['是否联系上', '问题是否解决', '是否受到公正对待']) {
      const group = dialog.locator('.ant-form-item', { hasText: question });
      await group.getByText('是', { exact: true }).click();
    }
  });
  await status(supervisor.page, 'closed');

  // The papers say what the session and the agreement say; the clerk writes only what is left.
  await paper(clerk.page, path, '矛盾纠纷受理登记表');
  await paper(clerk.page, path, '当事人权利义务告知书');
  const record = await paper(clerk.page, path, '调解笔录', { 记录人: '周记录' });
  assert.match(record, /双方陈述漏水经过，同意由楼上住户赔偿。/);
  assert.match(record, /第一调解室/);
  const agreement = await paper(clerk.page, path, '调解协议书', {
    纠纷事实及当事人责任: '楼上卫生间防水失效，致楼下家具受损。',
    履行方式: '银行转账',
    协议份数: '一式三份',
  });
  assert.match(agreement, /楼上住户赔偿家具损失三千元并修复防水。/);
  assert.match(agreement, /3000元/);
  assert.match(agreement, /本协议一式三份/);
  await shoot(clerk.page, 'mediation-agreement-paper');

  // Issued papers fill their places; what nobody can issue is brought.
  await clerk.page.goto(`${BASE}${path}/dossier`);
  const standing = clerk.page.getByTestId('dossier-standing');
  await standing.getByText('缺少 4 项必须的材料').waitFor();
  await clerk.page.getByTestId('place-07').getByTestId('document-item').waitFor();
  for (const code of ['03', '09', '10', '13']) {
    await clerk.page.getByTestId(`place-${code}`).locator('input[type=file]').setInputFiles({
      name: `材料${code}.txt`,
      mimeType: 'text/plain',
      buffer: Buffer.from(`材料 ${code}（测试）`),
    });
    await clerk.page.locator(`[data-testid="place-${code}"][data-filled="true"]`).waitFor();
  }
  await standing.getByText('必须的材料已齐').waitFor();
  await checkAccessibility(clerk.page, 'dossier of issued papers');
  const link = clerk.page.getByRole('link', { name: /^\d{6}-\d{8}-\d{6}/ });
  const number = (await link.innerText()).split(' ')[0];
  await clerk.page.getByTestId('seal-dossier').click();
  const sealing = clerk.page.getByRole('dialog');
  await sealing.getByLabel('案件编号').fill(number);
  await sealing.getByRole('button', { name: '确认封存' }).click();
  await sealing.waitFor({ state: 'hidden' });
  await standing.getByText(/封存$/).first().waitFor();
  await shoot(clerk.page, 'mediation-dossier-sealed');

  for (const { faults, close } of [clerk, dispatcher, lead, supervisor]) {
    assert.deepEqual(faults, []);
    await close();
  }
});
