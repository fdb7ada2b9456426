import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { ReconciliationSummary } from '../../shared/api/types';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { reconciliationsOptions, refreshRuns } from './queries';
import { RateBar } from './rate-bar';
import styles from './reconciliations.module.css';
import { RunDialog } from './run-dialog';

/** 渠道比对: what other channels received, held against what is registered. */
export function ReconciliationsPage({ onOpen }: { onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const { nav } = useMe();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(reconciliationsOptions());
  const [isRunning, setRunning] = useState(false);
  return (
    <>
      <PageHeader title={t('nav.reconciliations')} note={t('reconciliations.note')} />
      {nav.includes('reconciliation_new') && (
        <div className={styles.filters}>
          <Button type="primary" onClick={() => setRunning(true)}>
            {t('reconciliations.run')}
          </Button>
        </div>
      )}
      <KeysetTable<ReconciliationSummary>
        label={t('nav.reconciliations')}
        query={query}
        empty={t('reconciliations.empty')}
        columns={[
          {
            title: t('reconciliations.source'),
            cell: (row) => (
              <Link
                to="/reconciliations/$reconciliationId"
                params={{ reconciliationId: row.id }}
                search={{}}
              >
                {row.source_system}
              </Link>
            ),
          },
          { title: t('reconciliations.month'), cell: (row) => row.month },
          { title: t('reconciliations.center'), cell: (row) => row.center.name },
          { title: t('reconciliations.listed'), cell: (row) => String(row.figures.listed) },
          { title: t('reconciliations.unmatched'), cell: (row) => String(row.figures.unmatched) },
          { title: t('reconciliations.rate'), cell: (row) => <RateBar rate={row.missed_rate} /> },
          {
            title: t('reconciliations.runAt'),
            cell: (row) => (
              <>
                {formatInstant(row.created_at)}
                <span className={styles.soft}>{row.run_by.name}</span>
              </>
            ),
          },
        ]}
      />
      {isRunning && (
        <RunDialog
          onDone={(made) => {
            void refreshRuns(queryClient);
            onOpen(made.id);
          }}
          onClose={() => setRunning(false)}
        />
      )}
    </>
  );
}
