import { useTranslation } from 'react-i18next';
import styles from './supervision.module.css';

interface Due {
  reply_due_on: string;
  is_overdue: boolean;
  was_late: boolean;
}

/** By when a reply is due, and in words whether it is late or was. */
export function ReplyDue({ order }: { order: Due }) {
  const { t } = useTranslation();
  return (
    <>
      {order.reply_due_on}
      {order.is_overdue && <strong className={styles.over}>{t('supervision.overdue')}</strong>}
      {!order.is_overdue && order.was_late && (
        <span className={styles.late}>{t('supervision.late')}</span>
      )}
    </>
  );
}

/** How far a limit is over, never by colour alone. */
export function Over({ days }: { days: number }) {
  const { t } = useTranslation();
  if (days === 0) return <span className={styles.soft}>{t('supervision.notOver')}</span>;
  return <strong className={styles.over}>{t('supervision.overDays', { count: days })}</strong>;
}
