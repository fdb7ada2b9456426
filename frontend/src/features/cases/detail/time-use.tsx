import { useQuery } from '@tanstack/react-query';
import { type CSSProperties, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimeUse } from '../../../shared/api/types';
import { formatInstant } from '../../../shared/lib/dates';
import { useDuration } from '../../../shared/lib/use-duration';
import { QueryState } from '../../../shared/ui/query-state';
import { timeUseOptions } from '../queries';
import styles from './case-page.module.css';
import { isHeldBy, shareOf } from './time-shares';
import bars from './time-use.module.css';

/** 用时情况: whose time the case has used. Loaded when somebody asks. */
export function TimeUseSection({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const query = useQuery({ ...timeUseOptions(caseId), enabled: opened });
  return (
    <details
      className={`${styles.panel} no-print`}
      data-testid="time-use"
      onToggle={(event) => event.currentTarget.open && setOpened(true)}
    >
      <summary>{t('cases.timeUse.title')}</summary>
      {opened && (
        <QueryState query={query}>
          {(use) => (
            <>
              <Holders use={use} />
              <Stretches use={use} />
            </>
          )}
        </QueryState>
      )}
    </details>
  );
}

/** Every holder in words and figures; the bar shows when in the life of the case it was. */
function Holders({ use }: { use: TimeUse }) {
  const { t } = useTranslation();
  const duration = useDuration();
  return (
    <>
      <p className={bars.total}>
        <strong>{t('cases.timeUse.total', { time: duration(use.total_seconds) })}</strong>
        <span className={styles.eventMeta}>
          {t('cases.timeUse.asOf', { at: formatInstant(use.as_of) })}
        </span>
      </p>
      <ul className={styles.plainList}>
        {use.holders.map((holder) => (
          <li key={`${holder.kind}${holder.name}`} className={bars.holder}>
            <span>{holder.name}</span>
            <span>
              {t('cases.timeUse.share', {
                time: duration(holder.seconds),
                percent: shareOf(holder.seconds, use.total_seconds),
              })}
            </span>
            <span className={bars.bar} aria-hidden>
              {use.stretches.map((stretch) => (
                <span
                  key={stretch.from}
                  className={isHeldBy(stretch, holder) ? bars.used : ''}
                  style={{ '--seconds': stretch.seconds } as CSSProperties}
                />
              ))}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Stretches({ use }: { use: TimeUse }) {
  const { t } = useTranslation();
  const duration = useDuration();
  return (
    <table className={bars.stretches}>
      <caption>{t('cases.timeUse.stretches')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('cases.timeUse.who')}</th>
          <th scope="col">{t('cases.timeUse.fromTo')}</th>
          <th scope="col">{t('cases.timeUse.used')}</th>
        </tr>
      </thead>
      <tbody>
        {use.stretches.map((stretch) => (
          <tr key={stretch.from}>
            <td>{stretch.name}</td>
            <td>
              {formatInstant(stretch.from)}
              <br />
              {formatInstant(stretch.to)}
            </td>
            <td>{duration(stretch.seconds)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2}>
            {t('cases.timeUse.sum')}
          </th>
          <td>{duration(use.total_seconds)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
