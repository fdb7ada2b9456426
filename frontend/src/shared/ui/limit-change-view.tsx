import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../api/client';
import type { LimitChange, LimitChangeItem } from '../api/types';
import { unwrap } from '../api/unwrap';
import { useEnumName, useEnumOptions } from '../i18n/use-enum-name';
import { formatDay, formatInstant } from '../lib/dates';
import { DataTable } from './data-table';
import { KeysetTable } from './keyset-table';
import styles from './limit-change.module.css';

const headline = ['open', 'matching', 'moved', 'newly_late', 'newly_saved', 'kept'] as const;
const byUnit = ['matching', 'moved', 'newly_late', 'newly_saved', 'unchanged'] as const;

type Effect = LimitChangeItem['effect'];

const itemsOptions = (id: string, effect: Effect | undefined) =>
  infiniteQueryOptions({
    queryKey: ['limit-changes', id, 'items', effect ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/limit-changes/{id}/items', {
          params: {
            path: { id },
            query: { ...(effect && { effect: [effect] }), ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** What a change does to the limits that run: figures, each unit, and the list. */
export function LimitChangeView({ change }: { change: LimitChange }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const [effect, setEffect] = useState<Effect>();
  const items = useInfiniteQuery(itemsOptions(change.id, effect));
  const units = change.units.map((unit) => ({ ...unit, id: unit.unit_id }));
  const effects = useEnumOptions('limitEffect');
  const group = change.subject === 'rule' ? 'limitAppliesTo' : 'calendarAppliesTo';

  return (
    <div className={styles.view}>
      <p>
        <strong>{change.what}</strong>
        <br />
        {t('limitChanges.appliesTo')} {enumName(group, change.applies_to)} ·{' '}
        {t('limitChanges.asOf', { at: formatInstant(change.as_of) })}
      </p>
      <dl className={styles.figures}>
        {headline.map((name) => (
          <div key={name} className={styles[name] ?? ''}>
            <dt>{t(`limitChanges.figure.${name}`)}</dt>
            <dd>{change.total[name]}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.definition}>{change.definition}</p>
      <h3>{t('limitChanges.units')}</h3>
      <DataTable
        label={t('limitChanges.units')}
        rows={units}
        empty={t('limitChanges.empty')}
        columns={[
          { title: t('limitChanges.unit'), cell: (unit) => unit.unit_name },
          ...byUnit.map((name) => ({
            title: t(`limitChanges.figure.${name}`),
            cell: (unit: (typeof units)[number]) => String(unit.figures[name]),
          })),
        ]}
      />
      <h3>{t('limitChanges.list')}</h3>
      <Select
        className={styles.filter ?? ''}
        aria-label={t('limitChanges.effect')}
        value={effect ?? ''}
        options={[{ value: '', label: t('limitChanges.allEffects') }, ...effects]}
        onChange={(value) => setEffect(value ? (value as Effect) : undefined)}
      />
      <KeysetTable<LimitChangeItem>
        label={t('limitChanges.list')}
        query={items}
        empty={t('limitChanges.empty')}
        columns={[
          { title: t('limitChanges.case'), cell: (row) => row.case_no },
          { title: t('limitChanges.clock'), cell: (row) => row.clock_name },
          { title: t('limitChanges.unit'), cell: (row) => row.unit_name },
          { title: t('limitChanges.old'), cell: (row) => <Due at={row.old_due_at} /> },
          { title: t('limitChanges.new'), cell: (row) => <Due at={row.new_due_at} /> },
          { title: t('limitChanges.by'), cell: (row) => <Moved days={row.days_moved} /> },
          {
            title: t('limitChanges.effect'),
            cell: (row) => enumName('limitEffect', row.effect),
          },
          { title: t('limitChanges.why'), cell: (row) => row.why, width: 260 },
        ]}
      />
    </div>
  );
}

function Due({ at }: { at: string | null | undefined }) {
  const { t } = useTranslation();
  return at ? formatDay(at) : t('limitChanges.stopped');
}

function Moved({ days }: { days: number | null | undefined }) {
  const { t } = useTranslation();
  if (!days) return null;
  return days > 0
    ? t('limitChanges.moreDays', { count: days })
    : t('limitChanges.fewerDays', { count: -days });
}
