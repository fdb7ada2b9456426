// 批量导入与导出: a file of another system is tried out, mended and registered; what a list shows is taken along.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { accounts } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, settled, shoot, signIn } from '../browser.mjs';

const open = browser();

test('a file is tried out, what is wrong is named, and the good rows are registered', async () => {
  const mark = Date.now();
  const csv = [
    '系统,工单号,标题,内容,渠道',
    `热线平台,H${mark}-1,小区停车位争议,业主与物业就车位收费发生争议,hotline_12345`,
    `热线平台,H${mark}-2,,没有标题的一行,hotline_12345`,
    `热线平台,H${mark}-3,夜间施工噪声,工地夜间施工影响休息,hotline_12345`,
  ].join('\n');
  const { page, faults, close } = await open();
  await signIn(page, accounts.clerk);
  await page.goto(`${BASE}/imports`);
  await page.getByRole('button', { name: '导入文件' }).click();
  const dialog = page.getByRole('dialog');
  const file = { name: `热线${mark}.csv`, mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${csv}`) };
  await dialog.locator('input[type=file]').setInputFiles(file);
  await dialog.getByRole('combobox', { name: '列与字段的对应' }).click();
  await page.getByTitle('逐项填写').click();
  const columns = { 来源系统: '系统', 来源编号: '工单号', 事项标题: '标题', 事件简述: '内容', 来源渠道代码: '渠道' };
  for (const [field, column] of Object.entries(columns)) {
    await dialog.getByLabel(`${field}所在列`).fill(column);
  }
  await shoot(page, 'import-new');
  await dialog.getByRole('button', { name: '试导入' }).click();
  await dialog.waitFor({ state: 'hidden' });

  const row = page.getByRole('row', { name: new RegExp(file.name) });
  await row.getByText('共 3 行：可登记 2，已存在 0，有问题 1').waitFor();
  await row.getByRole('button', { name: '1 个问题' }).click();
  const problems = page.getByRole('dialog', { name: new RegExp(file.name) });
  await problems.getByRole('row', { name: new RegExp(`H${mark}-2`) }).waitFor();
  await shoot(page, 'import-problems');
  await page.keyboard.press('Escape');
  await problems.waitFor({ state: 'hidden' });
  await settled(page);
  await checkAccessibility(page, 'imports');
  await checkWidth(page, 'imports');
  await row.getByRole('button', { name: '正式导入' }).click();
  await row.getByText('共 3 行：新登记 2，已存在 0，有问题 1').waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('what a list shows is taken along as a file', async () => {
  const { page, faults, close } = await open();
  await signIn(page, accounts.supervisor);
  await page.goto(`${BASE}/cases?status=in_progress`);
  await page.getByRole('button', { name: /^导\s*出$/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('CSV').click();
  await dialog.getByRole('button', { name: /^导\s*出$/ }).click();
  await page.waitForURL((url) => url.pathname === '/exports');
  const row = page.getByRole('row', { name: /CSV/ }).first();
  const save = row.getByRole('button', { name: /下\s*载/ });
  await save.waitFor();
  await settled(page);
  await checkAccessibility(page, 'exports');
  await checkWidth(page, 'exports');
  await shoot(page, 'exports');
  const arriving = page.waitForEvent('download');
  await save.click();
  const arrived = await arriving;
  const bytes = await readFile(await arrived.path());
  // A ZIP archive: the table and its manifest.
  assert.equal(bytes.subarray(0, 2).toString('latin1'), 'PK');
  assert.deepEqual(faults, []);
  await close();
});
