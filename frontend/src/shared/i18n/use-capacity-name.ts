import { useCallback } from 'react';
import type { Capacity } from '../api/types';
import { useEnumName } from './use-enum-name';

type Named = Pick<Capacity, 'role' | 'department' | 'center' | 'region'>;

/** `分流岗 · 演示县综治中心`: what a person acts as, and for whom. */
export function useCapacityName(): (capacity: Named) => string {
  const enumName = useEnumName();
  return useCallback(
    ({ role, department, center, region }) => {
      const place = department?.name ?? center?.name ?? region?.name;
      return place ? `${enumName('role', role)} · ${place}` : enumName('role', role);
    },
    [enumName],
  );
}
