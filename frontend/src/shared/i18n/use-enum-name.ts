import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { zhCN } from './zh-CN';

export type EnumGroup = keyof typeof zhCN.enums;

type LooseTranslate = (key: string, options: { defaultValue: string }) => string;

/** Names a value of one of the contract's enums; one the catalogue does not know stays as it is. */
export function useEnumName() {
  const { t } = useTranslation();
  return useMemo(() => {
    // A list says the same few names on every row.
    const known = new Map<string, string>();
    return (group: EnumGroup, value: string | null | undefined): string => {
      if (!value) return '';
      const key = `enums.${group}.${value}`;
      const name = known.get(key) ?? (t as unknown as LooseTranslate)(key, { defaultValue: value });
      known.set(key, name);
      return name;
    };
  }, [t]);
}

/** The values of an enum as choices, in the catalogue's order. */
export function useEnumOptions(group: EnumGroup): { value: string; label: string }[] {
  const { t } = useTranslation();
  const names: Record<string, string> = t(`enums.${group}`, { returnObjects: true });
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}
