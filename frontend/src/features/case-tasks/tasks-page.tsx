import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseTask } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { CompleteTaskDialog } from '../../shared/ui/complete-task-dialog';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { refreshTasks, tasksOptions } from './queries';
import { type TaskSearch, taskViews, toTaskQuery } from './task-search';
import { TaskState } from './task-state';
import styles from './tasks.module.css';
import { WithdrawTaskDialog } from './withdraw-task-dialog';

interface TasksPageProps {
  search: TaskSearch;
  onSearch: (search: TaskSearch) => void;
}

/** What leaders promised and meetings decided, for the unit that is to do it. */
export function TasksPage({ search, onSearch }: TasksPageProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(tasksOptions(toTaskQuery(search)));
  const [completing, setCompleting] = useState<CaseTask | null>(null);
  const [withdrawing, setWithdrawing] = useState<CaseTask | null>(null);
  const refresh = () => void refreshTasks(queryClient);
  return (
    <>
      <PageHeader title={t('nav.case_tasks')} note={t('tasks.note')} />
      <div className={styles.views}>
        <Segmented
          aria-label={t('tasks.views')}
          value={search.view ?? 'owed'}
          options={taskViews.map((view) => ({ value: view, label: t(`tasks.view.${view}`) }))}
          onChange={(view) => onSearch(view === 'owed' ? {} : { view })}
        />
      </div>
      <KeysetTable<CaseTask>
        label={t('nav.case_tasks')}
        query={query}
        empty={t('tasks.empty')}
        columns={[
          { title: t('tasks.due'), cell: (task) => task.due_on },
          { title: t('tasks.state'), cell: (task) => <TaskState task={task} /> },
          { title: t('tasks.text'), cell: (task) => task.text, width: '28%' },
          { title: t('tasks.department'), cell: (task) => task.department.name },
          { title: t('tasks.origin'), cell: (task) => enumName('taskOrigin', task.origin) },
          { title: t('tasks.case'), cell: (task) => <CaseCell task={task} /> },
          {
            title: t('tasks.manage'),
            cell: (task) => (
              <span className={styles.actions}>
                {task.allowed_actions.includes('complete') && (
                  <Button size="small" type="primary" onClick={() => setCompleting(task)}>
                    {t('tasks.complete')}
                  </Button>
                )}
                {task.allowed_actions.includes('withdraw') && (
                  <Button size="small" onClick={() => setWithdrawing(task)}>
                    {t('tasks.withdraw')}
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      {completing && (
        <CompleteTaskDialog
          task={completing}
          onDone={refresh}
          onClose={() => setCompleting(null)}
        />
      )}
      {withdrawing && (
        <WithdrawTaskDialog
          task={withdrawing}
          onDone={refresh}
          onClose={() => setWithdrawing(null)}
        />
      )}
    </>
  );
}

function CaseCell({ task }: { task: CaseTask }) {
  const { id, case_no, title, is_readable } = task.case;
  if (!is_readable) return case_no;
  return (
    <>
      <Link to="/cases/$caseId" params={{ caseId: id }}>
        {case_no}
      </Link>
      <span className={styles.soft}>{title}</span>
    </>
  );
}
