// A Chromium of the machine, and what every journey does with a page.

import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

export const BASE = process.env.BASE_URL ?? 'http://127.0.0.1:8080';
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const shots = process.env.SHOTS ?? join(tmpdir(), 'zongzhi-shots');

export const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts one browser for the file; answers what opens a page in a session of its own. With `clock`
 * the page's time can be moved on.
 */
export function browser() {
  let running;
  before(async () => {
    await mkdir(shots, { recursive: true });
    running = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
  });
  after(() => running?.close());
  return async (viewport = { width: 1440, height: 900 }, { clock = false } = {}) => {
    const context = await running.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    // Not by a script tag: the pages' own policy forbids that, as it should.
    await context.addInitScript({ path: axe });
    // Long enough for a machine that does other things beside.
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    if (clock) await page.clock.install();
    const faults = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !isExpected(message.text())) faults.push(message.text());
    });
    page.on('response', (response) => {
      if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
    });
    return { page, faults, close: () => context.close() };
  };
}

/** The browser logs every 4xx; a journey that provokes one says so by its own assertions. */
const isExpected = (text) => /status of 4\d\d/.test(text);

/** Signs in through the page. */
export async function signIn(page, { username, password }) {
  await page.goto(`${BASE}/sign-in`);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: /登\s*录/ }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await page.locator('main#main').waitFor();
}

/** No accessibility fault axe knows for WCAG 2.2 A and AA. */
export async function checkAccessibility(page, where) {
  await settled(page);
  const found = await page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const result = await globalThis.axe.run(document, { runOnly: tags });
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`);
  });
  assert.deepEqual(found, [], `${where}: accessibility`);
}

/** Nothing wider than the screen: a phone must not scroll sideways. */
export async function checkWidth(page, where) {
  const [content, screen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(content <= screen, `${where}: ${content} px on a screen of ${screen} px`);
}

/** Reads on in the other language. */
export async function speak(page, language) {
  await page.evaluate((chosen) => localStorage.setItem('zongzhi.language', chosen), language);
}

/** What the pages themselves say on them; names and texts of cases are elsewhere. */
const OWN_WORDS = [
  'h2:not([data-record]), h3:not([data-record]), th, label, legend, summary, dt:not([data-record]), nav a, main button:not([data-record])',
  '[data-testid="case-status"], [data-testid^="clock-"] strong, [data-testid^="clock-"] span',
].join(', ');

/** An English page speaks English. */
export async function checkEnglish(page, where) {
  const chinese = await page.evaluate((selector) => {
    const texts = [...document.querySelectorAll(selector)].map((one) => one.textContent);
    const hints = [...document.querySelectorAll('[placeholder]')].map((one) => one.placeholder);
    return [...texts, ...hints].filter((text) => /\p{Script=Han}/u.test(text));
  }, OWN_WORDS);
  assert.deepEqual(chinese, [], `${where}: not translated`);
}

/** Waits until nothing loads and nothing moves. */
export async function settled(page) {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map((one) => one.finished.catch(() => undefined)),
    ),
  );
}

/** Keeps a picture for a person to look at. */
export async function shoot(page, name) {
  await settled(page);
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}
