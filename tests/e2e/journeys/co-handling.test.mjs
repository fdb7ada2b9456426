// 协办、中止、延期; and 两次退回后的裁定.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts, assistant, department } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, settled, shoot, signIn } from '../browser.mjs';
import { act, choose, register, status } from '../case.mjs';

const open = browser();

/** A page of somebody's own, at the case. */
async function seat(who, path, viewport) {
  const seated = await open(viewport);
  await signIn(seated.page, accounts[who]);
  if (path) await seated.page.goto(BASE + path);
  return seated;
}

/** Everybody leaves; nobody met a fault. */
async function leave(...seats) {
  for (const { faults, close } of seats) {
    assert.deepEqual(faults, []);
    await close();
  }
}

async function dispatch(page) {
  await act(page, 'dispatch', (dialog) => choose(page, dialog, '主办单位', department));
  await status(page, 'dispatched');
}

/** Registered at the window, classified and with the first department. */
async function dispatchedCase() {
  const clerk = await seat('clerk');
  const path = await register(clerk.page);
  await leave(clerk);
  const dispatcher = await seat('dispatcher', path);
  await act(dispatcher.page, 'classify', async (dialog) => {
    await choose(dispatcher.page, dialog, '类型', '相邻');
    await dialog.getByText('一般', { exact: true }).click();
  });
  await dispatch(dispatcher.page);
  return { path, dispatcher };
}

/** A calendar day some days from now, as the pages write it. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('two departments handle a case that stands still for a while and gets more time', async () => {
  const { path, dispatcher } = await dispatchedCase();

  const lead = await seat('handler', path);
  await act(lead.page, 'sign');
  await act(lead.page, 'add_assist', async (dialog) => {
    await choose(lead.page, dialog, '协办单位', assistant);
    await dialog.getByLabel('协办事项').fill('核实房屋防水施工责任');
  });
  await lead.page.getByTestId('clock-assist').waitFor();

  const helper = await seat('handler2', path, { width: 360, height: 740 });
  await act(helper.page, 'sign');
  await checkWidth(helper.page, 'assisted case');
  await act(helper.page, 'complete_assist', (dialog) =>
    dialog.getByLabel('协办结果').fill('经核实，系施工单位责任。'),
  );
  await helper.page.getByText('系施工单位责任').first().waitFor();
  assert.equal(await helper.page.getByRole('button', { name: /查看完整/ }).count(), 0);

  await lead.page.reload();
  await act(lead.page, 'suspend', async (dialog) => {
    await choose(lead.page, dialog, '中止原因', '法定程序');
    await choose(lead.page, dialog, '法定程序', '民事诉讼');
    await dialog.getByLabel('受理案号').fill('（2026）民初 12 号');
    await dialog.getByLabel('中止至').fill(inDays(5));
    await dialog.getByLabel('中止至').press('Enter');
  });
  await status(lead.page, 'suspended');
  const banner = await lead.page.getByTestId('suspension').innerText();
  for (const part of ['民事诉讼', '（2026）民初 12 号', inDays(5)]) assert.ok(banner.includes(part), banner);
  assert.match(await lead.page.getByTestId('clock-handling').innerText(), /已暂停/);
  assert.match(await lead.page.getByTestId('clock-statutory').innerText(), /到期/);
  await checkAccessibility(lead.page, 'suspended case');
  await shoot(lead.page, 'case-suspended');
  await act(lead.page, 'resume');
  await status(lead.page, 'in_progress');

  await act(lead.page, 'request_extension', async (dialog) => {
    await dialog.getByLabel('延期天数').fill('3');
    await dialog.getByLabel('理由').fill('需现场勘查');
  });
  const supervisor = await seat('supervisor', path);
  await act(supervisor.page, 'decide_extension', async (dialog) => {
    await dialog.getByText('需现场勘查').waitFor();
    await dialog.getByText('是', { exact: true }).click();
    await dialog.getByLabel('理由').fill('情况属实，同意延期');
  });
  const handling = supervisor.page.getByTestId('clock-handling');
  await handling.getByText('已延期 3 天').waitFor();

  await lead.page.reload();
  await act(lead.page, 'resolve', async (dialog) => {
    await choose(lead.page, dialog, '办理结果', '已解决');
    await choose(lead.page, dialog, '化解方式', '人民调解');
    await dialog.getByLabel('办理情况').fill('施工单位已修复并赔偿。');
  });
  await status(lead.page, 'resolved');
  await lead.page.getByText('用时情况').click();
  const use = lead.page.getByTestId('time-use');
  await use.getByText('法定程序').or(use.getByText('民事诉讼')).first().waitFor();
  await settled(lead.page);
  await checkAccessibility(lead.page, 'whose time');
  await shoot(lead.page, 'case-time-use');
  await leave(dispatcher, lead, helper, supervisor);
});

test('after two returns only a ruling moves a case, and it stays', async () => {
  const { path, dispatcher } = await dispatchedCase();
  const handler = await seat('handler', path);
  const giveBack = () =>
    act(handler.page, 'return', async (dialog) => {
      await choose(handler.page, dialog, '依据', '');
      await dialog.getByLabel('说明').fill('不属本单位职责');
    });
  await giveBack();
  await status(handler.page, 'returned');
  await dispatcher.page.reload();
  await dispatch(dispatcher.page);
  await handler.page.reload();
  await giveBack();

  await dispatcher.page.reload();
  await dispatcher.page.getByText(/暂不能进行的操作/).click();
  const refused = dispatcher.page.getByTestId('action-dispatch');
  assert.match(await refused.innerText(), /须由中心主任裁定/);

  const director = await seat('director', path);
  await act(director.page, 'rule', async (dialog) => {
    await choose(director.page, dialog, '主办单位', department);
    await dialog.getByLabel('理由').fill('劳务关系引发，由该局主办');
  });
  await status(director.page, 'dispatched');
  await handler.page.reload();
  await handler.page.getByText(/暂不能进行的操作/).click();
  assert.match(await handler.page.getByTestId('action-return').innerText(), /裁定/);
  await act(handler.page, 'sign');
  await status(handler.page, 'in_progress');
  await leave(dispatcher, handler, director);
});
