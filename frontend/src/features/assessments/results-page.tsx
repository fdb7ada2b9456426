import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { Assessment, AssessmentPeriod } from '../../shared/api/types';
import { formatInstant } from '../../shared/lib/dates';
import { Filter } from '../../shared/ui/filter';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { DepartmentSelect } from '../../shared/ui/reference-select';
import { SearchRegion } from '../../shared/ui/search-region';
import styles from './assessments.module.css';
import { ClosePeriodDialog } from './close-period-dialog';
import { formatPoints } from './points';
import { forgetResults, periodOptions, periodsOptions, resultsOptions } from './queries';
import { type ResultSearch, toResultQuery } from './result-search';

interface ResultsPageProps {
  search: ResultSearch;
  onSearch: (search: ResultSearch) => void;
}

/** Results of a period: one's own, the department's, or the centre's. By name, in no other order. */
export function ResultsPage({ search, onSearch }: ResultsPageProps) {
  const { t } = useTranslation();
  const { nav } = useMe();
  const queryClient = useQueryClient();
  const periods = useInfiniteQuery(periodsOptions());
  const all = periods.data?.pages.flatMap(({ items }) => items) ?? [];
  const chosen = search.period ?? all[0]?.id;
  const query = useInfiniteQuery(
    resultsOptions(toResultQuery({ ...search, ...(chosen && { period: chosen }) })),
  );
  const [isClosing, setClosing] = useState(false);
  const isCenter = nav.includes('assessment_scheme_new');
  return (
    <>
      <PageHeader
        title={t('nav.assessments')}
        note={t('assessments.resultsNote')}
        actions={
          <>
            {isCenter && (
              <Button onClick={() => setClosing(true)}>{t('assessments.closePeriod')}</Button>
            )}
            <Button onClick={() => window.print()}>{t('common.print')}</Button>
          </>
        }
      />
      <SearchRegion className={`${styles.filters} no-print`} label={t('assessments.filters')}>
        <Filter label={t('assessments.period')}>
          {(id) => (
            <Select
              id={id}
              value={chosen ?? null}
              loading={periods.isPending}
              placeholder={t('assessments.noPeriods')}
              options={all.map((one) => ({ value: one.id, label: labelOf(one) }))}
              onChange={(period) => onSearch({ ...search, ...(period && { period }) })}
            />
          )}
        </Filter>
        {isCenter && (
          <Filter label={t('assessments.unit')}>
            {(id) => (
              <DepartmentSelect
                id={id}
                value={search.department ?? null}
                onChange={(value) => {
                  const { department: _gone, ...others } = search;
                  onSearch(typeof value === 'string' ? { ...others, department: value } : others);
                }}
              />
            )}
          </Filter>
        )}
      </SearchRegion>
      {chosen && <PeriodHead id={chosen} />}
      <KeysetTable<Assessment>
        label={t('nav.assessments')}
        query={query}
        empty={t('assessments.noResults')}
        columns={[
          { title: t('assessments.unit'), cell: (row) => row.unit.name },
          { title: t('assessments.person'), cell: (row) => row.person?.name },
          {
            title: t('assessments.points'),
            cell: (row) => (
              <Link to="/assessments/$assessmentId" params={{ assessmentId: row.id }}>
                {row.points_hundredths === null
                  ? t('assessments.nothing')
                  : formatPoints(row.points_hundredths)}
              </Link>
            ),
          },
          {
            title: t('assessments.edition'),
            cell: (row) =>
              row.edition > 1
                ? t('assessments.correctedResult')
                : row.corrected_by_id
                  ? t('assessments.firstResult')
                  : '',
          },
          {
            title: t('assessments.appeal'),
            cell: (row) =>
              row.appeals.some(({ state }) => state === 'open') ? t('assessments.appealOpen') : '',
          },
        ]}
      />
      {isClosing && (
        <ClosePeriodDialog
          onClosed={(period) => {
            void forgetResults(queryClient);
            onSearch({ period: period.id });
          }}
          onClose={() => setClosing(false)}
        />
      )}
    </>
  );
}

const labelOf = ({ scheme, from_on, to_on }: AssessmentPeriod) =>
  `${scheme.name} ${from_on} – ${to_on}`;

/** What the results rest on, worked out anew while somebody looks. */
function PeriodHead({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(periodOptions(id));
  if (!data) return null;
  return (
    <section className={styles.panel} data-testid="period">
      <p>
        {t('assessments.closedAt', {
          at: formatInstant(data.closed_at),
          count: data.fact_count,
          until: data.appeal_until_on,
        })}
      </p>
      <p className={data.is_intact === false ? styles.bad : styles.soft} role="status">
        {t(data.is_intact === false ? 'assessments.notIntact' : 'assessments.intact')}
        <span className={styles.hash}>{data.results_hash}</span>
      </p>
    </section>
  );
}
