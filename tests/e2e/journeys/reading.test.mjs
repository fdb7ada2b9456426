// What changes while somebody reads, and what must not stay in sight.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, signIn } from '../browser.mjs';

const open = browser();
const MINUTE = 61_000;

test('a new case is announced and nothing moves until it is asked for', async () => {
  const { page, faults, close } = await open(undefined, { clock: true });
  await signIn(page, accounts.dispatcher);
  await page.goto(`${BASE}/cases`);
  const rows = page.locator('[data-row]');
  await rows.first().waitFor();
  const before = await rows.first().innerText();

  const title = await registerElsewhere();
  await page.clock.fastForward(MINUTE);
  const news = page.getByRole('button', { name: '有 1 件新案件' });
  await news.waitFor();
  assert.equal(await rows.first().innerText(), before);
  await checkAccessibility(page, 'list with news');
  await news.click();
  await rows.filter({ hasText: title }).first().waitFor();
  assert.deepEqual(faults, []);
  await close();

  async function registerElsewhere() {
    const clerk = await open();
    await signIn(clerk.page, accounts.clerk);
    await clerk.page.goto(`${BASE}/register`);
    await clerk.page.getByLabel('姓名').first().fill('李示例');
    await clerk.page.getByLabel('事项', { exact: true }).fill('夜间施工噪声扰民');
    await clerk.page.getByLabel('具体情况').fill('连续三晚施工至凌晨。');
    await clerk.page.getByRole('button', { name: '提交登记' }).click();
    await clerk.page.getByTestId('case-no').waitFor();
    await clerk.close();
    return '夜间施工噪声扰民';
  }
});

test('a revealed field masks itself after a minute', async () => {
  const { page, faults, close } = await open(undefined, { clock: true });
  await signIn(page, accounts.dispatcher);
  await page.goto(`${BASE}/cases?queue=unassigned&sort=-registered_at`);
  await page.locator('[data-row]').first().click();
  await page.getByRole('button', { name: '查看完整姓名' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '联系当事人' }).click();
  await dialog.getByRole('button', { name: /^查\s*看$/ }).click();
  const mask = page.getByRole('button', { name: '遮盖姓名' });
  await mask.waitFor();
  await page.clock.fastForward(MINUTE);
  await mask.waitFor({ state: 'detached' });
  assert.deepEqual(faults, []);
  await close();
});

test('a view is kept under a name, and its deletion taken back', async () => {
  const { page, faults, close } = await open();
  await signIn(page, accounts.supervisor);
  await page.goto(`${BASE}/cases?queue=overdue&sort=due_at&channel=walk_in`);
  await page.getByRole('button', { name: '保存为常用视图' }).click();
  await page.getByLabel('名称').fill('催办');
  await page.getByLabel('名称').press('Enter');
  const view = page.getByRole('button', { name: '催办', exact: true });
  await view.waitFor();
  await page.getByRole('button', { name: '管理视图' }).click();
  await page.getByRole('button', { name: '删除视图：催办' }).click();
  await view.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '撤销' }).click();
  await view.waitFor();
  await page.goto(`${BASE}/cases`);
  await view.click();
  await page.waitForURL(/channel=.*walk_in/);
  assert.deepEqual(faults, []);
  await close();
});
