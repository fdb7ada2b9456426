// 切换岗位: somebody with two capacities acts in one at a time; pages, lists and drafts follow.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, settled, shoot, signIn } from '../browser.mjs';

const open = browser();
const PASSWORD = 'orchard lantern staple';

/** Asks the server beside the pages, to set the stage. */
async function ask(token, method, path, body) {
  const answer = await fetch(`${BASE}/api/v1${path}`, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

/** An account that is a clerk and a supervisor of the county's centre. */
async function standIn() {
  const { access_token: token } = await ask(undefined, 'POST', '/auth/login', accounts.sysadmin);
  const clerk = await ask(undefined, 'POST', '/auth/login', accounts.clerk);
  const { department } = clerk.me.capacities[0];
  const username = `two.posts.${Date.now()}`;
  const person = await ask(token, 'POST', '/people', { name: '双岗员', department_id: department.id });
  for (const role of ['clerk', 'supervisor']) {
    const capacity = { person_id: person.id, role, department_id: department.id };
    await ask(token, 'POST', '/capacities', capacity);
  }
  await ask(token, 'POST', '/users', {
    person_id: person.id,
    username,
    initial_password: PASSWORD,
    must_change_password: false,
  });
  return { username, password: PASSWORD };
}

const switcher = (page) => page.getByRole('button', { name: /^当前岗位：/ });

/** Chooses the other capacity in the bar on top. */
async function act(page, role) {
  await switcher(page).click();
  await page.locator('.ant-dropdown-menu-item:visible', { hasText: role }).click();
  await page.getByText(new RegExp(`已切换为：${role}`)).first().waitFor();
  await page.getByRole('button', { name: new RegExp(`^当前岗位：${role}`) }).waitFor();
  await settled(page);
}

/** Whether the way to a page is offered. */
const offered = (page, name) =>
  page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name, exact: true }).count();

test('who has two capacities acts in one at a time, and the pages follow', async () => {
  const account = await standIn();
  const { page, faults, close } = await open();
  await signIn(page, account);
  await settled(page);
  const first = await switcher(page).getAttribute('aria-label');
  if (!/综合窗口人员/.test(first)) await act(page, '综合窗口人员');
  assert.equal(await offered(page, '登记受理'), 1, 'a clerk registers');
  assert.equal(await offered(page, '超期案件用时'), 0, 'a clerk does not oversee');

  await page.goto(`${BASE}/register`);
  await page.getByLabel('事项', { exact: true }).fill('下水道堵塞');
  await page.goto(`${BASE}/`);
  await act(page, '督办岗');
  assert.equal(await offered(page, '登记受理'), 0, 'a supervisor does not register');
  assert.equal(await offered(page, '超期案件用时'), 1, 'a supervisor oversees');
  await checkAccessibility(page, 'after switching');
  await shoot(page, 'capacity-supervisor');
  const { access_token: token } = await ask(undefined, 'POST', '/auth/login', account);
  const me = await ask(token, 'GET', '/me');
  const role = me.capacities.find(({ id }) => id === me.acting_capacity_id).role;
  assert.equal(role, 'supervisor', 'the next sign-in begins where the last switch ended');

  await page.setViewportSize({ width: 360, height: 740 });
  await checkWidth(page, 'the bar with two capacities at 360 px');
  await page.setViewportSize({ width: 1440, height: 900 });
  await act(page, '综合窗口人员');
  // A reload stays with the post, and the draft is that of the post it was written in.
  await page.reload();
  await page.getByRole('button', { name: /^当前岗位：综合窗口人员/ }).waitFor();
  await page.goto(`${BASE}/register`);
  await page.getByText('已恢复上次未提交的内容').waitFor();
  assert.equal(await page.getByLabel('事项', { exact: true }).inputValue(), '下水道堵塞');
  assert.deepEqual(faults, []);
  await close();
});
