import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../../shared/api/session';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { QueryState } from '../../../shared/ui/query-state';
import { LimitBadge } from '../limit-badge';
import { NewRows } from '../new-rows';
import { mineOptions, mineQuery } from '../queries';
import { useQueueName } from '../use-queue-name';
import { focusFirstRow, useRowKeys } from '../use-row-keys';
import styles from './home.module.css';

/** What waits for me, ordered by the clock that is mine. */
export function MyCases() {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const queueName = useQueueName();
  const list = useRowKeys<HTMLOListElement>();
  const query = useQuery(mineOptions());
  const { nav } = useMe();
  const next = nav.includes('register') ? 'cases.home.mineEmptyRegister' : 'cases.home.mineEmpty';

  const show = async () => {
    await query.refetch();
    focusFirstRow(list);
  };

  return (
    <section aria-labelledby="my-cases" className={styles.mine}>
      <h2 id="my-cases">{queueName('mine')}</h2>
      {query.data && (
        <NewRows
          query={mineQuery}
          shown={query.data.items}
          hasMore={Boolean(query.data.next_cursor)}
          loadedAt={query.dataUpdatedAt}
          onShow={() => void show()}
        />
      )}
      <QueryState query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles.empty}>{t(next)}</p>
          ) : (
            <ol ref={list} className={styles.rows}>
              {items.map((row) => (
                <li key={row.id}>
                  <Link to="/cases/$caseId" params={{ caseId: row.id }} data-row>
                    <span className={styles.rowTitle}>{row.title}</span>
                    <span className={styles.rowMeta}>
                      {[row.case_no, enumName('status', row.status), row.region.name].join(' · ')}
                    </span>
                  </Link>
                  <LimitBadge lamp={row.lamp} timeLeft={row.time_left} dueAt={row.due_at} />
                </li>
              ))}
            </ol>
          )
        }
      </QueryState>
      <p>
        <Link to="/cases" search={{ queue: 'mine' }}>
          {t('cases.home.allMine')}
        </Link>
      </p>
    </section>
  );
}
