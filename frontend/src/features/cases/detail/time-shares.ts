import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimeUse } from '../../../shared/api/types';

type Holder = TimeUse['holders'][number];
type Stretch = TimeUse['stretches'][number];

/** A department is one holder, so is each procedure of the law. */
export function isHeldBy(stretch: Stretch, holder: Holder): boolean {
  return (
    stretch.kind === holder.kind &&
    stretch.department_id === holder.department_id &&
    stretch.name === holder.name
  );
}

/** Share of the whole in per cent with one decimal; nothing used is nothing. */
export function shareOf(seconds: number, total: number): string {
  return (total === 0 ? 0 : (seconds / total) * 100).toFixed(1);
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds in words: days with hours, hours with minutes, minutes, or seconds. */
export function useDuration(): (seconds: number) => string {
  const { t } = useTranslation();
  return useCallback(
    (seconds) => {
      const [days, hours] = [Math.floor(seconds / DAY), Math.floor((seconds % DAY) / HOUR)];
      const minutes = Math.floor((seconds % HOUR) / MINUTE);
      if (days > 0) return t('cases.timeUse.days', { days, hours });
      if (hours > 0) return t('cases.timeUse.hours', { hours, minutes });
      if (minutes > 0) return t('cases.timeUse.minutes', { minutes });
      return t('cases.timeUse.seconds', { seconds });
    },
    [t],
  );
}
