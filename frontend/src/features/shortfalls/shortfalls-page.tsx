import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { monthEnds, thisMonth, today } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { DepartmentSelect } from '../../shared/ui/reference-select';
import { CoverageDrawer } from './coverage-drawer';
import { FindStandInDialog } from './find-stand-in-dialog';
import { hours } from './hours';
import { refreshShortfalls, type ShortfallRow, shortfallsOptions } from './queries';
import styles from './shortfalls.module.css';

interface ShortfallsPageProps {
  month: string | undefined;
  departmentId: string | undefined;
  onChange: (search: { month?: string | undefined; department?: string | undefined }) => void;
}

/** Post-hours owed and not served, by day and department, with the reason; posts, and no persons. */
export function ShortfallsPage({ month, departmentId, onChange }: ShortfallsPageProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const shown = month ?? thisMonth();
  const query = useInfiniteQuery(
    shortfallsOptions({
      ...monthEnds(shown),
      ...(departmentId && { department_id: departmentId }),
    }),
  );
  const queryClient = useQueryClient();
  const mayAsk = useMe().nav.includes('duty_stand_in_new');
  const [asking, setAsking] = useState<{ obligationId: string; on: string } | null>(null);
  const [report, setReport] = useState<{ id: string; name: string } | null>(null);
  return (
    <>
      <PageHeader title={t('nav.shortfalls')} note={t('shortfalls.note')} />
      <div className={styles.filters}>
        <DatePicker
          picker="month"
          aria-label={t('shortfalls.month')}
          allowClear={false}
          value={dayjs(`${shown}-01`)}
          onChange={(next) =>
            onChange({ month: next?.format('YYYY-MM'), department: departmentId })
          }
        />
        <div style={{ minWidth: 240 }}>
          <DepartmentSelect
            aria-label={t('shortfalls.department')}
            placeholder={t('shortfalls.department')}
            value={departmentId ?? null}
            onChange={(next) =>
              onChange({ month, department: typeof next === 'string' ? next : undefined })
            }
          />
        </div>
      </div>
      <KeysetTable<ShortfallRow>
        label={t('nav.shortfalls')}
        query={query}
        empty={t('shortfalls.empty')}
        columns={[
          {
            title: t('shortfalls.day'),
            cell: (row) => (
              <>
                {row.date}
                {row.date > today() && <span className={styles.soft}>{t('shortfalls.ahead')}</span>}
              </>
            ),
          },
          { title: t('shortfalls.department'), cell: (row) => row.department.name },
          { title: t('shortfalls.owed'), cell: (row) => hours(t, row.owed_minutes) },
          { title: t('shortfalls.short'), cell: (row) => hours(t, row.short_minutes) },
          { title: t('shortfalls.disputed'), cell: (row) => hours(t, row.disputed_minutes) },
          {
            title: t('shortfalls.reasons'),
            cell: (row) =>
              row.items.map((item) => (
                <div key={`${item.obligation_id} ${item.reason}`}>
                  {item.post.name}: {enumName('shortfallReason', item.reason)}{' '}
                  {mayAsk && item.reason === 'on_leave' && row.date >= today() && (
                    <Button
                      size="small"
                      onClick={() => setAsking({ obligationId: item.obligation_id, on: row.date })}
                    >
                      {t('shortfalls.standIn')}
                    </Button>
                  )}
                </div>
              )),
          },
          {
            title: t('shortfalls.manage'),
            cell: (row) => (
              <Button size="small" onClick={() => setReport(row.department)}>
                {t('shortfalls.report')}
              </Button>
            ),
          },
        ]}
      />
      {asking && (
        <FindStandInDialog
          {...asking}
          onAsked={() => void refreshShortfalls(queryClient)}
          onClose={() => setAsking(null)}
        />
      )}
      {report && (
        <CoverageDrawer department={report} month={shown} onClose={() => setReport(null)} />
      )}
    </>
  );
}
