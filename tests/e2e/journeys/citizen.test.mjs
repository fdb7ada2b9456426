// A citizen submits, tracks, says "not solved", and the case opens again; axe looks at every page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts, department } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, shoot, signIn } from '../browser.mjs';
import { act, choose, status } from '../case.mjs';

const open = browser();

/** Looked at as on a phone and on a desk. */
async function look(page, name) {
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await checkWidth(page, `${name} at ${width} px`);
    await checkAccessibility(page, `${name} at ${width} px`);
    await shoot(page, `citizen-${name}-${width}`);
  }
}

const next = (page) => page.getByRole('button', { name: '下一步' }).click();
const asks = (page, title) => page.getByRole('heading', { level: 1, name: title }).waitFor();

async function submit(page) {
  await page.goto(`${BASE}/public`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await look(page, 'home');
  await page.getByRole('link', { name: '我要反映事情' }).click();
  await asks(page, '发生了什么事？');
  await next(page);
  await page.getByText('请先填写这一项').waitFor();
  await look(page, 'narrative');
  await page.getByLabel(/^事情/).fill('楼上卫生间防水失效，多次漏水，协商未果。');
  await next(page);
  await asks(page, '您希望怎么解决？');
  await page.getByLabel(/^希望/).fill('修复防水并赔偿');
  await next(page);
  await asks(page, '事情发生在哪里？');
  await page.getByLabel(/^乡镇/).selectOption({ index: 1 });
  await look(page, 'place');
  await next(page);
  await asks(page, '对方是谁？');
  await next(page);
  await asks(page, '您愿意调解吗？');
  await page.getByText('愿意', { exact: true }).click();
  await look(page, 'mediate');
  await next(page);
  await asks(page, '怎么联系您？');
  await page.getByLabel(/^姓名/).fill('李示例');
  await page.getByLabel(/^电话/).fill('13800001234');
  await look(page, 'who');
  await next(page);
  await asks(page, '请核对一遍');
  await page.getByRole('button', { name: '确认提交' }).waitFor();
  await look(page, 'check');
  await page.getByRole('button', { name: '确认提交' }).click();
  await asks(page, '已经受理');
  await look(page, 'receipt');
  return {
    number: await page.getByTestId('case-no').innerText(),
    code: await page.getByTestId('code').innerText(),
  };
}

async function track(page, { number, code }) {
  await page.goto(`${BASE}/public/track`);
  await asks(page, '查询办理进度');
  await page.getByLabel(/^编号/).fill(number);
  await page.getByLabel(/^查询码/).fill(code);
  await page.getByRole('button', { name: '查询' }).click();
  await page.getByRole('heading', { level: 2, name: '办理过程' }).waitFor();
}

test('a citizen submits, tracks, and says that it is not solved', async () => {
  const citizen = await open();
  const receipt = await submit(citizen.page);

  await citizen.page.goto(`${BASE}/public/track`);
  await citizen.page.getByLabel(/^编号/).fill(receipt.number);
  await citizen.page.getByLabel(/^查询码/).fill('00000000');
  await citizen.page.getByRole('button', { name: '查询' }).click();
  await citizen.page.getByRole('alert').waitFor();
  assert.match(await citizen.page.getByRole('alert').innerText(), /编号或查询码不正确/);
  await look(citizen.page, 'wrong-code');

  await track(citizen.page, receipt);
  assert.match(await citizen.page.innerText('main'), /确定由哪个单位办理/);
  assert.doesNotMatch(await citizen.page.innerText('main'), /李示例|13800001234/);
  await look(citizen.page, 'tracked');
  await citizen.page.getByRole('button', { name: '补充说明' }).click();
  await citizen.page.getByLabel(/^具体情况/).fill('昨天又漏了一次');
  await look(citizen.page, 'comment');
  await citizen.page.getByRole('button', { name: '提交' }).click();
  await citizen.page.getByText('已经提交，谢谢。').waitFor();

  const dispatcher = await open();
  await signIn(dispatcher.page, accounts.dispatcher);
  await dispatcher.page.goto(`${BASE}/cases?q=${receipt.number}`);
  await dispatcher.page.locator('[data-row]').first().click();
  await dispatcher.page.getByTestId('case-status').waitFor();
  const path = new URL(dispatcher.page.url()).pathname;
  await dispatcher.page.getByText(/昨天又漏了一次/).first().waitFor();
  await act(dispatcher.page, 'classify', async (dialog) => {
    await choose(dispatcher.page, dialog, '类型', '相邻');
    await dialog.getByText('复杂', { exact: true }).click();
  });
  await act(dispatcher.page, 'dispatch', async (dialog) => {
    await choose(dispatcher.page, dialog, '主办单位', department);
    await dialog.getByLabel('说明').fill('请依法办理');
  });

  const handler = await open();
  await signIn(handler.page, accounts.handler);
  await handler.page.goto(BASE + path);
  await act(handler.page, 'sign');
  await act(handler.page, 'resolve', async (dialog) => {
    await choose(handler.page, dialog, '办理结果', '已解决');
    await choose(handler.page, dialog, '化解方式', '人民调解');
    await dialog.getByLabel('办理情况').fill('已修复防水。');
  });
  await status(handler.page, 'resolved');
  await dispatcher.page.reload();
  await act(dispatcher.page, 'accept_resolution');
  await status(dispatcher.page, 'in_callback');

  const supervisor = await open();
  await signIn(supervisor.page, accounts.supervisor);
  await supervisor.page.goto(`${BASE}/callbacks`);
  await supervisor.page.getByRole('heading', { level: 1 }).waitFor();
  await checkAccessibility(supervisor.page, 'callbacks');
  await shoot(supervisor.page, 'callbacks');
  await supervisor.page.goto(BASE + path);
  await act(supervisor.page, 'record_callback', async (dialog) => {
    for (const question of ['是否联系上', '问题是否解决', '是否受到公正对待']) {
      const group = dialog.locator('.ant-form-item', { hasText: question });
      await group.getByText('是', { exact: true }).click();
    }
  });
  await status(supervisor.page, 'closed');

  await track(citizen.page, receipt);
  await look(citizen.page, 'closed');
  await citizen.page.getByRole('button', { name: '评价' }).click();
  await asks(citizen.page, '请您评价');
  await citizen.page.getByText('没有解决', { exact: true }).click();
  await citizen.page.getByText('公正', { exact: true }).click();
  await citizen.page.getByLabel(/^想说的话/).fill('修了以后还在漏');
  await citizen.page.getByRole('status').getByText(/重新办理/).waitFor();
  await look(citizen.page, 'rate');
  await citizen.page.getByRole('button', { name: '提交' }).click();
  await citizen.page.getByText('已经提交，谢谢。').waitFor();
  assert.equal(await citizen.page.getByRole('button', { name: '评价' }).count(), 0, 'rated once');
  // Who says so once need not press a second button.
  assert.equal(await citizen.page.getByRole('button', { name: '没有解决' }).count(), 0);
  assert.match(await citizen.page.getByRole('heading', { level: 1 }).innerText(), /正在办理/);

  await handler.page.reload();
  await status(handler.page, 'in_progress');
  await handler.page.getByText(/修了以后还在漏/).first().waitFor();
  await supervisor.page.goto(`${BASE}/callbacks?tab=signals`);
  await checkAccessibility(supervisor.page, 'questions about answers');
  await shoot(supervisor.page, 'callback-signals');
  await supervisor.page.goto(`${BASE}/callbacks?tab=quotas`);
  await checkAccessibility(supervisor.page, 'quotas');

  for (const { faults, close } of [citizen, dispatcher, handler, supervisor]) {
    assert.deepEqual(faults, []);
    await close();
  }
});

test('the centres can be found, and a receipt be scanned', async () => {
  const { page, faults, close } = await open({ width: 360, height: 740 });
  await page.goto(`${BASE}/public/centers`);
  await page.locator('.card').first().waitFor();
  await look(page, 'centers');
  await page.goto(`${BASE}/public/track#no=990101-20200101-000001&code=00000000`);
  await page.getByRole('alert').waitFor();
  assert.equal(new URL(page.url()).hash, '', 'the code does not stay in the address');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { level: 1, name: 'See how far it is' }).waitFor();
  await look(page, 'english');
  assert.deepEqual(faults, []);
  await close();
});
