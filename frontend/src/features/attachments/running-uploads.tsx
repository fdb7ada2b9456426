import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import styles from './attachments.module.css';
import type { Running } from './use-uploads';

interface RunningUploadsProps {
  running: Running[];
  onDismiss: (id: number) => void;
}

/** How far each file is, in numbers, or why it was refused. */
export function RunningUploads({ running, onDismiss }: RunningUploadsProps) {
  const { t } = useTranslation();
  if (running.length === 0) return null;
  return (
    <ul className={styles.plain}>
      {running.map(({ id, name, percent, error }) => (
        <li key={id} className={styles.running}>
          <span className={styles.name}>{name}</span>
          {error ? (
            <ProblemAlert error={error} />
          ) : (
            <Progress
              percent={Math.floor(percent)}
              aria-label={t('attachments.sending', { name })}
            />
          )}
          <Button size="small" onClick={() => onDismiss(id)}>
            {error ? t('attachments.dismiss') : t('common.cancel')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
