import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Signal } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { AnswerSignalDialog } from './answer-signal-dialog';
import { type CallbackProps, signalViews, toSignalQuery } from './callback-search';
import styles from './callbacks.module.css';
import { refreshSignals, signalsOptions } from './queries';

/** What looked odd about an answer: questions about matters, no scores of people. */
export function SignalsTab({ search, onSearch }: CallbackProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(signalsOptions(toSignalQuery(search)));
  const [answering, setAnswering] = useState<Signal | null>(null);
  return (
    <>
      <div className={styles.views}>
        <Segmented
          aria-label={t('callbacks.signalViews')}
          value={search.state ?? 'all'}
          options={signalViews.map((view) => ({
            value: view,
            label: t(`callbacks.signalView.${view}`),
          }))}
          onChange={(view) =>
            onSearch({ tab: 'signals', ...(view === 'open' && { state: 'open' as const }) })
          }
        />
      </div>
      <KeysetTable<Signal>
        label={t('callbacks.tabs.signals')}
        query={query}
        empty={t('callbacks.signalsEmpty')}
        columns={[
          {
            title: t('callbacks.question'),
            width: 360,
            cell: (row) => (
              <>
                {row.question}
                <span className={styles.soft}>{row.kind_name}</span>
                {row.complaint && <q className={styles.soft}>{row.complaint}</q>}
              </>
            ),
          },
          {
            title: t('callbacks.case'),
            cell: (row) => (
              <Link to="/cases/$caseId" params={{ caseId: row.case.id }}>
                {row.case.case_no}
              </Link>
            ),
          },
          { title: t('callbacks.raised'), cell: (row) => formatInstant(row.created_at) },
          {
            title: t('callbacks.state'),
            width: 280,
            cell: (row) => (
              <>
                {enumName('signalState', row.state)}
                <Found signal={row} />
              </>
            ),
          },
          {
            title: t('callbacks.manage'),
            cell: (row) =>
              row.allowed_actions.includes('answer') && (
                <Button size="small" onClick={() => setAnswering(row)}>
                  {t('callbacks.answer')}
                </Button>
              ),
          },
        ]}
      />
      {answering && (
        <AnswerSignalDialog
          signal={answering}
          onChanged={() => void refreshSignals(queryClient)}
          onClose={() => setAnswering(null)}
        />
      )}
    </>
  );
}

/** What was found out, by whom and when. */
export function Found({ signal }: { signal: Signal }) {
  const { t } = useTranslation();
  const { answer, answered_by, answered_at } = signal;
  if (!answer || !answered_at) return null;
  return (
    <span className={styles.soft}>
      {t('callbacks.answeredBy', {
        name: answered_by?.name ?? '',
        at: formatInstant(answered_at),
        answer,
      })}
    </span>
  );
}
