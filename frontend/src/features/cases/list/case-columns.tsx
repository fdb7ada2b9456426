import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCodeName } from '../../../shared/api/reference';
import type { CaseSummary } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { formatInstant } from '../../../shared/lib/dates';
import type { DataColumn } from '../../../shared/ui/data-table';
import { useLimitBadge } from '../limit-badge';
import { useMatterAndPeople } from '../use-matter-and-people';
import { useOwnerName } from '../use-owner-name';
import styles from './case-list.module.css';

/** The columns a person may choose; the matter itself always shows. */
export const optionalColumns = [
  'limit',
  'status',
  'level',
  'type',
  'owner',
  'region',
  'channel',
  'people',
  'registered_at',
  'updated_at',
] as const;

export type OptionalColumn = (typeof optionalColumns)[number];

export const defaultColumns: OptionalColumn[] = [
  'limit',
  'status',
  'level',
  'owner',
  'region',
  'registered_at',
];

/** The same columns as long as the same are shown: a table draws all its rows for new ones. */
export function useCaseColumns(shown: OptionalColumn[]): DataColumn<CaseSummary>[] {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const ownerName = useOwnerName();
  const matterAndPeople = useMatterAndPeople();
  const limitBadge = useLimitBadge();

  return useMemo(() => {
    const notes = (row: CaseSummary) => [
      row.case_no,
      (row.people_count ?? 0) > 1 && matterAndPeople(row.people_count),
      row.is_ping_pong && `⇄ ${t('cases.figureFilter.is_ping_pong')}`,
    ];
    const cells: Record<OptionalColumn, (row: CaseSummary) => ReactNode> = {
      limit: ({ lamp, time_left, due_at }) =>
        limitBadge({ lamp, timeLeft: time_left, dueAt: due_at }),
      status: (row) => enumName('status', row.status),
      level: (row) => enumName('level', row.level),
      type: (row) => <TypeName code={row.type_code} />,
      owner: (row) => ownerName(row.owner),
      region: (row) => row.region.name,
      channel: (row) => enumName('channel', row.channel),
      people: (row) => matterAndPeople(row.people_count),
      registered_at: (row) => formatInstant(row.registered_at),
      updated_at: (row) => formatInstant(row.updated_at),
    };
    return [
      {
        title: t('cases.list.matter'),
        width: '32%',
        cell: (row) => (
          <Link
            to="/cases/$caseId"
            params={{ caseId: row.id }}
            data-row={row.id}
            className={styles.matter}
          >
            {row.title}
            <span className={styles.caseNo}>{notes(row).filter(Boolean).join(' · ')}</span>
          </Link>
        ),
      },
      ...optionalColumns
        .filter((column) => shown.includes(column))
        .map((column) => ({ title: t(`cases.column.${column}`), cell: cells[column] })),
    ];
  }, [shown, t, enumName, ownerName, matterAndPeople, limitBadge]);
}

/** Asks for the code table only where the column is shown. */
function TypeName({ code }: { code: CaseSummary['type_code'] }) {
  return useCodeName('case_type')(code);
}
