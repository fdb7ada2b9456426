import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { useMe } from '../../shared/api/session';
import type { Report, ReportCode } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { formatInstant } from '../../shared/lib/dates';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { CloseMonthDialog } from './close-month-dialog';
import { ClosedMonthsDialog } from './closed-months-dialog';
import { ExportButton } from './export-button';
import { closingsOptions, reportOptions } from './queries';
import { ReportCells } from './report-cells';
import { ReportFilters } from './report-filters';
import { ReportMatrix } from './report-matrix';
import { lastMonth, type ReportSearch } from './report-search';
import styles from './reports.module.css';

interface ReportPageProps {
  code: ReportCode;
  search: ReportSearch;
  onSearch: (search: ReportSearch) => void;
}

/** A month of a report: every figure opens the cases behind it; a closed month stays as it was. */
export function ReportPage({ code, search, onSearch }: ReportPageProps) {
  const { t } = useTranslation();
  const options = reportOptions(code, search);
  const query = useQuery(options);
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<'close' | 'closed' | null>(null);
  const close = () => setOpen(null);
  const month = search.month ?? lastMonth();
  const mayClose = query.data?.allowed_actions.includes('close') ?? false;
  const fetchFile = () =>
    unwrap(
      client.GET('/api/v1/reports/{code}/workbook', {
        params: { path: { code }, query: { ...search, month } },
        parseAs: 'blob',
      }),
    ) as Promise<unknown> as Promise<Blob>;
  return (
    <>
      <PageHeader
        title={t(code === 'monthly' ? 'nav.monthly_report' : 'nav.mediation_statistics')}
        note={t('reports.note')}
        actions={
          <>
            {mayClose && (
              <Button type="primary" onClick={() => setOpen('close')}>
                {t('reports.close')}
              </Button>
            )}
            {code === 'monthly' && (
              <Button onClick={() => setOpen('closed')}>{t('reports.closedMonths')}</Button>
            )}
            <Button onClick={() => window.print()}>{t('common.print')}</Button>
            <ExportButton fetchFile={fetchFile} name={`${code}-${month}.xlsx`} />
          </>
        }
      />
      <ReportFilters search={search} onSearch={onSearch} />
      <QueryState query={query} rows={12}>
        {(report) => (
          <article className={styles.report}>
            <ReportHead report={report} />
            {code === 'monthly' ? (
              <ReportCells report={report} />
            ) : (
              <ReportMatrix report={report} />
            )}
            <Printed />
          </article>
        )}
      </QueryState>
      {open === 'close' && (
        <CloseMonthDialog
          month={month}
          onClosed={() => {
            void queryClient.invalidateQueries({ queryKey: options.queryKey });
            void queryClient.invalidateQueries({ queryKey: closingsOptions().queryKey });
          }}
          onClose={close}
        />
      )}
      {open === 'closed' && (
        <ClosedMonthsDialog
          onMonth={(chosen) => {
            close();
            onSearch({ ...search, month: chosen });
          }}
          onClose={close}
        />
      )}
    </>
  );
}

/** What the figures are of: nothing on the page means anything without it. */
function ReportHead({ report }: { report: Report }) {
  const { t } = useTranslation();
  const { closing, carried_from } = report;
  return (
    <header className={styles.head}>
      <h2>{t('reports.title', { name: report.name, month: report.month })}</h2>
      <p>
        {t('reports.asOf', { at: formatInstant(report.as_of), scope: report.scope })}
        {report.region && t('reports.region', { name: report.region.name })}
      </p>
      {!report.is_current && <p role="status">{t('reports.behind')}</p>}
      {closing && (
        <p data-testid="closed">
          {t('reports.closed', {
            at: formatInstant(closing.closed_at),
            name: closing.closed_by.name,
          })}
          <span className={styles.hash}>{closing.figures_hash}</span>
        </p>
      )}
      {carried_from && <p>{t('reports.carried', { month: carried_from.month })}</p>}
      <p className={styles.soft}>{t('reports.source', { text: report.source })}</p>
    </header>
  );
}

/** Paper says who printed it. */
function Printed() {
  const { t } = useTranslation();
  const me = useMe();
  const at = formatInstant(new Date().toISOString());
  return <p className={styles.printed}>{t('reports.printed', { name: me.person.name, at })}</p>;
}
