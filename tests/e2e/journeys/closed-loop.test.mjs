// 受理 → 分类转办 → 办理 → 审核 → 回访 → 结案 → 归档, by five people in five browsers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts, department } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, settled, shoot, signIn } from '../browser.mjs';

const open = browser();

test('five people bring a case from the window to the archive', async () => {
  const clerk = await open();
  await signIn(clerk.page, accounts.clerk);
  const path = await register(clerk.page);

  const dispatcher = await open();
  await signIn(dispatcher.page, accounts.dispatcher);
  await dispatcher.page.goto(BASE + path);
  await act(dispatcher.page, 'classify', async (dialog) => {
    await choose(dispatcher.page, dialog, '类型', '相邻');
    await dialog.getByText('一般', { exact: true }).click();
  });
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
    await choose(handler.page, dialog, '化解方式', '人民调解');
    await dialog.getByLabel('办理情况').fill('双方达成调解协议并已履行。');
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

  await clerk.page.goto(BASE + path);
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
  await checkAccessibility(clerk.page, 'archived case');
  await shoot(clerk.page, 'loop-archived');

  for (const { faults, close } of [clerk, dispatcher, handler, supervisor]) {
    assert.deepEqual(faults, []);
    await close();
  }
});

async function register(page) {
  await page.goto(`${BASE}/register`);
  await page.getByLabel('姓名').first().fill('李示例');
  await page.getByLabel('联系电话').first().fill('13800001234');
  await page.getByLabel('事项', { exact: true }).fill('楼上漏水致家具受损');
  await page.getByLabel('具体情况').fill('卫生间防水失效，多次漏水，协商未果。');
  await shoot(page, 'loop-register');
  await page.getByRole('button', { name: '提交登记' }).click();
  const number = await page.getByTestId('case-no').innerText();
  assert.match(number.trim(), /^\d{6}-\d{8}-\d{6}$/);
  assert.match((await page.getByTestId('tracking-code').innerText()).trim(), /^\d{8}$/);
  await checkAccessibility(page, 'receipt');
  await shoot(page, 'loop-receipt');
  await page.getByRole('link', { name: '打开案件' }).click();
  await page.getByTestId('case-status').waitFor();
  return new URL(page.url()).pathname;
}

/** Presses an action's button, fills its dialog, and waits until it is done. */
async function act(page, verb, fill) {
  const button = page.getByTestId(`action-${verb}`);
  const name = (await button.innerText()).replace(/\s/g, '');
  await button.click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await fill?.(dialog);
  await dialog.getByRole('button', { name: spaced(name) }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Ant Design puts a space between the two characters of a button. */
const spaced = (name) => new RegExp(`^${[...name].join('\\s*')}$`);

/** Chooses in a select or tree by typing part of the name. */
async function choose(page, dialog, label, text) {
  const input = dialog.getByRole('combobox', { name: label });
  await input.click();
  if (!(await input.getAttribute('readonly'))) await input.fill(text).catch(() => undefined);
  const options = page.locator(
    '.ant-select-tree-title:visible, .ant-select-item-option-content:visible',
  );
  await options.filter({ hasText: text }).first().click();
}

async function status(page, wanted) {
  await page.locator(`[data-testid="case-status"][data-status="${wanted}"]`).waitFor();
  await settled(page);
}
