import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Callback } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import {
  type CallbackProps,
  queueViewOf,
  queueViews,
  sampleViewOf,
  sampleViews,
  searchOfQueue,
  searchOfSample,
  toCallbackQuery,
} from './callback-search';
import styles from './callbacks.module.css';
import { callbacksOptions } from './queries';

/** Cases that wait for somebody outside the handling unit, longest first. */
export function QueueTab({ search, onSearch }: CallbackProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const query = useInfiniteQuery(callbacksOptions(toCallbackQuery(search)));
  return (
    <>
      <div className={styles.views}>
        <Segmented
          aria-label={t('callbacks.views')}
          value={queueViewOf(search)}
          options={queueViews.map((view) => ({ value: view, label: t(`callbacks.view.${view}`) }))}
          onChange={(view) =>
            onSearch({
              ...searchOfQueue[view],
              ...searchOfSample[sampleViewOf(search)],
              tab: 'queue',
            })
          }
        />
        <Segmented
          aria-label={t('callbacks.sample')}
          value={sampleViewOf(search)}
          options={sampleViews.map((view) => ({
            value: view,
            label: t(`callbacks.sampleView.${view}`),
          }))}
          onChange={(view) =>
            onSearch({
              ...searchOfQueue[queueViewOf(search)],
              ...searchOfSample[view],
              tab: 'queue',
            })
          }
        />
      </div>
      <KeysetTable<Callback>
        label={t('callbacks.tabs.queue')}
        query={query}
        empty={t('callbacks.empty')}
        columns={[
          {
            title: t('callbacks.matter'),
            width: 280,
            cell: (row) => (
              <>
                <Link to="/cases/$caseId" params={{ caseId: row.id }}>
                  {row.case.title}
                </Link>
                <span className={styles.soft}>{row.case.case_no}</span>
              </>
            ),
          },
          { title: t('callbacks.level'), cell: (row) => enumName('level', row.case.level) },
          {
            title: t('callbacks.sample'),
            cell: ({ is_sampled, percent }) =>
              is_sampled
                ? t('callbacks.sampled', { percent })
                : t('callbacks.notSampled', { percent }),
          },
          { title: t('callbacks.since'), cell: (row) => formatInstant(row.since) },
          { title: t('callbacks.attempts'), cell: (row) => <Attempts row={row} /> },
          { title: t('callbacks.nextOn'), cell: (row) => row.next_attempt_on },
          { title: t('callbacks.rating'), cell: (row) => <Rating row={row} /> },
          {
            title: t('callbacks.manage'),
            cell: (row) =>
              row.allowed_actions.includes('record_callback') && (
                <Link to="/cases/$caseId" params={{ caseId: row.id }}>
                  {t('callbacks.record')}
                </Link>
              ),
          },
        ]}
      />
    </>
  );
}

function Attempts({ row }: { row: Callback }) {
  const { t } = useTranslation();
  if (row.attempts.length === 0) return t('callbacks.noAttempts');
  return (
    <>
      {row.failed_days > 0 && t('callbacks.failedDays', { count: row.failed_days })}
      <ul className={styles.plain}>
        {row.attempts.map((attempt) => (
          <li key={attempt.at} className={styles.soft}>
            {t('callbacks.attempt', {
              at: formatInstant(attempt.at),
              result: attempt.reached ? t('callbacks.reached') : t('callbacks.notReached'),
            })}
          </li>
        ))}
      </ul>
    </>
  );
}

function Rating({ row }: { row: Callback }) {
  const { t } = useTranslation();
  const said = (yes: boolean) => (yes ? t('common.yes') : t('common.no'));
  return (
    <>
      {row.rating
        ? t('callbacks.rated', {
            solved: said(row.rating.solved),
            fair: said(row.rating.fairly_treated),
          })
        : t('callbacks.noRating')}
      {row.open_signals > 0 && (
        <strong className={styles.open}>
          {t('callbacks.openSignals', { count: row.open_signals })}
        </strong>
      )}
    </>
  );
}
