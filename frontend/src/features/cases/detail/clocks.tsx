import { Link } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseClock } from '../../../shared/api/types';
import { formatInstant } from '../../../shared/lib/dates';
import { LimitBadge } from '../limit-badge';
import styles from './case-page.module.css';
import { ClockExplanationView } from './clock-explanation';

interface ClocksProps {
  caseId: string;
  clocks: CaseClock[];
}

/** Every limit in words and shape; each opens its own derivation. */
export function Clocks({ caseId, clocks }: ClocksProps) {
  const { t } = useTranslation();
  const [explained, setExplained] = useState<CaseClock | null>(null);
  return (
    <section className={styles.panel} aria-labelledby="clocks-title">
      <h2 id="clocks-title">{t('cases.clocks.title')}</h2>
      {clocks.length === 0 && <p className={styles.empty}>{t('cases.clocks.none')}</p>}
      {clocks.map((clock) => (
        <div key={clock.id} className={styles.clock} data-testid={`clock-${clock.kind}`}>
          <div className={styles.clockHead}>
            <strong>{clock.kind_name}</strong>
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
  if (clock.state === 'met') return t('limits.met');
  if (clock.state === 'missed') return t('limits.missed');
  if (clock.state === 'stopped') return t('limits.stopped');
  if (clock.state === 'cancelled') return t('limits.cancelled');
  return t('limits.due', { at: formatInstant(clock.due_at) });
}
