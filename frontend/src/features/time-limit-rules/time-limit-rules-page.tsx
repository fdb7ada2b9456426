import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { useCodeName } from '../../shared/api/reference';
import type { TimeLimitRule } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { DataTable } from '../../shared/ui/data-table';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';

/** The limits in force, where they come from, and since when. Running cases keep their version. */
export function TimeLimitRulesPage() {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const typeName = useCodeName('case_type');
  const query = useQuery(api.queryOptions('get', '/api/v1/time-limit-rules'));

  const scope = (rule: TimeLimitRule) =>
    [enumName('level', rule.level), typeName(rule.type_code), enumName('channel', rule.channel)]
      .filter(Boolean)
      .join(' · ') || t('rules.everything');

  return (
    <>
      <PageHeader title={t('nav.time_limit_rules')} note={t('rules.note')} />
      <QueryState query={query} rows={8}>
        {({ items }) => (
          <DataTable<TimeLimitRule>
            label={t('nav.time_limit_rules')}
            rows={items}
            columns={[
              { title: t('rules.clock'), cell: (rule) => enumName('clock', rule.clock) },
              { title: t('rules.scope'), cell: (rule) => scope(rule) },
              {
                title: t('rules.amount'),
                cell: (rule) => t(`rules.${rule.day_kind}`, { count: rule.amount }),
              },
              { title: t('rules.start'), cell: (rule) => enumName('limitStart', rule.start) },
              { title: t('rules.roll'), cell: (rule) => enumName('limitRoll', rule.roll) },
              { title: t('rules.source'), cell: (rule) => rule.source, width: 320 },
              {
                title: t('rules.valid'),
                cell: (rule) =>
                  rule.valid_to
                    ? t('rules.between', { from: rule.valid_from, to: rule.valid_to })
                    : t('rules.since', { from: rule.valid_from }),
              },
              { title: t('rules.version'), cell: (rule) => rule.version },
            ]}
          />
        )}
      </QueryState>
    </>
  );
}
