import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LadderLimit } from '../../shared/api/types';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { formatDay, formatInstant } from '../../shared/lib/dates';
import type { DataColumn } from '../../shared/ui/data-table';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { IssueDialog } from './issue-dialog';
import { Over } from './order-parts';
import { ladderOptions } from './queries';
import styles from './supervision.module.css';
import { type SupervisionProps, toLadderQuery } from './supervision-search';
import { WhoseTime } from './whose-time';

/** Who has been reminded, urged or put under an order, and is over by how much. */
export function LadderTab({ search, onSearch }: SupervisionProps) {
  const { t } = useTranslation();
  const steps = useEnumOptions('ladderStep');
  const query = useInfiniteQuery(ladderOptions(toLadderQuery(search)));
  const mayIssue = query.data?.pages.some(({ items }) =>
    items.some(({ allowed_actions }) => allowed_actions.includes('issue_order')),
  );
  const [chosen, setChosen] = useState<LadderLimit[]>([]);
  const [issuing, setIssuing] = useState(false);
  const columns = useColumns();
  return (
    <>
      <div className={styles.filters}>
        <Select
          mode="multiple"
          allowClear
          className={styles.filter ?? ''}
          aria-label={t('supervision.field.step')}
          placeholder={t('supervision.field.step')}
          options={steps}
          value={search.step ?? []}
          onChange={(step: string[]) => onSearch({ ...search, step })}
        />
        {mayIssue && (
          <>
            <span aria-live="polite">{t('supervision.chosen', { count: chosen.length })}</span>
            <Button type="primary" disabled={chosen.length === 0} onClick={() => setIssuing(true)}>
              {t('supervision.issue')}
            </Button>
          </>
        )}
      </div>
      <KeysetTable<LadderLimit>
        label={t('supervision.tab.ladder')}
        query={query}
        empty={t('supervision.noLadder')}
        columns={columns}
        selection={
          mayIssue
            ? {
                chosen,
                onChoose: setChosen,
                labelOf: (row) => t('supervision.select', { no: row.case.case_no }),
              }
            : undefined
        }
      />
      {issuing && (
        <IssueDialog
          cases={chosen.map((row) => ({
            case_id: row.case.id,
            case_no: row.case.case_no,
            department_id: row.department.id,
          }))}
          onClose={(done) => {
            setIssuing(false);
            if (done) setChosen([]);
          }}
        />
      )}
    </>
  );
}

function useColumns(): DataColumn<LadderLimit>[] {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return [
    {
      title: t('supervision.field.case_title'),
      width: 260,
      cell: (row) => (
        <>
          <Link to="/cases/$caseId" params={{ caseId: row.case.id }}>
            {row.case.title}
          </Link>
          <br />
          <span className={styles.soft}>{row.case.case_no}</span>
        </>
      ),
    },
    { title: t('supervision.field.department'), cell: (row) => row.department.name },
    {
      title: t('supervision.field.due_at'),
      cell: (row) => (
        <>
          {enumName('clock', row.clock_kind)} {formatDay(row.due_at)}
        </>
      ),
    },
    {
      title: t('supervision.field.over'),
      cell: (row) => <Over days={row.working_days_over} />,
    },
    {
      title: t('supervision.field.step'),
      cell: (row) => (
        <>
          {row.order_id ? (
            <Link to="/supervision/orders/$orderId" params={{ orderId: row.order_id }}>
              {enumName('ladderStep', row.step)}
            </Link>
          ) : (
            <Link
              to="/cases/$caseId/documents/new"
              params={{ caseId: row.case.id }}
              search={{ kind: 'reminder_letter', about: row.step_id }}
            >
              {enumName('ladderStep', row.step)}
            </Link>
          )}{' '}
          <span className={styles.soft}>{formatInstant(row.step_at)}</span>
        </>
      ),
    },
    {
      title: t('supervision.field.next'),
      cell: (row) => (row.next_step_at ? formatInstant(row.next_step_at) : t('common.none')),
    },
    { title: t('supervision.field.whose'), cell: (row) => <WhoseTime holders={row.holders} /> },
  ];
}
