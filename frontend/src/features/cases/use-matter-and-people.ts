import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { remembered } from '../../shared/lib/remembered';

/**
 * One matter is one case, however many people it concerns: 1 件 / 12 人. Empty where nobody said
 * how many.
 */
export function useMatterAndPeople(): (people: number | null | undefined) => string {
  const { t } = useTranslation();
  return useMemo(() => {
    const text = remembered((count: number) => t('cases.units.matterAndPeople', { count }));
    return (people) => (people ? text(people) : '');
  }, [t]);
}
