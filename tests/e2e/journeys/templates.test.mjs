// 文书模板: the next version of a paper, block by block, seen on an example case before it is published.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, shoot, signIn } from '../browser.mjs';

const open = browser();

test('a template is changed, tried out, refused and published', async () => {
  const { page, faults, close } = await open();
  await signIn(page, accounts.sysadmin);
  await page.goto(`${BASE}/document-templates`);
  const row = page.getByRole('row', { name: /卷宗封底/ });
  await row.getByRole('link', { name: '发布新版' }).click();
  const paper = page.getByTestId('paper');
  await paper.getByText('楼上漏水引起的邻里赔偿纠纷').waitFor();
  const title = page.getByLabel('2. 标题：文字');
  await title.fill('卷宗封底（{没有的字段}）');
  await page.getByText('以下内容还不能发布：').waitFor();
  await shoot(page, 'templates-refused');
  await title.fill('人民调解卷宗封底');
  await paper.getByText('人民调解卷宗封底').waitFor();
  await page.getByText('以下内容还不能发布：').waitFor({ state: 'detached' });
  await shoot(page, 'templates-editor');
  await checkAccessibility(page, 'the editor of a template');
  await checkWidth(page, 'the editor of a template');
  await page.getByLabel('修订说明').fill('标题与封面一致');
  await page.getByRole('button', { name: '发布新版' }).click();
  await page.getByText(/已发布第 \d+ 版/).waitFor();
  await row.getByRole('button', { name: '历次版本' }).click();
  await page.getByText(/第 1 版/).first().waitFor();
  // The refused preview is an answer the page asked for.
  assert.deepEqual(faults.filter((fault) => !fault.includes('422')), []);
  await close();
});
