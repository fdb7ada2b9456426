// 轮驻: from what is owed to a roster, a move that is refused in words, publication, a sick turn that is
// repaired with few people changed, and a swap.

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
async function seat(who, path, viewport) {
  const seated = await open(viewport);
  await signIn(seated.page, accounts[who]);
  await seated.page.goto(BASE + path);
  return seated;
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
  const turn = rows.first().getByRole('button').first();
  const before = await rows.first().getByRole('button').count();
  await turn.scrollIntoViewIfNeeded();
  const start = await turn.boundingBox();
  const goal = await rows.nth(1).boundingBox();
  assert.ok(start && goal, 'both rows are on the screen');
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 20, goal.y + goal.height / 2, { steps: 8 });
  await page.mouse.up();
  await page.locator('[data-testid="move-refusal"], [data-testid="move-result"]').first().waitFor();
  await settled(page);
  await shoot(page, 'roster-move');
  // The same by keyboard, and let be.
  await rows.first().getByRole('button').first().focus();
  await page.keyboard.press('Space');
  await page.getByText(/^正在移动/).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText(/^正在移动/).waitFor({ state: 'hidden' });
  assert.ok(before > 0);

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

  // A swap is asked for, or refused with the rule in words.
  await handler.page.goto(`${BASE}/my-duty?month=${month}`);
  const swap = handler.page.getByRole('button', { name: '申请换班' });
  if ((await swap.count()) > 0) {
    await swap.last().click();
    const ask = handler.page.getByRole('dialog');
    await ask.getByRole('combobox', { name: '与谁换' }).click();
    await handler.page.locator('.ant-select-item-option-content:visible').first().click();
    await ask.getByLabel('理由').fill('参加业务培训');
    await press(ask, '保存');
    const refused = ask.getByText('违反的规则');
    await Promise.race([refused.waitFor(), ask.waitFor({ state: 'hidden' })]);
    if (await refused.isVisible()) {
      await shoot(handler.page, 'swap-refused');
    } else {
      await handler.page.goto(`${BASE}/swap-requests`);
      await handler.page.getByText('待对方答复').nth(1).waitFor();
      await checkAccessibility(handler.page, 'swaps');
      await press(handler.page.locator('tbody tr').first(), '撤回');
      await press(handler.page.getByRole('dialog'), '撤回');
      await handler.page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
  }
  for (const { faults, close } of [director, handler]) {
    assert.deepEqual(faults, []);
    await close();
  }
});
