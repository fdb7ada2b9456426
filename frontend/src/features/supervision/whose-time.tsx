import { useTranslation } from 'react-i18next';
import type { LadderLimit } from '../../shared/api/types';
import styles from './supervision.module.css';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** By whose time a case is late. */
export function WhoseTime({ holders }: { holders: LadderLimit['holders'] }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.plain}>
      {holders.map((holder) => (
        <li key={`${holder.kind}${holder.name}`}>
          {t('supervision.whose.holder', {
            name: holder.name,
            days: Math.floor(holder.seconds / DAY),
            hours: Math.floor((holder.seconds % DAY) / HOUR),
          })}
        </li>
      ))}
    </ul>
  );
}
