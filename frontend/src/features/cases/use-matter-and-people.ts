import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * One matter is one case, however many people it concerns: 1 件 / 12 人. Empty where nobody said
 * how many.
 */
export function useMatterAndPeople(): (people: number | null | undefined) => string {
  const { t } = useTranslation();
  return useCallback(
    (people) => (people ? t('cases.units.matterAndPeople', { count: people }) : ''),
    [t],
  );
}
