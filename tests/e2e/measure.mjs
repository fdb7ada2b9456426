// How long a clerk's old PC takes to show the list of cases: the processor slowed down four times.
// Prints a table row for docs/performance.md; `ops/bench-pages.sh` runs it against a demo county.

import { chromium } from 'playwright-core';
import { accounts } from './accounts.mjs';
import { BASE, FLAGS, settled, signIn } from './browser.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 9);
const SLOWER = 4;
/** Rows the list asks for. */
const PAGE = 50;
const LINK = 'nav a[href="/cases"]';

const running = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
try {
  const context = await running.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  const page = await context.newPage();
  await signIn(page, accounts.dispatcher);
  await settled(page);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });

  const first = await listShown(page);
  const again = [];
  for (let round = 0; round < ROUNDS; round += 1) again.push((await listShown(page)).took);
  again.sort((a, b) => a - b);
  const [least, middle, most] = [again[0], again[Math.floor(ROUNDS / 2)], again[ROUNDS - 1]];
  const rows = first.rows;
  console.log(`| list of ${rows} after navigation, first time | ${first.took} ms | |`);
  console.log(`| list of ${rows} after navigation, again, median of ${ROUNDS} | ${middle} ms | ${least}-${most} |`);
} finally {
  await running.close();
}

/** From the click in the menu to the painted rows; the home page before and after. */
async function listShown(page) {
  await page.goto(`${BASE}/`);
  // A slow machine may be quiet on the line before it has drawn anything.
  await page.locator(LINK).waitFor();
  await settled(page);
  const shown = await page.evaluate(async ([page, link]) => {
    // The home page has rows as well, but never so many.
    const rows = () => document.querySelectorAll('[data-row]').length;
    const begun = performance.now();
    document.querySelector(link).click();
    // The next frame after the rows are there is the one that shows them.
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    while (rows() < page) await frame();
    await frame();
    return { took: Math.round(performance.now() - begun), rows: rows() };
  }, [PAGE, LINK]);
  return shown;
}
