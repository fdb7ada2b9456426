// 时限规则调整: tried out over all open cases, published, and told in the case it moved.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts, department } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, shoot, signIn } from '../browser.mjs';
import { act, choose, register, status } from '../case.mjs';

const open = browser();

/** A page of somebody's own. */
async function seat(who, path, viewport) {
  const seated = await open(viewport);
  await signIn(seated.page, accounts[who]);
  if (path) await seated.page.goto(BASE + path);
  return seated;
}

/** An ordinary case with the first department. */
async function dispatched() {
  const clerk = await seat('clerk');
  const path = await register(clerk.page);
  const dispatcher = await seat('dispatcher', path);
  await act(dispatcher.page, 'classify', async (dialog) => {
    await choose(dispatcher.page, dialog, '类型', '相邻');
    await dialog.getByText('一般', { exact: true }).click();
  });
  await act(dispatcher.page, 'dispatch', (dialog) => choose(dispatcher.page, dialog, '主办单位', department));
  await status(dispatcher.page, 'dispatched');
  await clerk.close();
  return { path, dispatcher };
}

const handling = (page) => page.getByTestId('clock-handling').innerText();

test('a rule is changed after a simulation, and the case tells why its limit moved', async () => {
  const { path, dispatcher } = await dispatched();
  const before = await handling(dispatcher.page);

  const admin = await seat('sysadmin', '/time-limit-rules');
  const { page } = admin;
  const row = page.getByRole('row', { name: /办理时限.*一般/ });
  await row.getByRole('button', { name: '调整' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/现在适用于 \d+ 件未结案件/).waitFor();
  await dialog.getByLabel('天数').fill('4');
  await dialog.getByLabel('依据').fill('县综治办〔2026〕9 号：一般事项四天');
  await choose(page, dialog, '适用于', '也用于正在计时的时限');
  await dialog.getByRole('button', { name: /试\s*算/ }).click();

  await dialog.getByRole('heading', { name: '变化的时限' }).waitFor();
  await dialog.getByRole('heading', { name: '各单位影响' }).waitFor();
  const lines = dialog.getByRole('region', { name: '变化的时限' });
  await lines.getByText(/提前 \d+ 天/).first().waitFor();
  assert.ok((await lines.getByText(new RegExp(department)).count()) > 0, 'the department is on the list');
  await checkAccessibility(page, 'simulation');
  await shoot(page, 'rule-simulation');
  await dialog.getByRole('button', { name: /发\s*布/ }).click();
  await dialog.getByText('请填写发布原因').waitFor();
  await dialog.getByLabel('发布原因').fill('原时限录入有误');
  await dialog.getByRole('button', { name: /发\s*布/ }).click();
  // Every server is to know the version first, which takes ten seconds.
  await dialog.getByText('正在计时的时限已全部重新计算').waitFor({ timeout: 60_000 });
  await dialog.getByRole('button', { name: /关\s*闭/ }).last().click();

  await row.getByRole('button', { name: '历史版本' }).click();
  const history = page.getByRole('dialog');
  await history.getByText('原时限录入有误').waitFor();
  await shoot(page, 'rule-history');

  await dispatcher.page.reload();
  await dispatcher.page.getByText(/时限重算/).first().waitFor();
  assert.notEqual(await handling(dispatcher.page), before, 'the limit did not move');
  await dispatcher.page.getByRole('button', { name: /计算过程：办理/ }).click();
  const [printed] = await Promise.all([
    dispatcher.page.waitForEvent('popup'),
    dispatcher.page.getByRole('link', { name: '打印', exact: true }).click(),
  ]);
  await printed.waitForURL(/\/clocks\//);
  await printed.getByText(/第 2 版/).first().waitFor();
  await checkWidth(printed, 'explanation');
  await printed.emulateMedia({ media: 'print' });
  await shoot(printed, 'explanation-print');

  assert.match(path, /^\/cases\//);
  for (const { faults, close } of [admin, dispatcher]) {
    assert.deepEqual(faults, []);
    await close();
  }
});
