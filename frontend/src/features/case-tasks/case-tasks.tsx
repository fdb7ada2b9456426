import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { CaseTask } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { CompleteTaskDialog } from '../../shared/ui/complete-task-dialog';
import { caseTasksOptions, refreshTasks } from './queries';
import { TaskState } from './task-state';
import styles from './tasks.module.css';

/** What was promised and decided on a case; nothing where there is none, or none to be seen. */
export function CaseTasks({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const { nav } = useMe();
  const enabled = nav.includes('case_tasks');
  const tasks = useQuery({ ...caseTasksOptions(caseId), enabled }).data?.items ?? [];
  const [completing, setCompleting] = useState<CaseTask | null>(null);
  if (tasks.length === 0) return null;
  return (
    <section className={styles.panel} aria-labelledby="tasks-title" data-testid="case-tasks">
      <h2 id="tasks-title">{t('nav.case_tasks')}</h2>
      <ul className={styles.plain}>
        {tasks.map((task) => (
          <li key={task.id}>
            <p>{task.text}</p>
            <p className={styles.soft}>
              {task.department.name} {t('tasks.until', { day: task.due_on })}{' '}
              <TaskState task={task} />{' '}
              {task.meeting_id && nav.includes('review_meetings') ? (
                <Link to="/review-meetings/$meetingId" params={{ meetingId: task.meeting_id }}>
                  {enumName('taskOrigin', task.origin)}
                </Link>
              ) : (
                enumName('taskOrigin', task.origin)
              )}
            </p>
            {task.done_note && <p className={styles.soft}>{task.done_note}</p>}
            {task.allowed_actions.includes('complete') && (
              <Button size="small" onClick={() => setCompleting(task)}>
                {t('tasks.complete')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {completing && (
        <CompleteTaskDialog
          task={completing}
          onDone={() => void refreshTasks(queryClient)}
          onClose={() => setCompleting(null)}
        />
      )}
    </section>
  );
}
