import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PersonExplanation, PersonLoad } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { QueryState } from '../../shared/ui/query-state';
import styles from './plans.module.css';
import { peopleOptions } from './queries';

/** Tenths of a day as days. */
const days = (tenths: number) => Number((tenths / 10).toFixed(1));

/** What everybody does against their share and the mean, with the rule behind a deviation. */
export function Fairness({ planId }: { planId: string }) {
  const { t } = useTranslation();
  const query = useQuery(peopleOptions(planId));
  return (
    <section aria-labelledby="fairness-title">
      <h2 id="fairness-title">{t('rotation.fairness')}</h2>
      <p className={styles.soft}>{t('rotation.fairnessHelp')}</p>
      <QueryState query={query} rows={6}>
        {({ people }) =>
          people.length === 0 ? (
            <p>{t('rotation.nobodyRostered')}</p>
          ) : (
            <ul className={styles.fairness}>
              {people.map((one) => (
                <Person key={one.person.id} one={one} />
              ))}
            </ul>
          )
        }
      </QueryState>
    </section>
  );
}

function Person({ one }: { one: PersonExplanation }) {
  const { t } = useTranslation();
  const { best_swap: swap } = one;
  return (
    <li data-testid="fairness-person">
      <strong>{one.person.name}</strong>
      {one.loads.map((load) => (
        <Load key={load.kind} load={load} />
      ))}
      {swap && swap.effect < 0 && (
        <span className={styles.soft}>
          {t(swap.takes ? 'rotation.bestSwap' : 'rotation.bestHandOver', {
            who: swap.with.name,
            gives: swap.gives,
            takes: swap.takes ?? '',
            count: swap.effect,
          })}
        </span>
      )}
    </li>
  );
}

/** A bar with the share as a mark on it; what is beyond the tolerance has a shape of its own. */
function Load({ load }: { load: PersonLoad }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const done = load.load + load.history;
  const most = Math.max(done, load.target, load.mean, 1);
  const isOff = Math.abs(done - load.target) > load.tolerance;
  const share = (part: number) => `${Math.round((Math.max(part, 0) / most) * 100)}%`;
  return (
    <div>
      <div className={styles.bar} aria-hidden="true">
        <span
          className={isOff ? `${styles.filled} ${styles.off}` : styles.filled}
          style={{ inlineSize: share(done) }}
        />
        <span className={styles.mark} style={{ insetInlineStart: share(load.target) }} />
      </div>
      <span>
        {isOff && '▲ '}
        {t('rotation.load', {
          kind: enumName('loadKind', load.kind),
          load: days(done),
          target: days(load.target),
          mean: days(load.mean),
        })}
      </span>
      {load.reason && <span className={styles.soft}>{load.reason}</span>}
    </div>
  );
}
