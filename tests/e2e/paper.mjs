// What a printed page says: Chromium's PDF, read back.

import assert from 'node:assert/strict';
import { extractText, getDocumentProxy } from 'unpdf';

/** Radicals that share their glyph with a character, and which NFKC leaves (UCD, EquivalentUnifiedIdeograph). */
const RADICALS = new Map(
  '⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟'
    .match(/../gu)
    .map(([radical, character]) => [radical, character]),
);

/** A text without its blanks, and with the forms of a character that fonts mix up made one. */
export const plain = (text) =>
  text
    .normalize('NFKC')
    .replaceAll(/[\u2E80-\u2EFF]/g, (radical) => RADICALS.get(radical) ?? radical)
    .replaceAll(/\s+/g, '');

/** The texts of the sheets a page prints, in order. */
export async function printed(page) {
  await page.emulateMedia({ media: 'print' });
  const pdf = await page.pdf({ preferCSSPageSize: true });
  await page.emulateMedia({ media: 'screen' });
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), {
    mergePages: false,
  });
  return text.map(plain);
}

/** Every piece of a text stands on one of the sheets. */
export function assertOnPaper(sheets, text) {
  const all = sheets.join('');
  for (const piece of text.split(/[\n\t]/).map(plain).filter(Boolean)) {
    assert.ok(all.includes(piece), `not on paper: ${piece}\n${all}`);
  }
}

/** Each sheet says which it is, and of how many. */
export function assertNumbered(sheets) {
  for (const [at, sheet] of sheets.entries()) {
    const number = `第${at + 1}页共${sheets.length}页`;
    assert.ok(sheet.includes(number), `no ${number} on ${sheet}`);
  }
}
