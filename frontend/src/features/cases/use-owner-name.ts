import { useCallback } from 'react';
import type { CaseSummary } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';

type Owner = Pick<CaseSummary['owner'], 'kind' | 'department_name'>;

/** Unit that has the matter now, or the post at the centre. */
export function useOwnerName(): (owner: Owner) => string {
  const enumName = useEnumName();
  return useCallback((owner) => owner.department_name ?? enumName('owner', owner.kind), [enumName]);
}
