import { useTranslation } from 'react-i18next';
import type { TimeLeft } from '../../shared/api/types';
import { formatInstant } from '../../shared/lib/dates';
import styles from './limit-badge.module.css';

interface LimitBadgeProps {
  lamp: string;
  timeLeft: TimeLeft | null | undefined;
  dueAt: string | null | undefined;
}

/** Shapes stand beside the words, so that no limit is told by colour alone. */
const shapes: Record<string, string> = { green: '○', yellow: '△', red: '■', grey: '‖' };

/** How much of a limit is left: shape, words, and colour last. */
export function LimitBadge({ lamp, timeLeft, dueAt }: LimitBadgeProps) {
  const { t } = useTranslation();
  const text = timeLeft ? timeLeft.text : t('limits.sentenceNone');
  return (
    <span
      className={`${styles.badge} ${timeLeft ? (styles[lamp] ?? '') : ''}`}
      title={dueAt ? t('limits.due', { at: formatInstant(dueAt) }) : undefined}
    >
      <span aria-hidden className={styles.shape}>
        {timeLeft ? (shapes[lamp] ?? '○') : '–'}
      </span>
      {text}
    </span>
  );
}
