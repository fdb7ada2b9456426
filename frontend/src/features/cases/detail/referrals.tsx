import { useTranslation } from 'react-i18next';
import type { CaseReferral } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { formatInstant } from '../../../shared/lib/dates';
import styles from './case-page.module.css';

/** Who handles it: the lead and the assistants, each with its own state. */
export function Referrals({ referrals }: { referrals: CaseReferral[] }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return (
    <section className={styles.panel} aria-labelledby="referrals-title">
      <h2 id="referrals-title">{t('cases.referrals.title')}</h2>
      {referrals.length === 0 && <p className={styles.empty}>{t('cases.referrals.none')}</p>}
      <ul className={styles.plainList}>
        {referrals.map((referral) => (
          <li key={referral.id} className={styles.referral}>
            <div className={styles.clockHead}>
              <strong>
                {enumName('referralKind', referral.kind)} · {referral.department_name}
              </strong>
              <span>{enumName('referralState', referral.state)}</span>
            </div>
            <span className={styles.eventMeta}>
              {t('cases.referrals.sent', { at: formatInstant(referral.sent_at) })}
              {referral.signed_at &&
                ` · ${t('cases.referrals.signed', {
                  at: formatInstant(referral.signed_at),
                  who: referral.signed_by_name ?? t('cases.timeline.system'),
                })}`}
            </span>
            {referral.note && <p className={styles.eventMeta}>{referral.note}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
