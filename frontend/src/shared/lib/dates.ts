import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc';

dayjs.extend(utc);

/** China has one civil time without summer time. Whatever a PC is set to, pages show this one. */
const CHINA_OFFSET_HOURS = 8;

/** The same instant on a clock in China. Without dayjs, as lists have hundreds of them. */
function inChina(instant: string): string {
  return new Date(Date.parse(instant) + CHINA_OFFSET_HOURS * 3_600_000).toISOString();
}

/** `2026-11-23 09:05` for an instant of the API. */
export function formatInstant(instant: string): string {
  return inChina(instant).slice(0, 16).replace('T', ' ');
}

/** `11-23 09:05` where the year is plain from the surroundings. */
export function formatShort(instant: string): string {
  return formatInstant(instant).slice(5);
}

/** `2026-11-23` for an instant of the API. */
export function formatDay(instant: string): string {
  return inChina(instant).slice(0, 10);
}

/** Whole days since an instant, never negative. */
export function daysSince(instant: string, now: Date = new Date()): number {
  return Math.max(0, dayjs(now).diff(dayjs(instant), 'day'));
}

const MINUTE = 60;

/** `0:45`, `14:05`: seconds as a clock that runs down. */
export function formatCountdown(seconds: number): string {
  return `${Math.floor(seconds / MINUTE)}:${String(seconds % MINUTE).padStart(2, '0')}`;
}

export function currentYear(): number {
  return dayjs.utc().utcOffset(CHINA_OFFSET_HOURS).year();
}

/** Today as a calendar date of China. */
export function today(): string {
  return dayjs.utc().utcOffset(CHINA_OFFSET_HOURS).format('YYYY-MM-DD');
}

/** The day after it. */
export function tomorrow(): string {
  return dayjs(today()).add(1, 'day').format('YYYY-MM-DD');
}

/** The instant a calendar date of China begins, or the one so many days later. */
export function startOfDay(date: string, later = 0): string {
  return dayjs.utc(date).add(later, 'day').subtract(CHINA_OFFSET_HOURS, 'hour').toISOString();
}

/** The day of the week of a calendar date, in the reader's language. */
export function weekday(date: string): string {
  return dayjs(date).format('ddd');
}

/** The columns of a calendar, Monday first. */
export const mondayIndex = [1, 2, 3, 4, 5, 6, 7] as const;

/** The short name of a weekday, 1 = Monday, in the reader's language. */
export function weekdayShort(index: number): string {
  // 2024-01-01 was a Monday.
  return dayjs(`2024-01-0${index}`).format('dd');
}

/** The name of a month, 1 = January, in the reader's language. */
export function monthName(month: number): string {
  return dayjs(`2024-${String(month).padStart(2, '0')}-01`).format('MMM');
}

/** The dates of a month in weeks of seven, Monday first, with gaps before and after. */
export function monthWeeks(year: number, month: number): (string | undefined)[][] {
  const first = dayjs(`${year}-${String(month).padStart(2, '0')}-01`);
  const lead = (first.day() + 6) % 7;
  const dates = Array.from({ length: first.daysInMonth() }, (_, day) =>
    first.add(day, 'day').format('YYYY-MM-DD'),
  );
  const cells = [...Array.from({ length: lead }, () => undefined), ...dates];
  const weeks = Math.ceil(cells.length / 7);
  return Array.from({ length: weeks }, (_, week) =>
    mondayIndex.map((index) => cells[week * 7 + index - 1]),
  );
}
