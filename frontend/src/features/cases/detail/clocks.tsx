import { Link } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCodeName } from '../../../shared/api/reference';
import type { CaseClock, CaseReferral } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { formatInstant } from '../../../shared/lib/dates';
import { LimitBadge } from '../limit-badge';
import styles from './case-page.module.css';
import { ClockExplanationView } from './clock-explanation';

interface ClocksProps {
  caseId: string;
  clocks: CaseClock[];
  referrals: CaseReferral[];
}

/** Where the limit of the law runs, it stands beside ours. */
function besideOurs(clocks: CaseClock[]): CaseClock[] {
  const ofLaw = clocks.filter(({ kind }) => kind === 'statutory');
  const ours = clocks.filter(({ kind }) => kind !== 'statutory');
  const at = ours.findIndex(({ kind }) => kind === 'handling') + 1;
  return [...ours.slice(0, at), ...ofLaw, ...ours.slice(at)];
}

/** Every limit in words and shape; each opens its own derivation. */
export function Clocks({ caseId, clocks, referrals }: ClocksProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const [explained, setExplained] = useState<CaseClock | null>(null);
  const assists = new Map(
    referrals.filter(({ kind }) => kind === 'assist').map((one) => [one.id, one.department_name]),
  );
  /** Several departments may assist, each under limits of its own. */
  const subject = ({ referral_id, procedure }: CaseClock) =>
    assists.get(referral_id ?? '') ?? enumName('procedure', procedure);
  return (
    <section className={styles.panel} aria-labelledby="clocks-title">
      <h2 id="clocks-title">{t('cases.clocks.title')}</h2>
      {clocks.length === 0 && <p className={styles.empty}>{t('cases.clocks.none')}</p>}
      {besideOurs(clocks).map((clock) => (
        <div key={clock.id} className={styles.clock} data-testid={`clock-${clock.kind}`}>
          <div className={styles.clockHead}>
            <div>
              <strong>{clock.kind_name}</strong>
              {subject(clock) && ` · ${subject(clock)}`}
            </div>
            <LimitBadge lamp={clock.lamp} timeLeft={clock.time_left} dueAt={clock.due_at} />
          </div>
          <div className={styles.clockHead}>
            <span className={styles.eventMeta}>
              <ClockState clock={clock} />
            </span>
            <Button
              type="link"
              size="small"
              className="no-print"
              aria-label={t('cases.clocks.explainButton', { clock: clock.kind_name })}
              onClick={() => setExplained(clock)}
            >
              {t('cases.clocks.explain')}
            </Button>
          </div>
          {!clock.finished_at && (
            <p className={styles.source}>
              <span>{t('cases.clocks.source')}</span> <cite lang="zh-CN">{clock.source}</cite>
            </p>
          )}
        </div>
      ))}
      <Drawer
        open={explained !== null}
        size={640}
        title={explained ? t('cases.clocks.explainOf', { clock: explained.kind_name }) : ''}
        destroyOnHidden
        onClose={() => setExplained(null)}
        extra={
          explained && (
            <Link
              to="/cases/$caseId/clocks/$clockId"
              params={{ caseId, clockId: explained.id }}
              target="_blank"
            >
              {t('common.print')}
            </Link>
          )
        }
      >
        {explained && <ClockExplanationView caseId={caseId} clockId={explained.id} />}
      </Drawer>
    </section>
  );
}

function ClockState({ clock }: { clock: CaseClock }) {
  const { t } = useTranslation();
  const reasonName = useCodeName('suspend_reason');
  const extended =
    clock.extended_by > 0 && t('cases.clocks.extendedBy', { count: clock.extended_by });
  return [stateOf(clock), extended].filter(Boolean).join(' · ');

  function stateOf({ finished_at, due_at, stop_reason }: CaseClock) {
    if (finished_at) return t('limits.finished', { at: formatInstant(finished_at) });
    if (due_at) return t('limits.due', { at: formatInstant(due_at) });
    return stop_reason
      ? t('limits.stoppedFor', { reason: reasonName(stop_reason) })
      : t('limits.stopped');
  }
}
