// 出具文书 → 打印页 → 新版 → 核验: a paper of a case from its draft to the page behind its QR code.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, shoot, signIn } from '../browser.mjs';
import { register } from '../case.mjs';
import { assertNumbered, assertOnPaper, printed } from '../paper.mjs';

const open = browser();

test('a receipt is issued, printed, issued anew and verified', async () => {
  const clerk = await open();
  await signIn(clerk.page, accounts.clerk);
  const path = await register(clerk.page);
  await clerk.page.goto(BASE + path);
  const panel = clerk.page.getByTestId('case-documents');
  await panel.getByText('出具文书', { exact: true }).click();
  await panel.getByRole('link', { name: '受理回执' }).click();
  await clerk.page.getByLabel('提示').fill('请携带身份证件到二号窗口');
  await shoot(clerk.page, 'papers-draft');
  await checkAccessibility(clerk.page, 'the draft of a receipt');
  await checkWidth(clerk.page, 'the draft of a receipt');
  await clerk.page.getByRole('button', { name: /出\s?具/ }).click();
  await clerk.page.getByTestId('document-state').waitFor();
  assert.match(await clerk.page.getByTestId('paper').innerText(), /请携带身份证件到二号窗口/);
  await clerk.page.emulateMedia({ media: 'print' });
  await shoot(clerk.page, 'papers-print');
  await clerk.page.emulateMedia({ media: 'screen' });
  // Every field, the number and the check code are on paper, and each sheet says which it is.
  const sheets = await printed(clerk.page);
  assertOnPaper(sheets, await clerk.page.getByTestId('paper').innerText());
  assertNumbered(sheets);
  await checkAccessibility(clerk.page, 'an issued receipt');

  const [file] = await Promise.all([
    clerk.page.waitForEvent('download'),
    clerk.page.getByRole('button', { name: '下载 DOCX 文档' }).click(),
  ]);
  assert.match(file.suggestedFilename(), /^DOC\d{6}-\d{8}-\d{6}-1\.docx$/);

  const footer = await clerk.page.getByTestId('paper').innerText();
  const [, no, code] = /编号 (\S+)　第 1 版　校验码 ([0-9a-f]{16})/.exec(footer);
  await clerk.page.getByRole('link', { name: '出具新版' }).click();
  await clerk.page.getByRole('button', { name: '出具新版' }).click();
  await clerk.page.getByText('校验码').waitFor();

  const citizen = await open();
  await citizen.page.goto(`${BASE}/verify?no=${no}&code=${code}`);
  await citizen.page.getByText('已被新版替代').waitFor();
  assert.doesNotMatch(await citizen.page.innerText('body'), /漏水/);
  await checkAccessibility(citizen.page, 'verification');
  await shoot(citizen.page, 'papers-verified');

  for (const { faults, close } of [clerk, citizen]) {
    assert.deepEqual(faults, []);
    await close();
  }
});
