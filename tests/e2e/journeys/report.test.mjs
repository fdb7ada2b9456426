// 月结: a figure opens its cases, the month is closed, and the report goes onto paper.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, shoot, signIn } from '../browser.mjs';
import { assertOnPaper, printed } from '../paper.mjs';

const open = browser();

/** A page of somebody's own, at an address. */
async function seat(who, path, viewport) {
  const seated = await open(viewport);
  await signIn(seated.page, accounts[who]);
  if (path) await seated.page.goto(BASE + path);
  return seated;
}

/** The number that stands in a text, thousands and all. */
const number = (text) => Number(text.replaceAll(',', '').match(/-?\d+/)?.[0]);

/** The figure of a cell. */
const figure = async (page, code) =>
  number(await page.getByTestId(`cell-${code}`).getByRole('cell').first().innerText());

test('a month is closed, its stock is carried over, and the report is printed', async () => {
  const director = await seat('director', '/monthly-report');
  const { page } = director;
  await page.getByTestId('cell-stock_end').waitFor();
  await checkAccessibility(page, 'monthly report');
  await shoot(page, 'monthly-report');

  const entered = await figure(page, 'entered');
  assert.ok(entered > 0, 'the demo county took in no case last month');
  const sum =
    (await figure(page, 'carry_over')) +
    (await figure(page, 'corrections')) +
    entered +
    (await figure(page, 'reentered')) -
    (await figure(page, 'closed')) -
    (await figure(page, 'ended'));
  const left = await figure(page, 'stock_end');
  assert.equal(left, sum, 'the figures do not add up');

  await page.getByTestId('cell-entered').getByRole('link').click();
  await page.getByRole('heading', { name: /对应案件：本月受理/ }).waitFor();
  await page.getByRole('link', { name: /^\d{6}-\d{8}-\d{6}$/ }).first().waitFor();
  await shoot(page, 'report-rows');
  await page.getByRole('link', { name: '返回报表' }).click();
  await page.getByTestId('cell-stock_end').waitFor();

  await page.getByRole('button', { name: /^月\s*结$/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/月结不能撤销/).waitFor();
  await dialog.getByRole('button', { name: /^月\s*结$/ }).click();
  await page.getByTestId('closed').waitFor();
  assert.equal(await figure(page, 'stock_end'), left, 'closing changed a figure');
  await shoot(page, 'monthly-report-closed');

  // What paper shows: the figures, who closed them and who printed; no button.
  await page.emulateMedia({ media: 'print' });
  await page.getByText(/打印人：/).waitFor();
  assert.equal(await page.getByRole('button', { name: '导出 XLSX' }).isVisible(), false);
  await page.emulateMedia({ media: 'screen' });
  const sheets = await printed(page);
  assertOnPaper(sheets, '打印人：');
  for (const code of ['carry_over', 'entered', 'closed', 'stock_end', 'solved_rate']) {
    const cell = page.getByTestId(`cell-${code}`).getByRole('cell').first();
    assertOnPaper(sheets, await cell.innerText());
  }

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出 XLSX' }).click(),
  ]);
  assert.match(file.suggestedFilename(), /^monthly-\d{4}-\d{2}\.xlsx$/);

  const now = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
  await page.goto(`${BASE}/monthly-report?month=${now}`);
  await page.getByText(/上月结转取自/).waitFor();
  assert.equal(await figure(page, 'carry_over'), left, 'the stock was not carried over');
  assert.deepEqual(director.faults, []);
  await director.close();
});

test('ledger, statistics, fields and burden can be read on a phone', async () => {
  const director = await seat('director', undefined, { width: 360, height: 740 });
  const { page } = director;
  for (const [path, name] of [
    ['/screening', '排查化解台账'],
    ['/mediation-statistics', '人民调解统计'],
    ['/data-fields', '数据项目录'],
    ['/burden', '填报负担'],
  ]) {
    await page.goto(BASE + path);
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await checkWidth(page, path);
    await checkAccessibility(page, path);
    await shoot(page, path.slice(1));
  }
  assert.deepEqual(director.faults, []);
  await director.close();
});
