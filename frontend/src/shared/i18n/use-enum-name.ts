import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { remembered } from '../lib/remembered';
import type { zhCN } from './zh-CN';

export type EnumGroup = keyof typeof zhCN.enums;

type LooseTranslate = (key: string, options: { defaultValue: string }) => string;

/** Names a value of one of the contract's enums; one the catalogue does not know stays as it is. */
export function useEnumName() {
  const { t } = useTranslation();
  return useMemo(() => {
    const name = remembered((key: string) =>
      (t as unknown as LooseTranslate)(key, { defaultValue: '' }),
    );
    return (group: EnumGroup, value: string | null | undefined): string =>
      value ? name(`enums.${group}.${value}`) || value : '';
  }, [t]);
}

/** The values of an enum as choices, in the catalogue's order. */
export function useEnumOptions(group: EnumGroup): { value: string; label: string }[] {
  const { t } = useTranslation();
  const names: Record<string, string> = t(`enums.${group}`, { returnObjects: true });
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}
