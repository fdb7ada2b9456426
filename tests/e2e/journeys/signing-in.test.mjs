// Signing in, and what keeps others out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, shoot, signIn } from '../browser.mjs';

const open = browser();

test('a page asks for signing in and leads back to where one wanted to go', async () => {
  const { page, faults, close } = await open();
  await page.goto(`${BASE}/cases`);
  await page.waitForURL(/sign-in/);
  await checkAccessibility(page, 'sign-in');
  await shoot(page, 'sign-in');
  await page.getByLabel('用户名').fill(accounts.clerk.username);
  await page.getByLabel('密码', { exact: true }).fill(accounts.clerk.password);
  await page.getByRole('button', { name: /登\s*录/ }).click();
  await page.waitForURL(/\/cases/);
  assert.deepEqual(faults, []);
  await close();
});

test('a wrong password is said so, and five of them lock the name', async () => {
  const { page, close } = await open();
  await page.goto(`${BASE}/sign-in`);
  const attempt = async () => {
    await page.getByLabel('用户名').fill('nobody-here');
    await page.getByLabel('密码', { exact: true }).fill('wrong-password');
    await page.getByRole('button', { name: /登\s*录/ }).click();
    await page.getByRole('alert').first().waitFor();
  };
  await attempt();
  assert.match(await page.getByRole('alert').first().innerText(), /用户名或密码/);
  await shoot(page, 'sign-in-wrong');
  for (let more = 0; more < 5; more += 1) {
    const answered = page.waitForResponse(/auth\/login/);
    await attempt();
    await answered;
  }
  await page.getByText(/锁定|15\s*分钟/).first().waitFor();
  await shoot(page, 'sign-in-locked');
  await close();
});

test('signing out ends the session on this machine', async () => {
  const { page, close } = await open();
  await signIn(page, accounts.clerk);
  await page.getByRole('button', { name: '账号' }).or(page.getByLabel('账号')).first().click();
  await page.getByText('退出登录').click();
  await page.waitForURL(/sign-in/);
  await page.goto(`${BASE}/cases`);
  await page.waitForURL(/sign-in/);
  await close();
});

for (const locks of [true, false]) {
  test(`two tabs that are loaded at once both stay signed in, ${locks ? 'with' : 'without'} locks`, async () => {
    const { page, faults, close } = await open();
    // A page over plain http has none.
    const hide = () => Object.defineProperty(globalThis.navigator, 'locks', { value: undefined });
    if (!locks) await page.context().addInitScript(hide);
    await signIn(page, accounts.clerk);
    const second = await page.context().newPage();
    await second.goto(`${BASE}/cases`);
    const tabs = [page, second];
    for (let round = 0; round < 3; round += 1) {
      const renewed = tabs.map((tab) => tab.waitForResponse(/auth\/refresh/));
      await Promise.all(tabs.map((tab) => tab.reload()));
      const statuses = (await Promise.all(renewed)).map((answer) => answer.status());
      assert.deepEqual(statuses, [200, 200], 'neither is refused');
      await Promise.all(tabs.map((tab) => tab.locator('main#main').waitFor()));
    }
    assert.ok(tabs.every((tab) => !new URL(tab.url()).pathname.startsWith('/sign-in')));
    assert.deepEqual(faults, []);
    await close();
  });
}

test('the sign-in page fits a phone', async () => {
  const { page, close } = await open({ width: 360, height: 740 });
  await page.goto(`${BASE}/sign-in`);
  await page.getByLabel('用户名').waitFor();
  await checkWidth(page, 'sign-in');
  await shoot(page, 'sign-in-360');
  await close();
});

test('a first password is changed before anything else', async () => {
  const admin = await open();
  await signIn(admin.page, accounts.sysadmin);
  await admin.page.goto(`${BASE}/users`);
  const { username } = accounts.mediator;
  await admin.page.getByRole('button', { name: `重置密码：${username}` }).click();
  await admin.page.getByRole('dialog').getByRole('button', { name: '重置密码' }).click();
  const first = (await admin.page.getByTestId('initial-password').innerText()).trim();
  await admin.close();

  const { page, faults, close } = await open();
  await page.goto(`${BASE}/sign-in`);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码', { exact: true }).fill(first);
  await page.getByRole('button', { name: /登\s*录/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('须先修改密码').waitFor();
  await page.goto(`${BASE}/cases`);
  await dialog.waitFor();
  assert.equal(await page.getByRole('main').count(), 0, 'nothing but the dialog');
  await checkAccessibility(page, 'first password');
  await shoot(page, 'first-password');
  await dialog.getByLabel('原密码').fill(first);
  await dialog.getByLabel('新密码', { exact: true }).fill('Another-Long-Phrase-7');
  await dialog.getByLabel('再输一次新密码').fill('Another-Long-Phrase-7');
  await dialog.getByRole('button', { name: /保\s*存/ }).click();
  await page.getByRole('heading', { level: 1, name: '案件' }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});
