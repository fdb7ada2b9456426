import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

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
