import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import type { Oversight } from '../../shared/api/types';
import { formatInstant } from '../../shared/lib/dates';
import { useDuration } from '../../shared/lib/use-duration';
import { DataTable } from '../../shared/ui/data-table';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import styles from './oversight.module.css';
import { toRows } from './rows';

/** One page of truth: every figure with its definition, and exactly the rows behind it. */
export function OversightPage() {
  const { t } = useTranslation();
  const query = useQuery({
    ...api.queryOptions('get', '/api/v1/oversight'),
    refetchInterval: 60_000,
  });
  return (
    <QueryState query={query} rows={12}>
      {(page) => (
        <>
          <PageHeader
            title={t('oversight.title')}
            note={t('oversight.note', {
              center: page.center?.name ?? '',
              at: formatInstant(page.as_of),
              scope: page.scope,
            })}
          />
          <ul className={styles.figures} aria-label={t('oversight.title')}>
            {page.figures.map((figure) => (
              <li key={figure.code}>
                <Link
                  {...toRows(figure.rows)}
                  className={styles.figure}
                  data-testid={`figure-${figure.code}`}
                >
                  <span>{figure.name}</span>
                  <strong>
                    {figure.is_capped
                      ? t('oversight.capped', { count: figure.value })
                      : figure.value}
                    <small>
                      {' '}
                      {t(
                        figure.counting_unit === 'visit'
                          ? 'oversight.unit.visit'
                          : 'oversight.unit.case',
                      )}
                    </small>
                  </strong>
                  <span className={styles.definition}>
                    {t('oversight.definition', { text: figure.definition })}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
          <MonthShares page={page} />
          <LateByHolder page={page} />
          <Pairs page={page} />
        </>
      )}
    </QueryState>
  );
}

/** What of the month would look well alone: with and without extensions, and what came back. */
function MonthShares({ page }: { page: Oversight }) {
  const { t } = useTranslation();
  return (
    <section className={styles.section}>
      <h2>{t('oversight.shares')}</h2>
      <ul className={styles.figures} aria-label={t('oversight.shares')}>
        {page.month_shares.map((share) => (
          <li key={share.code} className={styles.figure} data-testid={`share-${share.code}`}>
            <span>{share.name}</span>
            <strong>
              {share.whole === 0
                ? t('oversight.shareNone')
                : t('oversight.share', {
                    percent: ((share.part / share.whole) * 100).toFixed(1),
                    part: share.part,
                    whole: share.whole,
                  })}
            </strong>
            <span className={styles.definition}>
              {t('oversight.definition', { text: share.definition })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function LateByHolder({ page }: { page: Oversight }) {
  const { t } = useTranslation();
  const duration = useDuration();
  const rows = page.late_by_holder.map((one) => ({
    ...one,
    id: `${one.holder_kind}${one.department_id ?? one.center?.id ?? ''}`,
  }));
  return (
    <section className={styles.section}>
      <h2>{t('oversight.late')}</h2>
      {page.is_late_capped && <p className={styles.definition}>{t('oversight.lateCapped')}</p>}
      <DataTable
        label={t('oversight.late')}
        rows={rows}
        empty={t('oversight.lateEmpty')}
        columns={[
          {
            title: t('oversight.holder'),
            cell: (row) => (
              <Link {...toRows(row.rows)} aria-label={t('oversight.rows', { name: row.name })}>
                {row.name}
              </Link>
            ),
          },
          { title: t('oversight.cases'), cell: (row) => row.cases },
          { title: t('oversight.used'), cell: (row) => duration(row.seconds) },
        ]}
      />
    </section>
  );
}

function Pairs({ page }: { page: Oversight }) {
  const { t } = useTranslation();
  const rows = page.ping_pong_pairs.map((pair) => ({
    ...pair,
    id: pair.departments.map(({ id }) => id).join(),
    name: pair.departments.map(({ name }) => name).join(' ⇄ '),
  }));
  return (
    <section className={styles.section}>
      <h2>{t('oversight.pairs')}</h2>
      {page.is_ping_pong_capped && (
        <p className={styles.definition}>{t('oversight.pairsCapped')}</p>
      )}
      <DataTable
        label={t('oversight.pairs')}
        rows={rows}
        empty={t('oversight.pairsEmpty')}
        columns={[
          {
            title: t('oversight.pair'),
            cell: (row) => (
              <Link {...toRows(row.rows)} aria-label={t('oversight.rows', { name: row.name })}>
                {row.name}
              </Link>
            ),
          },
          { title: t('oversight.cases'), cell: (row) => row.cases },
          { title: t('oversight.hops'), cell: (row) => row.hops },
        ]}
      />
    </section>
  );
}
