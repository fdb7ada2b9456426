// 在岗一览 on a page and on a wall, 值班巡查 recorded for somebody who is due, 缺岗 and the month of a
// department taken along as a document.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, settled, shoot, signIn } from '../browser.mjs';

const open = browser();

test('who is on duty hangs on a wall, which shows names and posts alone', async () => {
  const { page, faults, close } = await open();
  await signIn(page, accounts.director);
  await page.goto(`${BASE}/duty`);
  await page.getByRole('heading', { name: '在岗一览', level: 1 }).waitFor();
  await settled(page);
  await checkAccessibility(page, 'duty');
  await page.goto(`${BASE}/wall`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await settled(page);
  assert.equal(await page.getByRole('navigation').count(), 0);
  assert.doesNotMatch(await page.innerText('body'), /1\d{10}|病假|事假|产假/);
  for (const width of [1920, 360]) {
    await page.setViewportSize({ width, height: 1080 });
    await checkWidth(page, `wall at ${width} px`);
  }
  await checkAccessibility(page, 'wall');
  await shoot(page, 'wall');
  assert.deepEqual(faults, []);
  await close();
});

/** Days as the server counts them: in Chinese time, going back from today. */
const daysBack = (count) =>
  Array.from({ length: count }, (_, at) =>
    new Date(Date.now() + 8 * 3_600_000 - at * 86_400_000).toISOString().slice(0, 10),
  );

test('what the duty officer found at a post is recorded, and is evidence', async () => {
  const { page, faults, close } = await open();
  await signIn(page, accounts.director);
  const recorded = '值班人员巡查记录';
  // The last day on which somebody was due: a weekend has nobody, a holiday longer.
  let row;
  for (const on of daysBack(7)) {
    await page.goto(`${BASE}/presence?on=${on}`);
    await page.getByRole('heading', { name: '在岗依据', level: 1 }).waitFor();
    await settled(page);
    const due = page
      .locator('tbody tr')
      .filter({ has: page.getByRole('button', { name: '登记巡查' }) })
      .filter({ hasNotText: recorded });
    if ((await due.count()) > 0) {
      row = due.first();
      break;
    }
  }
  assert.ok(row, 'somebody was due in the last week');
  // What is recorded takes the row out of those that have no record.
  const [post, , person] = await row.locator('th, td').allInnerTexts();
  await row.getByRole('button', { name: '登记巡查' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(person.trim()).first().waitFor();
  await dialog.getByRole('radio').first().check();
  await checkAccessibility(page, 'presence record');
  await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
  await dialog.waitFor({ state: 'hidden' });
  const after = page.locator('tbody tr', { hasText: post.trim() }).filter({ hasText: person.trim() });
  await after.getByText(recorded).first().waitFor();
  await shoot(page, 'presence-recorded');
  assert.deepEqual(faults, []);
  await close();
});

test('what was short in a month is told by department and taken along', async () => {
  const { page, faults, close } = await open();
  await signIn(page, accounts.director);
  await page.goto(`${BASE}/presence`);
  await page.getByRole('heading', { name: '在岗依据', level: 1 }).waitFor();
  await settled(page);
  await checkAccessibility(page, 'presence');
  await page.goto(`${BASE}/shortfalls`);
  await page.getByRole('heading', { name: '缺岗与到岗月报', level: 1 }).waitFor();
  await settled(page);
  await page.getByRole('button', { name: '到岗月报' }).first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText('应值守').first().waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    drawer.getByRole('button', { name: '下载文书' }).click(),
  ]);
  assert.match(file.suggestedFilename(), /^coverage-\d{4}-\d{2}\.docx$/);
  await shoot(page, 'coverage');
  assert.deepEqual(faults, []);
  await close();
});
