/** A number of a source's list as a person pasted it. */
interface ListedNumber {
  number: string;
  unit?: string;
  received_on?: string;
}

/** Most numbers a list may have; the server refuses more. */
export const MOST = 20_000;

const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$/;

/** `2026/2/3` as `2026-02-03`; none for what is no day. */
function asDay(text: string): string | undefined {
  const [, year, month = '', day = ''] = DAY.exec(text) ?? [];
  return year && `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** The cells of a line: a sheet's columns are pasted with tabs, a file's are split by commas. */
function cellsOf(line: string): string[] {
  const cells = line.includes('\t') ? line.split('\t') : line.split(/[,，;；]/);
  return cells.map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  );
}

/**
 * Reads a list: a number a line, and in any order after it the unit and the day it was received. A
 * first line without any digit is the heading.
 */
export function parseList(text: string): ListedNumber[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  const rows = lines[0] && !/\d/.test(lines[0]) ? lines.slice(1) : lines;
  return rows.flatMap((line) => {
    const [number, ...rest] = cellsOf(line);
    if (!number) return [];
    const received_on = rest.map(asDay).find(Boolean);
    const unit = rest.find((cell) => cell && !asDay(cell));
    return [{ number, ...(unit && { unit }), ...(received_on && { received_on }) }];
  });
}

/** The text of a file: UTF-8, or what spreadsheets write on a Chinese PC. */
export async function textOf(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
