import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import styles from './calendar.module.css';
import { ImportDialog } from './import-dialog';
import { MonthTable } from './month-table';

interface CalendarPageProps {
  year: number;
  onYear: (year: number) => void;
}

const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const kinds = ['working', 'rest', 'holiday', 'make_up'] as const;

/** A year of working and rest days, as every limit counts them. */
export function CalendarPage({ year, onYear }: CalendarPageProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [importing, setImporting] = useState(false);
  const calendars = useQuery(api.queryOptions('get', '/api/v1/calendars'));
  const calendar = calendars.data?.items[0];
  const query = useQuery(
    api.queryOptions('get', '/api/v1/calendars/cn/days', {
      params: { query: { from: `${year}-01-01`, to: `${year}-12-31` } },
    }),
  );
  const unpublished = calendar !== undefined && calendar.announced_through < `${year}-12-31`;

  return (
    <>
      <PageHeader
        title={t('calendar.title', { year })}
        note={calendar && t('calendar.version', calendar)}
        actions={
          <>
            <Button onClick={() => onYear(year - 1)}>{t('calendar.previous')}</Button>
            <Button onClick={() => onYear(year + 1)}>{t('calendar.next')}</Button>
            {calendar?.allowed_actions.includes('import') && (
              <Button type="primary" onClick={() => setImporting(true)}>
                {t('calendar.import')}
              </Button>
            )}
          </>
        }
      />
      {unpublished && (
        <Alert
          type="warning"
          showIcon
          className={styles.notice ?? ''}
          title={t('calendar.unpublished', { year })}
          description={t('calendar.unpublishedWhy')}
        />
      )}
      <ul className={styles.legend} aria-label={t('calendar.legend')}>
        {kinds.map((kind) => (
          <li key={kind}>
            <span className={`${styles.swatch} ${styles[kind]}`} aria-hidden />
            {t(`enums.dayKind.${kind}`)}
          </li>
        ))}
      </ul>
      <QueryState query={query} rows={12}>
        {({ items }) => (
          <>
            <div className={styles.year}>
              {months.map((month) => (
                <MonthTable key={month} year={year} month={month} days={items} />
              ))}
            </div>
            <Sources sources={items.flatMap(({ source }) => (source ? [source] : []))} />
          </>
        )}
      </QueryState>
      {importing && calendar && (
        <ImportDialog
          announcedThrough={calendar.announced_through}
          onPublished={() => void queryClient.invalidateQueries()}
          onClose={() => setImporting(false)}
        />
      )}
    </>
  );
}

function Sources({ sources }: { sources: string[] }) {
  const { t } = useTranslation();
  const different = [...new Set(sources)];
  if (different.length === 0) return null;
  return (
    <section>
      <h2 className={styles.sourceTitle}>{t('calendar.sources')}</h2>
      <ul>
        {different.map((source) => (
          <li key={source}>{source}</li>
        ))}
      </ul>
    </section>
  );
}
