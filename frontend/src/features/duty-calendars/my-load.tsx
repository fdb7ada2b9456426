import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonLoad } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { QueryState } from '../../shared/ui/query-state';
import styles from './duty.module.css';
import { ownLoadOptions, turnCostOptions } from './queries';

/** Tenths of a day as days. */
const days = (tenths: number) => Number((tenths / 10).toFixed(1));

interface MyLoadProps {
  planId: string;
  /** Who I am. */
  me: string;
}

/**
 * What I do in a plan against my share and the mean, which rule forced it, and the swap that helps. Told
 * when asked for: the whole plan is weighed for it.
 */
export function MyLoad({ planId, me }: MyLoadProps) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  return (
    <section aria-labelledby={`load-${planId}`} data-testid="my-load">
      <h2 id={`load-${planId}`}>{t('dutyCalendar.mine')}</h2>
      <p className={styles.soft}>{t('dutyCalendar.mineHelp')}</p>
      {isAsked ? (
        <Told planId={planId} me={me} />
      ) : (
        <Button onClick={() => setAsked(true)}>{t('dutyCalendar.showMine')}</Button>
      )}
    </section>
  );
}

function Told({ planId, me }: MyLoadProps) {
  const { t } = useTranslation();
  const query = useQuery(ownLoadOptions(planId));
  return (
    <QueryState query={query} rows={2}>
      {({ people }) => {
        const mine = people.find(({ person }) => person.id === me);
        const swap = mine?.best_swap;
        if (!mine) return <p>{t('rotation.nobodyRostered')}</p>;
        return (
          <ul className={styles.reasons}>
            {mine.loads.map((load) => (
              <Load key={load.kind} load={load} />
            ))}
            <li>
              {swap && swap.effect < 0
                ? t(swap.takes ? 'rotation.bestSwap' : 'rotation.bestHandOver', {
                    who: swap.with.name,
                    gives: swap.gives,
                    takes: swap.takes ?? '',
                    count: swap.effect,
                  })
                : t('dutyCalendar.balanced')}
            </li>
          </ul>
        );
      }}
    </QueryState>
  );
}

function Load({ load }: { load: PersonLoad }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return (
    <li>
      {t('rotation.load', {
        kind: enumName('loadKind', load.kind),
        load: days(load.load + load.history),
        target: days(load.target),
        mean: days(load.mean),
      })}
      {load.reason && <span className={styles.soft}>{load.reason}</span>}
    </li>
  );
}

interface TurnCostProps {
  planId: string;
  assignmentId: string;
}

/** What one of my turns costs, term by term: why it is mine and not another's. */
export function TurnCost({ planId, assignmentId }: TurnCostProps) {
  const { t } = useTranslation();
  const query = useQuery(turnCostOptions(planId, assignmentId));
  return (
    <QueryState query={query} rows={1}>
      {(cost) => (
        <p className={styles.soft} data-testid="turn-cost">
          {[
            t('rotation.ownCost', { count: cost.total }),
            ...cost.terms.map(({ name, minutes }) => `${name} ${minutes}`),
          ].join(' · ')}
        </p>
      )}
    </QueryState>
  );
}
