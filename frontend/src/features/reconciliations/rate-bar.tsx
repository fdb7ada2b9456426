import { useTranslation } from 'react-i18next';
import type { MissedRate } from '../../shared/api/types';
import styles from './reconciliations.module.css';

const percent = (permyriad: number) => (permyriad / 100).toFixed(2);

/** A share with its interval: the line is what it may be, the mark what was counted. */
export function RateBar({ rate }: { rate: MissedRate | null | undefined }) {
  const { t } = useTranslation();
  if (!rate) return null;
  const { permyriad, lower, upper } = rate;
  return (
    <div className={styles.rate}>
      <span className={styles.track} aria-hidden>
        <span
          className={styles.interval}
          style={{ left: `${lower / 100}%`, width: `${(upper - lower) / 100}%` }}
        />
        <span className={styles.mark} style={{ left: `${permyriad / 100}%` }} />
      </span>
      <span>
        {t('reconciliations.rateOf', {
          rate: percent(permyriad),
          lower: percent(lower),
          upper: percent(upper),
        })}
      </span>
    </div>
  );
}
