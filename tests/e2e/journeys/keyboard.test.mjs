// Without a mouse: finding, reading, acting, registering.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts } from '../accounts.mjs';
import { BASE, browser, settled, signIn } from '../browser.mjs';

const open = browser();

test('a dispatcher finds a case, opens its action and comes back by keys', async () => {
  const { page, faults, close } = await open();
  await signIn(page, accounts.dispatcher);
  const { keyboard } = page;

  await page.keyboard.press('Tab');
  assert.equal(await focused(page), '跳到主要内容');

  await keyboard.press('/');
  await keyboard.type('工资');
  await keyboard.press('Enter');
  await page.waitForURL(/cases\?q=/);
  await page.getByRole('heading', { level: 1, name: '案件' }).waitFor();
  await page.locator('[data-row]').first().waitFor();
  await page.evaluate(() => document.activeElement?.blur());
  await keyboard.press('j');
  const first = await focused(page);
  await keyboard.press('j');
  assert.notEqual(await focused(page), first);
  await keyboard.press('k');
  assert.equal(await focused(page), first);

  await page.goto(`${BASE}/cases?queue=unassigned&sort=-registered_at`);
  await page.locator('[data-row]').first().waitFor();
  await keyboard.press('j');
  await keyboard.press('Enter');
  await page.getByTestId('case-status').waitFor();
  const button = page.getByTestId('action-classify');
  await button.focus();
  await keyboard.press('a');
  await page.getByRole('dialog').waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.equal(await focused(page), await button.innerText());

  await keyboard.press('?');
  await page.getByRole('dialog').getByText('回到工作台').waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await keyboard.press('g');
  await keyboard.press('q');
  await page.waitForURL((url) => url.pathname === '/');
  assert.deepEqual(faults, []);
  await close();
});

test('a clerk registers by keyboard alone, through a reload and an expired token', async () => {
  const { page, faults, close } = await open();
  await signIn(page, accounts.clerk);
  const { keyboard } = page;
  let expired = 0;
  const sent = [];
  await page.route('**/api/v1/cases', (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    sent.push(route.request().postDataJSON());
    if (expired) return route.fallback();
    expired += 1;
    return route.fulfill({
      status: 401,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'auth.expired_token', status: 401, title: '', detail: '', errors: [] }),
    });
  });
  await page.goto(`${BASE}/register`);
  await page.getByLabel('姓名').first().waitFor();
  await keyboard.type('李示例');
  await keyboard.press('Enter');
  await keyboard.type('１３８ 0000 1234');
  await keyboard.press('Enter');
  await keyboard.press('Enter');
  await keyboard.type('下水道堵塞污水外溢');

  await page.reload();
  await page.getByText('已恢复上次未提交的内容').waitFor();
  assert.equal(await page.getByLabel('联系电话').first().inputValue(), '138 0000 1234');
  await page.getByLabel('事项', { exact: true }).focus();
  await keyboard.press('Enter');
  await keyboard.type('物业两周未处理。');

  await keyboard.press('Control+Enter');
  await page.getByTestId('case-no').waitFor();
  assert.equal(expired, 1);
  assert.deepEqual(
    sent.map((body) => body.narrative),
    ['物业两周未处理。', '物业两周未处理。'],
  );
  assert.deepEqual(faults, []);
  await close();
});

test('a pasted text that is too long is said so and not cut off', async () => {
  const { page, close } = await open();
  await signIn(page, accounts.clerk);
  await page.goto(`${BASE}/register`);
  const title = page.getByLabel('事项', { exact: true });
  await title.fill('长'.repeat(230));
  await page.getByText('最多 200 个字').waitFor();
  assert.equal((await title.inputValue()).length, 230);
  await settled(page);
  await close();
});

const focused = (page) => page.evaluate(() => document.activeElement?.textContent ?? '');
