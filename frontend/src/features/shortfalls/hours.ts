import type { TFunction } from 'i18next';

const MINUTES_AN_HOUR = 60;

/** Minutes of a post's opening hours as hours with a tenth. */
export const hours = (t: TFunction, minutes: number): string =>
  t('shortfalls.hours', { value: (minutes / MINUTES_AN_HOUR).toFixed(1) });
