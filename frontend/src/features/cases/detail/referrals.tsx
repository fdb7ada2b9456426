import { useTranslation } from 'react-i18next';
import { useCodeName } from '../../../shared/api/reference';
import type { CaseClock, CaseReferral } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { formatInstant } from '../../../shared/lib/dates';
import { LimitBadge } from '../limit-badge';
import styles from './case-page.module.css';

interface ReferralsProps {
  referrals: CaseReferral[];
  clocks: CaseClock[];
}

/** Who handles it: the lead and the assistants, each with its own state. */
export function Referrals({ referrals, clocks }: ReferralsProps) {
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
            <Assistance referral={referral} clocks={clocks} />
            <Returned referral={referral} />
            {referral.note && <p className={styles.eventMeta}>{referral.note}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** With what ground the lead returned it, and whom it named instead. */
function Returned({ referral }: { referral: CaseReferral }) {
  const { t } = useTranslation();
  const groundName = useCodeName('return_ground');
  const { ground_code, suggested_department } = referral;
  if (!ground_code) return null;
  return (
    <p className={styles.task}>
      {t('cases.referrals.returned', { ground: groundName(ground_code) })}
      {suggested_department &&
        t('common.comma') + t('cases.referrals.suggested', { name: suggested_department.name })}
    </p>
  );
}

/** What an assistant was asked for, by when, and what came of it. */
function Assistance({ referral, clocks }: { referral: CaseReferral; clocks: CaseClock[] }) {
  const { t } = useTranslation();
  const { id, task, due_on, done_at, result } = referral;
  const clock = clocks.find(({ kind, referral_id }) => kind === 'assist' && referral_id === id);
  return (
    <>
      {task && <p className={styles.task}>{t('cases.referrals.task', { task })}</p>}
      {!done_at && (due_on || clock) && (
        <div className={styles.clockHead}>
          <span className={styles.eventMeta}>
            {due_on && t('cases.referrals.due', { day: due_on })}
          </span>
          {clock && (
            <LimitBadge lamp={clock.lamp} timeLeft={clock.time_left} dueAt={clock.due_at} />
          )}
        </div>
      )}
      {done_at && (
        <p className={styles.task}>
          {t('cases.referrals.done', { at: formatInstant(done_at), result: result ?? '' })}
        </p>
      )}
    </>
  );
}
