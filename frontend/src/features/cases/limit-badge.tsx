import { type ReactNode, useCallback } from 'react';
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
export function LimitBadge(props: LimitBadgeProps) {
  return useLimitBadge()(props);
}

/** The same for the rows of a long list, which look for the language once. */
export function useLimitBadge(): (props: LimitBadgeProps) => ReactNode {
  const { t } = useTranslation();
  return useCallback(
    ({ lamp, timeLeft, dueAt }) => (
      <span
        className={`${styles.badge} ${timeLeft ? (styles[lamp] ?? '') : ''}`}
        title={dueAt ? t('limits.due', { at: formatInstant(dueAt) }) : undefined}
      >
        <span aria-hidden className={styles.shape}>
          {timeLeft ? (shapes[lamp] ?? '○') : '–'}
        </span>
        {timeLeft ? timeLeft.text : t('limits.sentenceNone')}
      </span>
    ),
    [t],
  );
}
