// 受理 → 分类转办 → 办理 → 审核 → 回访 → 结案 → 归档, by five people in five browsers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts, department } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, shoot, signIn } from '../browser.mjs';
import { act, choose, register, status } from '../case.mjs';

const open = browser();

/** Who acted, by the case's ledger and not by what the pages say. */
async function actors(path) {
  const signedIn = await fetch(`${BASE}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(accounts.clerk),
  });
  const { access_token: token } = await signedIn.json();
  const answer = await fetch(`${BASE}/api/v1${path}/events?limit=200`, {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(answer.status, 200);
  const { items } = await answer.json();
  return new Map(items.map(({ actor }) => [actor?.person_id ?? 'the system', actor?.name]));
}

test('five people bring a case from the window to the archive', async () => {
  const officer = await open();
  await signIn(officer.page, accounts.village);
  const path = await register(officer.page);

  const clerk = await open();
  await signIn(clerk.page, accounts.clerk);
  await clerk.page.goto(BASE + path);
  await act(clerk.page, 'classify', async (dialog) => {
    await choose(clerk.page, dialog, '类型', '相邻');
    await dialog.getByText('一般', { exact: true }).click();
  });

  const dispatcher = await open();
  await signIn(dispatcher.page, accounts.dispatcher);
  await dispatcher.page.goto(BASE + path);
  await act(dispatcher.page, 'dispatch', async (dialog) => {
    await choose(dispatcher.page, dialog, '主办单位', department);
    await dialog.getByLabel('说明').fill('请依法办理');
  });
  await status(dispatcher.page, 'dispatched');
  await dispatcher.page.getByTestId('clock-handling').waitFor();
  await shoot(dispatcher.page, 'loop-dispatched');

  const handler = await open();
  await signIn(handler.page, accounts.handler);
  await handler.page.goto(BASE + path);
  await act(handler.page, 'sign');
  await status(handler.page, 'in_progress');
  await act(handler.page, 'report_progress', (dialog) =>
    dialog.getByLabel('说明').fill('已约双方到场协商'),
  );
  await act(handler.page, 'resolve', async (dialog) => {
    await choose(handler.page, dialog, '办理结果', '已解决');
    await choose(handler.page, dialog, '化解方式', '和解');
    await dialog.getByLabel('办理情况').fill('双方自行和解并已履行。');
  });
  await status(handler.page, 'resolved');

  await dispatcher.page.reload();
  await act(dispatcher.page, 'accept_resolution');
  await status(dispatcher.page, 'in_callback');

  const supervisor = await open();
  await signIn(supervisor.page, accounts.supervisor);
  await supervisor.page.goto(BASE + path);
  await act(supervisor.page, 'record_callback', async (dialog) => {
    for (const question of ['是否联系上', '问题是否解决', '是否受到公正对待']) {
      const group = dialog.locator('.ant-form-item', { hasText: question });
      await group.getByText('是', { exact: true }).click();
    }
  });
  await status(supervisor.page, 'closed');

  await clerk.page.reload();
  await act(clerk.page, 'archive', async (dialog) => {
    await dialog.getByLabel('输入案件编号确认').fill(await clerk.page.getByTestId('case-no').innerText());
  });
  await status(clerk.page, 'archived');
  const kinds = await clerk.page
    .getByTestId('timeline-event')
    .evaluateAll((events) => events.map((event) => event.dataset.kind));
  for (const kind of ['registered', 'dispatched', 'signed', 'resolved', 'callback_recorded', 'archived']) {
    assert.ok(kinds.includes(kind), `the time line shows ${kind}: ${kinds}`);
  }
  const people = await actors(path);
  assert.equal(people.size, 5, `the ledger names ${[...people.values()].join(', ')}`);
  await checkAccessibility(clerk.page, 'archived case');
  await shoot(clerk.page, 'loop-archived');

  for (const { faults, close } of [officer, clerk, dispatcher, handler, supervisor]) {
    assert.deepEqual(faults, []);
    await close();
  }
});
