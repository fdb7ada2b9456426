// What journeys do with a case: register it, act on it, wait for its status.

import assert from 'node:assert/strict';
import { BASE, checkAccessibility, settled, shoot } from './browser.mjs';

/** Registers a matter at the window, looks at the receipt, and opens the case; answers its path. */
export async function register(page) {
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
export async function act(page, verb, fill) {
  const name = await begin(page, verb);
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await fill?.(dialog);
  await dialog.getByRole('button', { name: spaced(name) }).click();
  await gone(dialog);
}

/** Waits until a dialog is done; one that stays says why. */
export async function gone(dialog) {
  await dialog.waitFor({ state: 'hidden' }).catch(async (cause) => {
    throw new Error(`the dialog stays open: ${await dialog.innerText()}`, { cause });
  });
}

/** What is rare waits behind 「更多」. */
async function begin(page, verb) {
  const button = page.getByTestId(`action-${verb}`);
  const more = page.getByRole('button', { name: /^更\s*多$/ });
  await button.or(more).first().waitFor();
  if (!(await button.isVisible())) await more.click();
  const name = (await button.innerText()).replace(/\s/g, '');
  await button.click();
  return name;
}

/** Ant Design puts a space between the two characters of a button. */
const spaced = (name) => new RegExp(`^${[...name].join('\\s*')}$`);

/** Chooses in a select or tree by typing part of the name. */
export async function choose(page, dialog, label, text) {
  const input = dialog.getByRole('combobox', { name: label });
  await input.click();
  // Another list may still be closing: what is pressed then is pressed there.
  await page.waitForFunction(() => {
    const lists = [...document.querySelectorAll('.ant-select-dropdown')];
    const shown = lists.filter((list) => list.checkVisibility());
    return shown.length === 1 && shown[0].getAnimations().length === 0;
  });
  // A select that is not searched has an input that cannot be written in.
  if ((await input.getAttribute('readonly')) === null) {
    await input.fill(text);
    // A list that is still narrowing moves what is pressed from under the pointer.
    const others = page.locator('.ant-select-item-option-content:visible').filter({ hasNotText: text });
    await others.first().waitFor({ state: 'hidden', timeout: 3_000 }).catch(() => undefined);
  }
  const options = page.locator(
    '.ant-select-tree-title:visible, .ant-select-item-option:not([aria-disabled="true"], .ant-select-item-option-disabled) .ant-select-item-option-content:visible',
  );
  await options.filter({ hasText: text }).first().click();
}

/** Waits until the page shows the status. */
export async function status(page, wanted) {
  await page.locator(`[data-testid="case-status"][data-status="${wanted}"]`).waitFor();
  await settled(page);
}
