import { useTranslation } from 'react-i18next';
import { useActingRole } from '../../shared/api/session';
import type { Queue } from './queues';

/** What a leader is to act on next are the cases in the leader's charge. */
export function useQueueName(): (queue: Queue) => string {
  const { t } = useTranslation();
  const isLeader = useActingRole() === 'leader';
  return (queue) =>
    isLeader && queue === 'mine' ? t('cases.chargeQueue') : t(`cases.queue.${queue}`);
}
