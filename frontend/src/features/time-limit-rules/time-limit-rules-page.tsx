import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { useCodeName } from '../../shared/api/reference';
import type { TimeLimitRule } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { today } from '../../shared/lib/dates';
import { DataTable } from '../../shared/ui/data-table';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { ProcedureRules } from './procedure-rules';
import { RetireDialog } from './retire-dialog';
import { RuleDialog } from './rule-dialog';
import { byCode } from './rule-draft';
import { RuleHistory } from './rule-history';
import styles from './rules.module.css';

const rulesOptions = () => api.queryOptions('get', '/api/v1/time-limit-rules');

type Open =
  | { what: 'publish'; rule: TimeLimitRule | null }
  | { what: 'retire'; rule: TimeLimitRule }
  | { what: 'history'; rule: TimeLimitRule };

/** The limits in force, where they come from, and since when. Running cases keep their version. */
export function TimeLimitRulesPage() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const query = useQuery(rulesOptions());
  const [open, setOpen] = useState<Open | null>(null);
  const rules = query.data?.items ?? [];
  const mayPublish = rules.some(({ allowed_actions }) => allowed_actions.includes('retire'));
  const close = () => setOpen(null);
  const changed = () => void queryClient.invalidateQueries({ queryKey: rulesOptions().queryKey });

  return (
    <>
      <PageHeader
        title={t('nav.time_limit_rules')}
        note={t('rules.note')}
        actions={
          mayPublish && (
            <Button type="primary" onClick={() => setOpen({ what: 'publish', rule: null })}>
              {t('rules.publish')}
            </Button>
          )
        }
      />
      <QueryState query={query} rows={8}>
        {({ items }) => <RulesTable versions={byCode(items)} onOpen={setOpen} />}
      </QueryState>
      <ProcedureRules />
      {open?.what === 'publish' && (
        <RuleDialog rule={open.rule} onPublished={changed} onClose={close} />
      )}
      {open?.what === 'retire' && (
        <RetireDialog rule={open.rule} onRetired={changed} onClose={close} />
      )}
      {open?.what === 'history' && (
        <RuleHistory
          versions={byCode(rules).find(([newest]) => newest?.code === open.rule.code) ?? []}
          onClose={close}
        />
      )}
    </>
  );
}

interface RulesTableProps {
  versions: TimeLimitRule[][];
  onOpen: (open: Open) => void;
}

function RulesTable({ versions, onOpen }: RulesTableProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const typeName = useCodeName('case_type');
  const scope = (rule: TimeLimitRule) =>
    [
      enumName('procedure', rule.procedure),
      enumName('level', rule.level),
      typeName(rule.type_code),
      enumName('channel', rule.channel),
    ]
      .filter(Boolean)
      .join(' · ') || t('rules.everything');
  return (
    <DataTable<TimeLimitRule>
      label={t('nav.time_limit_rules')}
      rows={versions.flatMap((all) => inForce(all) ?? [])}
      columns={[
        { title: t('rules.clock'), cell: (rule) => enumName('clock', rule.clock) },
        { title: t('rules.scope'), cell: (rule) => scope(rule) },
        {
          title: t('rules.amount'),
          cell: (rule) =>
            [
              t(`rules.${rule.day_kind}`, { count: rule.amount }),
              rule.extension && t('rules.extendable', { count: rule.extension }),
            ]
              .filter(Boolean)
              .join(t('common.comma')),
        },
        { title: t('rules.start'), cell: (rule) => enumName('limitStart', rule.start) },
        { title: t('rules.roll'), cell: (rule) => enumName('limitRoll', rule.roll) },
        { title: t('rules.source'), cell: (rule) => rule.source, width: 280 },
        {
          title: t('rules.valid'),
          cell: (rule) =>
            rule.valid_to
              ? t('rules.between', { from: rule.valid_from, to: rule.valid_to })
              : t('rules.since', { from: rule.valid_from }),
        },
        { title: t('rules.version'), cell: (rule) => rule.version },
        {
          title: t('rules.history'),
          cell: (rule) => (
            <span className={styles.acts}>
              <Button size="small" onClick={() => onOpen({ what: 'history', rule })}>
                {t('rules.history')}
              </Button>
              {rule.allowed_actions.includes('retire') && (
                <>
                  <Button size="small" onClick={() => onOpen({ what: 'publish', rule })}>
                    {t('rules.adjust')}
                  </Button>
                  <Button size="small" onClick={() => onOpen({ what: 'retire', rule })}>
                    {t('rules.retire')}
                  </Button>
                </>
              )}
            </span>
          ),
        },
      ]}
    />
  );
}

/** The version in force today, else the newest. */
function inForce(versions: TimeLimitRule[]): TimeLimitRule | undefined {
  const day = today();
  const holds = ({ valid_from, valid_to }: TimeLimitRule) =>
    valid_from <= day && (!valid_to || day <= valid_to);
  return versions.find(holds) ?? versions[0];
}
