import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { ReportClosing } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { formatInstant } from '../../shared/lib/dates';
import { DataTable } from '../../shared/ui/data-table';
import { Dialog } from '../../shared/ui/dialog';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { QueryState } from '../../shared/ui/query-state';
import { closingsOptions } from './queries';
import styles from './reports.module.css';

interface ClosedMonthsDialogProps {
  onMonth: (month: string) => void;
  onClose: () => void;
}

/** Every closed month: who closed it when, and whether its figures still are what was kept. */
export function ClosedMonthsDialog({ onMonth, onClose }: ClosedMonthsDialogProps) {
  const { t } = useTranslation();
  const query = useQuery(closingsOptions());
  return (
    <Dialog width={900} title={t('reports.closedMonths')} footer={null} onCancel={onClose}>
      <QueryState query={query} rows={4}>
        {({ items }) => (
          <DataTable<ReportClosing>
            label={t('reports.closedMonths')}
            rows={items}
            empty={t('reports.noClosedMonths')}
            columns={[
              {
                title: t('reports.month'),
                cell: ({ month }) => (
                  <Button type="link" size="small" onClick={() => onMonth(month)}>
                    {month}
                  </Button>
                ),
              },
              { title: t('reports.closedAt'), cell: (row) => formatInstant(row.closed_at) },
              { title: t('reports.closedBy'), cell: (row) => row.closed_by.name },
              {
                title: t('reports.hash'),
                cell: (row) => <span className={styles.hash}>{row.figures_hash}</span>,
              },
              { title: t('reports.check'), cell: (row) => <Check closing={row} /> },
            ]}
          />
        )}
      </QueryState>
    </Dialog>
  );
}

/** Holds the kept figures against their hash. */
function Check({ closing }: { closing: ReportClosing }) {
  const { t } = useTranslation();
  const check = useMutation({
    mutationFn: () =>
      unwrap(client.GET('/api/v1/report-closings/{id}', { params: { path: { id: closing.id } } })),
  });
  if (check.error) return <ProblemAlert error={check.error} onRetry={() => check.mutate()} />;
  if (check.data) {
    return (
      <span role="status">{t(check.data.is_intact ? 'reports.intact' : 'reports.notIntact')}</span>
    );
  }
  return (
    <Button
      size="small"
      loading={check.isPending}
      aria-label={t('reports.checkOf', { month: closing.month })}
      onClick={() => check.mutate()}
    >
      {t('reports.check')}
    </Button>
  );
}
