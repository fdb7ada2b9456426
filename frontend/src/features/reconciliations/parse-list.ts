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

/** What a heading calls the columns. */
const NUMBER = /编号|单号|^号$|number|^no\.?$/i;
const UNIT = /单位|部门|机构|unit|department/i;
const RECEIVED = /接收|收到|受理|日期|时间|received|date/i;

interface Columns {
  number: number;
  unit: number | undefined;
  received: number | undefined;
}

/** The columns of a heading; none where the first line is none. */
function columnsOf(line: string): Columns | undefined {
  const cells = cellsOf(line);
  const at = (name: RegExp) => {
    const found = cells.findIndex((cell) => name.test(cell));
    return found < 0 ? undefined : found;
  };
  const number = at(NUMBER);
  return number === undefined ? undefined : { number, unit: at(UNIT), received: at(RECEIVED) };
}

/**
 * Reads a list. With a heading the columns are those it names; without one the number comes first, and
 * after it, in any order, the day it was received and the unit, where there is no other cell.
 */
export function parseList(text: string): ListedNumber[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  const columns = columnsOf(lines[0] ?? '');
  const isHeading = columns !== undefined || (lines[0] !== undefined && !/\d/.test(lines[0]));
  return lines.slice(isHeading ? 1 : 0).flatMap((line) => {
    const cells = cellsOf(line);
    const number = cells[columns?.number ?? 0];
    if (!number) return [];
    const rest = cells.slice(1);
    const others = rest.filter((cell) => cell && !asDay(cell));
    const cell = (at: number | undefined) => (at === undefined ? undefined : cells[at]);
    const received_on = columns
      ? asDay(cell(columns.received) ?? '')
      : rest.map(asDay).find(Boolean);
    // Of several cells nobody can say which is the unit.
    const only = others.length === 1 ? others[0] : undefined;
    const unit = columns ? cell(columns.unit) : only;
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
