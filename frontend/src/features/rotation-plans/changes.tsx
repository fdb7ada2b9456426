import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangedDuty } from '../../shared/api/types';
import { QueryState } from '../../shared/ui/query-state';
import styles from './plans.module.css';
import { changesOptions } from './queries';

/** Everybody whose days differ from the published roster, before it is published. */
export function Changes({ planId }: { planId: string }) {
  const { t } = useTranslation();
  // Shown on the page and in the dialog that publishes.
  const title = useId();
  const query = useQuery(changesOptions(planId));
  const duty = ({ post_name, from_on, until_on }: ChangedDuty) =>
    t('rotation.cell', { name: post_name, from: from_on, until: until_on });
  return (
    <section aria-labelledby={title} data-testid="plan-changes">
      <h2 id={title}>{t('rotation.changes')}</h2>
      <QueryState query={query} rows={3}>
        {({ people, day_count, person_count }) => (
          <>
            <p>
              {person_count === 0
                ? t('rotation.noChanges')
                : t('rotation.changeCount', { people: person_count, days: day_count })}
            </p>
            <ul className={styles.changes}>
              {people.map(({ person, added, removed }) => (
                <li key={person.id} data-testid="changed-person">
                  <strong>{person.name}</strong>
                  {removed.map((one) => (
                    <span key={`-${one.obligation_id}${one.from_on}`} className={styles.soft}>
                      {t('rotation.removed', { duty: duty(one) })}
                    </span>
                  ))}
                  {added.map((one) => (
                    <span key={`+${one.obligation_id}${one.from_on}`} className={styles.soft}>
                      {t('rotation.added', { duty: duty(one) })}
                    </span>
                  ))}
                </li>
              ))}
            </ul>
          </>
        )}
      </QueryState>
    </section>
  );
}
