import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc';

dayjs.extend(utc);

/** China has one civil time without summer time. Whatever a PC is set to, pages show this one. */
const CHINA_OFFSET_HOURS = 8;

function inChina(instant: string) {
  return dayjs.utc(instant).utcOffset(CHINA_OFFSET_HOURS);
}

/** `2026-11-23 09:05` for an instant of the API. */
export function formatInstant(instant: string): string {
  return inChina(instant).format('YYYY-MM-DD HH:mm');
}

/** `11-23 09:05` where the year is plain from the surroundings. */
export function formatShort(instant: string): string {
  return inChina(instant).format('MM-DD HH:mm');
}

/** `2026-11-23` for an instant of the API. */
export function formatDay(instant: string): string {
  return inChina(instant).format('YYYY-MM-DD');
}

/** Whole days since an instant, never negative. */
export function daysSince(instant: string, now: Date = new Date()): number {
  return Math.max(0, dayjs(now).diff(dayjs(instant), 'day'));
}

export function currentYear(): number {
  return dayjs.utc().utcOffset(CHINA_OFFSET_HOURS).year();
}

/** Today as a calendar date of China. */
export function today(): string {
  return dayjs.utc().utcOffset(CHINA_OFFSET_HOURS).format('YYYY-MM-DD');
}

/** The day of the week of a calendar date, in the reader's language. */
export function weekday(date: string): string {
  return dayjs(date).format('ddd');
}
