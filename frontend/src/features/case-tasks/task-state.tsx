import { useTranslation } from 'react-i18next';
import type { CaseTask } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import styles from './tasks.module.css';

/** Where a task stands, never by colour alone. */
export function TaskState({ task }: { task: Pick<CaseTask, 'state' | 'is_late'> }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const name = enumName('taskState', task.state);
  if (task.state === 'overdue') return <strong className={styles.overdue}>■ {name}</strong>;
  if (task.state === 'done' && task.is_late) return `${name}${t('tasks.late')}`;
  return name;
}
