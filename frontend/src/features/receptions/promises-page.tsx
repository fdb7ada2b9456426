import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReceptionPromise } from '../../shared/api/types';
import { formatDay } from '../../shared/lib/dates';
import { CompleteTaskDialog } from '../../shared/ui/complete-task-dialog';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { PromiseState } from './promise-state';
import { promisesOptions, refreshReceptions } from './queries';
import { type PromiseSearch, promiseViews, toPromiseQuery } from './reception-search';
import styles from './receptions.module.css';

interface PromisesPageProps {
  search: PromiseSearch;
  onSearch: (search: PromiseSearch) => void;
}

/** What leaders promised, and what was broken of it. */
export function PromisesPage({ search, onSearch }: PromisesPageProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(promisesOptions(toPromiseQuery(search)));
  const [keeping, setKeeping] = useState<ReceptionPromise | null>(null);
  return (
    <>
      <PageHeader title={t('nav.promises')} note={t('receptions.promisesNote')} />
      <div className={styles.actions}>
        <Segmented
          aria-label={t('receptions.promiseViews')}
          value={search.view ?? 'broken'}
          options={promiseViews.map((view) => ({
            value: view,
            label: t(`receptions.promiseView.${view}`),
          }))}
          onChange={(view) => onSearch(view === 'broken' ? {} : { view })}
        />
      </div>
      <KeysetTable<ReceptionPromise>
        label={t('nav.promises')}
        query={query}
        empty={t('receptions.noPromises')}
        columns={[
          { title: t('tasks.due'), cell: (one) => one.due_on },
          { title: t('tasks.state'), cell: (one) => <PromiseState promise={one} /> },
          { title: t('receptions.promise'), cell: (one) => one.text, width: '28%' },
          { title: t('tasks.department'), cell: (one) => one.department.name },
          {
            title: t('receptions.promisedBy'),
            cell: (one) => `${one.promised_by.name} ${formatDay(one.promised_at)}`,
          },
          {
            title: t('tasks.case'),
            cell: (one) =>
              one.case.is_readable ? (
                <Link to="/cases/$caseId" params={{ caseId: one.case.id }}>
                  {one.case.case_no}
                </Link>
              ) : (
                one.case.case_no
              ),
          },
          {
            title: t('tasks.manage'),
            cell: (one) =>
              one.allowed_actions.includes('complete') && (
                <Button size="small" onClick={() => setKeeping(one)}>
                  {t('receptions.keep')}
                </Button>
              ),
          },
        ]}
      />
      {keeping && (
        <CompleteTaskDialog
          task={keeping}
          onDone={() => void refreshReceptions(queryClient)}
          onClose={() => setKeeping(null)}
        />
      )}
    </>
  );
}
