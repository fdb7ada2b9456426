import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseCounts } from '../../../shared/api/types';
import { daysSince, formatShort } from '../../../shared/lib/dates';
import type { Queue } from '../queues';
import { useQueueName } from '../use-queue-name';
import styles from './home.module.css';

interface QueueCardProps {
  queue: Queue;
  figures: CaseCounts[Queue] | undefined;
}

/** One work queue: how many, how old the oldest is, which limit comes next. */
export function QueueCard({ queue, figures }: QueueCardProps) {
  const { t } = useTranslation();
  const queueName = useQueueName();
  const oldest = (days: number) =>
    days === 0 ? t('cases.home.oldestToday') : t('cases.home.oldest', { count: days });
  const isAlarm = queue === 'overdue' && (figures?.count ?? 0) > 0;
  return (
    <li>
      <Link
        to="/cases"
        search={{ queue }}
        data-testid={`queue-${queue}`}
        className={`${styles.card} ${isAlarm ? styles.alarm : ''}`}
      >
        <span className={styles.queueName}>{queueName(queue)}</span>
        {figures ? (
          <>
            <strong className={styles.count}>
              {figures.count}
              {figures.is_capped && '+'}
              <small> {t('cases.home.unit', { count: figures.count })}</small>
            </strong>
            <span className={styles.detail}>
              {figures.oldest_at ? oldest(daysSince(figures.oldest_at)) : t('cases.home.nothing')}
            </span>
            <span className={styles.detail}>
              {figures.next_due_at &&
                t('cases.home.nextDue', { at: formatShort(figures.next_due_at) })}
            </span>
          </>
        ) : (
          <Skeleton active title={false} paragraph={{ rows: 2 }} />
        )}
      </Link>
    </li>
  );
}
