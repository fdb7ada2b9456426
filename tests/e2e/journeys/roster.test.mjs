// 轮驻: from what is owed to a roster, a move that is refused in words, publication, a sick turn that is
// repaired with few people changed, and a swap that the other side agrees to and the director approves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, settled, shoot, signIn } from '../browser.mjs';
import { choose } from '../case.mjs';

const open = browser();
/** A county's month takes the solver some seconds, and more beside other things. */
const SOLVED_MS = 180_000;
/** A turn of the demo county's rotating posts: two weeks. */
const TURN_DAYS = 14;

/** A page of somebody's own, at an address. */
async function seatOf(account, path, viewport) {
  const seated = await open(viewport);
  await signIn(seated.page, account);
  await seated.page.goto(BASE + path);
  return seated;
}

const seat = (who, path, viewport) => seatOf(accounts[who], path, viewport);

/** Asks the server beside the pages, to set the stage. */
async function ask(token, method, path, body) {
  const answer = await fetch(`${BASE}/api/v1${path}`, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

/**
 * Who is named for which post, and an account for the B of the handler's: the demo county has people
 * there who have none.
 */
async function pairs() {
  const { access_token: director } = await ask(undefined, 'POST', '/auth/login', accounts.director);
  const { me } = await ask(undefined, 'POST', '/auth/login', accounts.handler);
  const owed = await ask(director, 'GET', '/stationing-obligations?limit=200');
  const together = owed.items.map(({ nominees }) => nominees.map(({ person }) => person));
  const own = owed.items.find(({ nominees }) =>
    nominees.some(({ person }) => person.id === me.person.id),
  );
  const mate = own.nominees.map(({ person }) => person).find(({ id }) => id !== me.person.id);
  const { access_token: admin } = await ask(undefined, 'POST', '/auth/login', accounts.sysadmin);
  const capacity = { person_id: mate.id, role: 'handler', department_id: own.department.id };
  await ask(admin, 'POST', '/capacities', capacity);
  const account = { username: `mate.${Date.now()}`, password: 'orchard lantern staple' };
  await ask(admin, 'POST', '/users', {
    person_id: mate.id,
    username: account.username,
    initial_password: account.password,
    must_change_password: false,
  });
  return { together, handler: me.person, mate, account };
}

/**
 * Asks for a swap of one of somebody's turns of a month, the last that breaks no rule. What is refused
 * is refused in words. Answers the first day of the turn; none where no turn may be swapped.
 */
async function askForSwap({ page }, month, other, reason) {
  await page.goto(`${BASE}/my-duty?month=${month}`);
  await page.getByRole('heading', { name: '我的轮值', level: 1 }).waitFor();
  await settled(page);
  const turns = page
    .getByTestId('duty-day')
    .filter({ has: page.getByRole('button', { name: '申请换班' }) });
  for (let at = (await turns.count()) - 1; at >= 0; at -= 1) {
    const turn = turns.nth(at);
    const first = (await turn.locator('strong').innerText()).trim();
    await turn.getByRole('button', { name: '申请换班' }).click();
    const dialog = page.getByRole('dialog');
    await choose(page, dialog, '与谁换', other.name);
    await dialog.getByLabel('理由').fill(reason);
    await press(dialog, '保存');
    const refused = dialog.getByText('违反的规则');
    await Promise.race([refused.waitFor(), dialog.waitFor({ state: 'hidden' })]);
    if (!(await dialog.isVisible())) return first;
    const rules = dialog.getByRole('alert').filter({ hasText: '违反的规则' }).first();
    assert.match(await rules.innerText(), /违反的规则\s*\S/);
    await shoot(page, 'swap-refused');
    await press(dialog, '取消');
    await dialog.waitFor({ state: 'hidden' });
  }
  return undefined;
}

/** Ant Design puts a space between the two characters of a button. */
const named = (name) => new RegExp(`^${[...name].join('\\s*')}$`);

const press = (within, name) => within.getByRole('button', { name: named(name) }).click();

/** Types a day into a date field. */
async function day(page, dialog, label, value) {
  await dialog.getByLabel(label, { exact: true }).fill(value);
  await page.keyboard.press('Enter');
}

const iso = (date) => date.toISOString().slice(0, 10);
const later = (date, days) => iso(new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000));

/**
 * The two months after next in China: the demo county has plans up to the next one, and who served most
 * in those is spared at first.
 */
function monthsAhead() {
  const now = new Date(Date.now() + 8 * 3_600_000);
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const day = (months, date) => iso(new Date(Date.UTC(year, month + months, date)));
  return { from: day(2, 1), until: day(4, 0), month: day(3, 1).slice(0, 7) };
}

/** Waits until a plan stands so. */
const stands = (page, state) =>
  page
    .locator(`[data-testid="plan-state"][data-state="${state}"]`)
    .waitFor({ timeout: SOLVED_MS });

test('what is owed becomes a roster that is moved, published, repaired and swapped', async () => {
  const { from, until, month } = monthsAhead();
  const { together, handler: own, mate, account } = await pairs();
  const director = await seat('director', '/stationing-obligations');
  const { page } = director;
  await page.getByRole('heading', { name: '派驻义务', level: 1 }).waitFor();
  await page.locator('tbody tr').nth(1).waitFor();

  await page.goto(`${BASE}/rotation-plans`);
  await press(page, '新建方案');
  const create = page.getByRole('dialog');
  await create.getByLabel('名称').fill('旅程轮驻方案');
  await day(page, create, '开始日期', from);
  await day(page, create, '结束日期', until);
  await press(create, '保存');
  await create.waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: '旅程轮驻方案' }).first().click();
  await stands(page, 'draft');
  await press(page, '生成排班');
  await press(page.getByRole('dialog'), '生成排班');
  await page.getByRole('progressbar').first().waitFor();
  await stands(page, 'draft');
  await page.getByRole('heading', { name: '忙闲均衡' }).waitFor();
  await checkAccessibility(page, 'plan');

  // A turn is dragged to somebody who is not named for the post: refused, and told why.
  await page.getByText('按人员', { exact: true }).click();
  const rows = page.locator('tr[data-person-id]');
  await rows.first().waitFor();
  const ids = await rows.evaluateAll((all) =>
    all.map((row) => ({
      id: row.getAttribute('data-person-id'),
      turns: row.querySelectorAll('button').length,
    })),
  );
  const giver = ids.findIndex(({ turns }) => turns > 0);
  assert.ok(giver >= 0, 'somebody serves in the first month');
  const mates = new Set(
    together
      .filter((people) => people.some(({ id }) => id === ids[giver].id))
      .flatMap((people) => people.map(({ id }) => id)),
  );
  const taker = ids.findIndex(({ id }, at) => at > giver && !mates.has(id));
  assert.ok(taker > giver, 'somebody else is not named for the post');
  const source = rows.nth(giver);
  const turn = source.getByRole('button').first();
  const before = ids[giver].turns;
  await turn.scrollIntoViewIfNeeded();
  const start = await turn.boundingBox();
  const goal = await rows.nth(taker).boundingBox();
  assert.ok(start && goal, 'both rows are on the screen');
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 20, goal.y + goal.height / 2, { steps: 8 });
  await page.mouse.up();
  const refusal = page.getByTestId('move-refusal').first();
  await refusal.waitFor();
  assert.match(await refusal.innerText(), /\S/, 'why it was refused is said');
  assert.equal(await page.getByTestId('move-result').count(), 0, 'nothing was moved');
  await settled(page);
  assert.equal(await source.getByRole('button').count(), before, 'the turn is where it was');
  await shoot(page, 'roster-move');
  // The same by keyboard, and let be.
  await turn.focus();
  await page.keyboard.press('Space');
  await page.getByText(/^正在移动/).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText(/^正在移动/).waitFor({ state: 'hidden' });

  await press(page, '发布');
  await press(page.getByRole('dialog'), '发布');
  await stands(page, 'published');
  const published = new URL(page.url()).pathname;

  const handler = await seat('handler', `/my-duty?month=${month}`);
  const duty = handler.page.getByTestId('duty-day');
  await duty.first().waitFor();
  await checkAccessibility(handler.page, 'my duty');
  await handler.page.setViewportSize({ width: 360, height: 740 });
  await checkWidth(handler.page, 'my duty at 360 px');
  await handler.page.setViewportSize({ width: 1440, height: 900 });
  await press(handler.page, '生成订阅地址');
  const address = await handler.page.getByTestId('feed-address').inputValue();
  const feed = await handler.page.request.get(new URL(new URL(address).pathname, BASE).href);
  assert.match(await feed.text(), /^BEGIN:VCALENDAR\r\n/);

  // Sick for the whole of a turn: of shorter absences most is served, and the turn is kept.
  const first = (await duty.first().locator('strong').innerText()).trim();
  await handler.page.goto(`${BASE}/leaves`);
  await press(handler.page, '报备请假');
  const report = handler.page.getByRole('dialog');
  await choose(handler.page, report, '类别', '病假');
  await day(handler.page, report, '开始日期', first);
  await day(handler.page, report, '结束日期', later(first, TURN_DAYS - 1));
  await press(report, '保存');
  await report.waitFor({ state: 'hidden' });
  await page.goto(`${BASE}/leaves?state=requested`);
  const asked = page.locator('tr', { hasText: first });
  await asked.getByRole('button', { name: named('批准') }).first().click();
  await press(page.getByRole('dialog'), '批准');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  await page.goto(BASE + published);
  await press(page, '修复');
  const repair = page.getByRole('dialog');
  await day(page, repair, '从哪天起可以变动', first);
  await day(page, repair, '情况持续到', later(first, TURN_DAYS - 1));
  await press(repair, '修复');
  await page.waitForURL((url) => url.pathname !== published);
  await stands(page, 'draft');
  const changes = page.getByTestId('plan-changes').first();
  await changes.getByTestId('changed-person').first().waitFor();
  const changed = await changes.getByTestId('changed-person').count();
  assert.ok(changed <= 3, `${changed} people change for one who is sick`);
  await checkAccessibility(page, 'repair');
  await shoot(page, 'roster-repair');
  await press(page, '发布');
  await press(page.getByRole('dialog'), '发布');
  await stands(page, 'published');
  await page.emulateMedia({ media: 'print' });
  await shoot(page, 'roster-wall');
  await page.emulateMedia({ media: 'screen' });

  // A swap: asked for by one of the two who are named, agreed to by the other, approved by the director.
  const second = await seatOf(account, `/my-duty?month=${month}`);
  const reason = `参加业务培训${Date.now() % 10_000}`;
  const sides = [
    { asks: handler, answers: second, other: mate },
    { asks: second, answers: handler, other: own },
  ];
  let swap;
  for (const side of sides) {
    const swapped = await askForSwap(side.asks, month, side.other, reason);
    if (swapped) {
      swap = { ...side, swapped };
      break;
    }
  }
  assert.ok(swap, 'some turn of the month may be swapped');
  const rowOf = (seated) => seated.page.locator('tbody tr', { hasText: reason });
  await swap.answers.page.goto(`${BASE}/swap-requests`);
  await rowOf(swap.answers).getByText('待对方答复').waitFor();
  await checkAccessibility(swap.answers.page, 'swaps');
  await press(rowOf(swap.answers), '同意');
  await press(swap.answers.page.getByRole('dialog'), '同意');
  await swap.answers.page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.goto(`${BASE}/swap-requests?state=agreed`);
  await press(rowOf(director), '批准');
  await press(page.getByRole('dialog'), '批准');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  const dutyOn = (seated) =>
    seated.page.getByTestId('duty-day').filter({ hasText: swap.swapped });
  await swap.answers.page.goto(`${BASE}/my-duty?month=${month}`);
  await dutyOn(swap.answers).waitFor();
  await swap.asks.page.goto(`${BASE}/my-duty?month=${month}`);
  await swap.asks.page.getByRole('heading', { name: '我的轮值', level: 1 }).waitFor();
  await settled(swap.asks.page);
  assert.equal(await dutyOn(swap.asks).count(), 0, 'the turn is the other one’s now');
  await shoot(swap.answers.page, 'swap-approved');
  for (const { faults, close } of [director, handler, second]) {
    assert.deepEqual(faults, []);
    await close();
  }
});
