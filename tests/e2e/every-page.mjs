// Every page in one language: it loads, nothing is cut off, axe finds nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts, pages } from './accounts.mjs';
import {
  BASE,
  browser,
  checkAccessibility,
  checkEnglish,
  checkWidth,
  settled,
  shoot,
  signIn,
  speak,
} from './browser.mjs';

/** 720 px is a desk at 200 % zoom. */
const widths = [1920, 1440, 720, 360];

/** `axeAt` is the width at which axe looks and pictures are taken: each language has its own. */
export function everyPage(language, axeAt) {
  const open = browser();
  for (const [who, paths] of Object.entries(pages)) {
    test(`the pages of ${who} in ${language}`, async () => {
      const { page, faults, close } = await open();
      await signIn(page, accounts[who]);
      await speak(page, language);
      for (const path of paths) {
        await page.setViewportSize({ width: 1440, height: 900 });
        await visit(page, path);
        await settled(page);
        const name = `${who} ${path} ${language}`;
        assert.doesNotMatch(
          await page.innerText('body'),
          /undefined|\[object|\b[a-z]+\.[a-z]+\.[a-z_]+\b/,
          name,
        );
        if (language === 'en') await checkEnglish(page, name);
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          await checkWidth(page, `${name} at ${width} px`);
        }
        await page.setViewportSize({ width: axeAt, height: 900 });
        await checkAccessibility(page, `${name} at ${axeAt} px`);
        await shoot(page, `${who}${path.replaceAll('/', '-')}-${language}-${axeAt}`);
      }
      assert.deepEqual(faults, []);
      await close();
    });
  }
}

async function visit(page, path) {
  if (path === 'first') {
    await page.locator('[data-row]').first().click();
    await page.getByTestId('case-status').waitFor();
  } else {
    await page.goto(BASE + path);
  }
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}
