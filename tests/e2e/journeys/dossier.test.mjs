// 调解 → 卷宗: papers are brought, the dossier is sealed and taken along, the case archived.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { accounts, department } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, shoot, signIn } from '../browser.mjs';
import { act, choose, register, status } from '../case.mjs';

const open = browser();

/** The documents of a people's mediation volume that must be there once somebody was called. */
const REQUIRED = ['01', '02', '03', '07', '08', '10', '13'];

test('a mediated case is archived with its dossier sealed', async () => {
  const clerk = await open();
  await signIn(clerk.page, accounts.clerk);
  const path = await register(clerk.page);

  // A file is dropped on the case while it is open, looked at, and told in the time line.
  await clerk.page
    .getByTestId('case-attachments')
    .locator('input[type=file]')
    .setInputFiles({ name: '现场说明.txt', mimeType: 'text/plain', buffer: Buffer.from('漏水点在卫生间。') });
  await clerk.page.getByTestId('attachment').filter({ hasText: '现场说明.txt' }).waitFor();
  await clerk.page.locator('[data-testid="timeline-event"][data-kind="attachment_added"]').waitFor();
  await checkAccessibility(clerk.page, 'case with attachments');
  await shoot(clerk.page, 'dossier-attachments');

  // What is not accepted says why.
  await clerk.page
    .getByTestId('case-attachments')
    .locator('input[type=file]')
    .setInputFiles({ name: '程序.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') });
  await clerk.page.getByTestId('case-attachments').getByRole('alert').getByText('不支持这种类型的文件').waitFor();
  await clerk.page.getByTestId('case-attachments').getByRole('button', { name: '知道了' }).click();

  const dispatcher = await open();
  await signIn(dispatcher.page, accounts.dispatcher);
  await dispatcher.page.goto(BASE + path);
  await act(dispatcher.page, 'classify', async (dialog) => {
    await choose(dispatcher.page, dialog, '类型', '相邻');
    await dialog.getByText('一般', { exact: true }).click();
  });
  await act(dispatcher.page, 'dispatch', (dialog) =>
    choose(dispatcher.page, dialog, '主办单位', department),
  );

  const handler = await open();
  await signIn(handler.page, accounts.handler);
  await handler.page.goto(BASE + path);
  await act(handler.page, 'sign');
  await act(handler.page, 'resolve', async (dialog) => {
    await choose(handler.page, dialog, '办理结果', '已解决');
    await choose(handler.page, dialog, '化解方式', '人民调解');
    await dialog.getByLabel('办理情况').fill('双方达成调解协议并已履行。');
  });

  await dispatcher.page.reload();
  await act(dispatcher.page, 'accept_resolution');

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

  // The checklist says what is missing until nothing is.
  await clerk.page.goto(`${BASE}${path}/dossier`);
  const standing = clerk.page.getByTestId('dossier-standing');
  await standing.getByText('缺少 7 项必须的材料').waitFor();
  for (const code of REQUIRED) {
    const place = clerk.page.getByTestId(`place-${code}`);
    await place.locator('input[type=file]').setInputFiles({
      name: `材料${code}.txt`,
      mimeType: 'text/plain',
      buffer: Buffer.from(`材料 ${code}（测试）`),
    });
    await clerk.page.locator(`[data-testid="place-${code}"][data-filled="true"]`).waitFor();
  }
  await standing.getByText('必须的材料已齐').waitFor();
  await checkAccessibility(clerk.page, 'complete dossier');
  await shoot(clerk.page, 'dossier-complete');

  const number = path && (await clerk.page.getByRole('link', { name: /^\d{6}-\d{8}-\d{6}/ }).innerText()).split(' ')[0];
  await clerk.page.getByTestId('seal-dossier').click();
  const dialog = clerk.page.getByRole('dialog');
  await dialog.getByLabel('案件编号').fill(number);
  await dialog.getByRole('button', { name: '确认封存' }).click();
  await dialog.waitFor({ state: 'hidden' });
  // Nothing more is taken.
  await clerk.page.getByTestId('upload-07').waitFor({ state: 'detached' });
  await shoot(clerk.page, 'dossier-sealed');

  // The ticket knows this browser: the archive is saved by the browser itself.
  const [download] = await Promise.all([
    clerk.page.waitForEvent('download'),
    clerk.page.getByTestId('export-dossier').click(),
  ]);
  const archive = await readFile(await download.path());
  assert.equal(archive.subarray(0, 2).toString(), 'PK', 'it is an archive');
  assert.ok(archive.includes('manifest.json') && archive.includes('documents/07-1.txt'));

  await clerk.page.goto(BASE + path);
  await act(clerk.page, 'archive', (confirm) => confirm.getByLabel('输入案件编号确认').fill(number));
  await status(clerk.page, 'archived');

  for (const { faults, close } of [clerk, dispatcher, handler, supervisor]) {
    assert.deepEqual(faults, []);
    await close();
  }
});
