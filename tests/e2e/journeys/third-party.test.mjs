// 第三方应用: a dispatcher sets an application up, the security administrator lets it in, the other system calls
// as the document says, its events are sent and logged, and one press shuts it out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts } from '../accounts.mjs';
import { gone } from '../case.mjs';
import { BASE, browser, checkAccessibility, checkWidth, settled, shoot, signIn } from '../browser.mjs';

const open = browser();

async function seat(who, path) {
  const seated = await open();
  await signIn(seated.page, accounts[who]);
  await seated.page.goto(BASE + path);
  return seated;
}

/** What the other system does: a token, and with it a request. */
async function call(credentials, path) {
  const token = await fetch(`${BASE}/api/v1/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${credentials.id}:${credentials.secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (token.status !== 200) return { status: token.status };
  const { access_token } = await token.json();
  const answer = await fetch(`${BASE}/api/v1${path}`, { headers: { authorization: `Bearer ${access_token}` } });
  return { status: answer.status, body: await answer.json() };
}

const row = (page, name) => page.getByRole('row', { name: new RegExp(name) });

test('another system is let in, sees what it was given, and is shut out', async () => {
  const name = `网格平台${Date.now()}`;
  const owner = await seat('dispatcher', '/applications');
  const { page } = owner;
  await page.getByRole('button', { name: '创建应用' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('名称').fill(name);
  await dialog.getByLabel('用途').fill('每日核对本县案件的办理状态');
  await dialog.getByRole('checkbox', { name: /查看案件/ }).check();
  await dialog.getByRole('region', { name: '它能看到什么' }).getByText(/现在能看到 \d+ 个/).waitFor();
  await dialog.getByLabel('有效期至').fill('2027-06-30');
  await dialog.getByLabel('有效期至').press('Enter');
  await shoot(page, 'application-new');
  await dialog.getByRole('button', { name: /保\s*存/ }).click();

  const told = page.getByRole('dialog', { name: '请立即保存密钥' });
  const secret = await told.getByLabel('密钥（client_secret）').inputValue();
  const id = await told.locator('dd').nth(1).innerText();
  await shoot(page, 'application-secret');
  await told.getByRole('button', { name: '我已保存' }).click();
  await gone(told);
  await row(page, name).getByText('待审批').waitFor();
  await checkAccessibility(page, 'applications');
  await checkWidth(page, 'applications');
  const credentials = { id, secret };
  assert.equal((await call(credentials, '/cases')).status, 401, 'before it is approved');

  const security = await seat('secadmin', '/applications');
  await security.page.getByRole('button', { name: `查看应用 ${name}` }).click();
  const opened = security.page.getByRole('dialog', { name });
  await opened.getByRole('button', { name: /批\s*准/ }).click();
  await security.page.getByRole('tooltip').getByRole('button', { name: /确\s*定/ }).click();
  await opened.getByRole('button', { name: /停\s*用/ }).waitFor();
  await shoot(security.page, 'application-approved');

  const cases = await call(credentials, '/cases?limit=1');
  assert.equal(cases.status, 200);
  assert.equal(cases.body.items.length, 1);
  const refused = await call(credentials, '/users');
  assert.deepEqual([refused.status, refused.body.code], [403, 'auth.people_only']);

  await opened.getByLabel('理由').fill('对接单位更换服务商');
  await opened.getByRole('button', { name: /停\s*用/ }).click();
  await opened.getByRole('button', { name: /恢\s*复/ }).waitFor();
  assert.equal((await call(credentials, '/cases')).status, 401, 'after it was stopped');
  assert.deepEqual(security.faults, []);
  await security.close();
  assert.deepEqual(owner.faults, []);
  await owner.close();
});

test('events are sent to an address, and what came of it is told', async () => {
  const name = `法院分流${Date.now()}`;
  const { page, faults, close } = await seat('dispatcher', '/webhooks');
  await page.getByRole('button', { name: '新建推送' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('用途').fill(name);
  // No address of this house: nobody reaches its own machines through it.
  await dialog.getByLabel('接收地址').fill('https://127.0.0.1/events');
  await dialog.getByRole('button', { name: /保\s*存/ }).click();
  await dialog.getByText(/不允许/).first().waitFor();
  await dialog.getByLabel('接收地址').fill('https://receiver.invalid/events');
  await dialog.getByRole('button', { name: /保\s*存/ }).click();
  const told = page.getByRole('dialog', { name: '签名密钥' });
  assert.match(await told.innerText(), /whsec_[A-Za-z0-9+/=]{32,}/);
  await told.getByRole('button', { name: '已保存' }).click();
  await gone(told);

  const mine = row(page, name);
  await mine.getByText('推送中').waitFor();
  await settled(page);
  await checkAccessibility(page, 'webhooks');
  await checkWidth(page, 'webhooks');
  await mine.getByRole('button', { name: '发送测试' }).click();
  await page.getByText('已完成：发送测试').waitFor();
  await mine.getByRole('button', { name: '推送记录' }).click();
  const drawer = page.getByRole('dialog', { name: `推送记录：${name}` });
  await drawer.getByRole('row', { name: /测试/ }).first().waitFor();
  await shoot(page, 'webhook-deliveries');
  assert.deepEqual(faults, []);
  await close();
});
