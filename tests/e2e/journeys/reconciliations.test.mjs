// 渠道比对: a supervisor pastes a list, finds a number that is not registered by name, and asks the unit,
// which answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts, department } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, settled, shoot, signIn } from '../browser.mjs';

const open = browser();

/** A page of somebody's own. */
async function seat(who, path) {
  const seated = await open();
  await signIn(seated.page, accounts[who]);
  await seated.page.goto(BASE + path);
  return seated;
}

test('a number that is not registered is found by name, asked about and answered', async () => {
  const number = `YC-${Date.now()}`;
  const supervisor = await seat('supervisor', '/reconciliations');
  const { page } = supervisor;
  await page.getByRole('heading', { name: '渠道比对', level: 1 }).waitFor();
  await settled(page);
  await checkAccessibility(page, 'reconciliations');
  await page.getByRole('button', { name: '新建比对' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('来源系统').fill('12345');
  await dialog.getByLabel('编号名单').fill(`编号\t承办单位\n${number}\t${department}`);
  await dialog.getByText('已读入 1 个编号').waitFor();
  await dialog.getByRole('button', { name: /保\s*存/ }).click();

  await page.getByRole('heading', { name: '各单位情况' }).waitFor();
  await settled(page);
  const units = page.getByRole('region', { name: '各单位情况' });
  await units.getByText(/100\.00%（20\.65% 至 100\.00%）/).waitFor();
  const numbers = page.getByRole('region', { name: '编号明细' });
  const row = numbers.getByRole('row', { name: new RegExp(number) });
  await row.waitFor();
  await checkAccessibility(page, 'reconciliation');
  await checkWidth(page, 'reconciliation');
  await shoot(page, 'reconciliation');
  await row.getByRole('button', { name: '询问单位' }).click();
  const asking = page.getByRole('dialog');
  await asking.getByText(new RegExp(number)).waitFor();
  await asking.getByRole('button', { name: '询问单位' }).click();
  await row.getByText('待答复').waitFor();
  assert.deepEqual(supervisor.faults, []);
  await supervisor.close();

  const handler = await seat('handler', '/questions');
  await handler.page.getByRole('heading', { name: '核实事项', level: 1 }).waitFor();
  const question = handler.page.getByRole('row', { name: new RegExp(number) });
  await question.waitFor();
  await settled(handler.page);
  await checkAccessibility(handler.page, 'questions');
  await question.getByRole('button', { name: /答\s*复/ }).click();
  const answering = handler.page.getByRole('dialog');
  await answering.getByText('不属于本单位').click();
  await answering.getByRole('textbox', { name: '说明' }).fill('该事项属邻近单位管理，已请热线改派');
  await answering.getByRole('button', { name: /保\s*存/ }).click();
  await question.waitFor({ state: 'detached' });
  await handler.page.getByText('全部', { exact: true }).click();
  await handler.page.getByRole('row', { name: new RegExp(number) }).getByText('已答复').waitFor();
  await shoot(handler.page, 'questions');
  assert.deepEqual(handler.faults, []);
  await handler.close();
});
