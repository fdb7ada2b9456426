// Every page, on a desk and on a phone: it loads, nothing is cut off, axe finds nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts, pages } from '../accounts.mjs';
import { BASE, browser, checkAccessibility, checkWidth, settled, shoot, signIn } from '../browser.mjs';

const open = browser();

for (const [who, paths] of Object.entries(pages)) {
  for (const width of [1440, 360]) {
    test(`the pages of ${who} at ${width} px`, async () => {
      const { page, faults, close } = await open({ width, height: 800 });
      await signIn(page, accounts[who]);
      for (const path of paths) {
        await page.goto(BASE + path);
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        await settled(page);
        const where = `${path} of ${who} at ${width} px`;
        await shoot(page, `${who}${path.replaceAll('/', '-')}-${width}`);
        await checkWidth(page, where);
        await checkAccessibility(page, where);
        assert.doesNotMatch(await page.innerText('body'), /undefined|\[object|\b[a-z]+\.[a-z]+\.[a-z_]+\b/, where);
      }
      assert.deepEqual(faults, []);
      await close();
    });
  }
}
