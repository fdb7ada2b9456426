import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capacity } from '../api/types';
import { useEnumName } from './use-enum-name';

type Named = Pick<Capacity, 'role' | 'department'> &
  Partial<Pick<Capacity, 'center' | 'region' | 'substitute_for'>>;

/** `分流岗 · 演示县综治中心`: what a person acts as, and for whom. */
export function useCapacityName(): (capacity: Named) => string {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return useCallback(
    ({ role, department, center, region, substitute_for }) => {
      const place = department?.name ?? center?.name ?? region?.name;
      const name = place ? `${enumName('role', role)} · ${place}` : enumName('role', role);
      return substitute_for ? t('common.standingIn', { name, person: substitute_for.name }) : name;
    },
    [enumName, t],
  );
}
