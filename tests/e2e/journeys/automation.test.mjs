// 自动规则: a director writes one, sees beside it what it would do, activates it; a case makes it act,
// and its log and the ledger tell so.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, settled, shoot, signIn } from '../browser.mjs';
import { choose } from '../case.mjs';

const open = browser();
const NAME = '大规模事项请督办关注';
/** How long a round of the jobs may take on a busy machine. */
const ROUNDS = 30;

/** A page of somebody's own, at an address. */
async function seat(who, path) {
  const seated = await open();
  await signIn(seated.page, accounts[who]);
  if (path) await seated.page.goto(BASE + path);
  return seated;
}

/** Ant Design puts a space between the two characters of a button. */
const named = (name) => new RegExp(`^${[...name].join('\\s*')}$`);

/** Registers a matter of so many people; answers its number. */
async function registerCrowd(page, people) {
  await page.goto(`${BASE}/register`);
  await page.getByLabel('姓名').first().fill('李示例');
  await page.getByLabel('事项', { exact: true }).fill('拖欠四十名工人工资');
  await page.getByLabel('具体情况').fill('工地停工两个月，工资一直未付。');
  await page.getByText('补充内容（可登记后再补）').click();
  await page.getByLabel('涉及人数').fill(String(people));
  await page.getByRole('button', { name: '提交登记' }).click();
  return (await page.getByTestId('case-no').innerText()).trim();
}

/** Moves the rule on, with a reason. */
async function turn(page, name, reason) {
  await page.getByRole('button', { name: named(name) }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('理由').fill(reason);
  await dialog.getByRole('button', { name: named('确定') }).click();
  await dialog.waitFor({ state: 'hidden' });
}

test('a rule is drafted, previewed, activated, acts on a case and tells so in its log', async () => {
  const director = await seat('director', '/automation-rules');
  const { page } = director;
  await page.getByRole('button', { name: '新建规则' }).click();
  await page.getByRole('heading', { level: 1, name: '新建规则' }).waitFor();
  await choose(page, page, '综治中心', '清和县社会治安综合治理中心');
  await page.getByLabel('名称', { exact: true }).fill(NAME);
  await page.getByLabel('依据', { exact: true }).fill('清和县综治中心工作规程（示例）第十六条');
  await page.getByLabel('生效日期', { exact: true }).click();
  await page.locator('.ant-picker-dropdown:visible').getByText('今天').click();
  await choose(page, page, '事件', '登记');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '添加条件', exact: true }).click();
  await choose(page, page, '字段', '涉及人数');
  await page.getByRole('spinbutton', { name: '取值' }).fill('40');
  await choose(page, page, '请哪个岗位查看', '督办岗');
  await page.getByLabel('提示内容').fill('涉及四十人以上，请督办');

  const preview = page.getByRole('region', { name: '实时预览' });
  await preview.getByText(/现在匹配(超过)? ?\d+ 件/).first().waitFor();
  await preview.getByText(/近 30 天会匹配 \d+ 次/).first().waitFor();
  await checkAccessibility(page, 'a rule being written');
  await shoot(page, 'rule-draft');
  await page.setViewportSize({ width: 360, height: 740 });
  await checkWidth(page, 'a rule being written at 360 px');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: named('保存') }).click();
  await page.getByRole('heading', { level: 1, name: NAME }).waitFor();
  await page.getByText('草稿', { exact: true }).first().waitFor();
  const rule = new URL(page.url());

  await turn(page, '启用', '经主任会议研究同意');
  await page.getByText('已启用', { exact: true }).first().waitFor();

  const clerk = await seat('clerk');
  const small = await registerCrowd(clerk.page, 3);
  const big = await registerCrowd(clerk.page, 41);
  await clerk.page.getByRole('link', { name: '打开案件' }).click();
  await clerk.page.getByTestId('case-status').waitFor();

  const log = page.getByRole('row', { name: new RegExp(big) });
  for (let round = 0; round < ROUNDS && (await log.count()) === 0; round += 1) {
    await page.goto(rule.href);
    await page.getByRole('tab', { name: '执行记录' }).click();
    await settled(page);
  }
  await log.first().waitFor();
  assert.match(await log.first().innerText(), /已执行/);
  assert.equal(await page.getByRole('row', { name: new RegExp(small) }).count(), 0, 'it acted on a small one');
  await checkAccessibility(page, 'the log of a rule');
  await shoot(page, 'rule-runs');

  await clerk.page.reload();
  await clerk.page.locator('[data-testid="timeline-event"][data-kind="rule_noted"]').waitFor();
  await clerk.page.getByText(new RegExp(NAME)).first().waitFor();

  // The other journeys register crowds, too.
  await turn(page, '停用', '演示结束');
  await page.getByRole('tab', { name: '规则' }).click();
  await page.getByText('已停用', { exact: true }).first().waitFor();

  for (const { faults, close } of [director, clerk]) {
    assert.deepEqual(faults, []);
    await close();
  }
});
