import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DutyPost } from '../../shared/api/types';
import { formatInstant, formatTime } from '../../shared/lib/dates';
import { QueryState } from '../../shared/ui/query-state';
import styles from './duty.module.css';
import { dutyOptions } from './queries';

/**
 * Duty on a wall: large type, looked at again every minute, names and posts and nothing else. What was
 * read last stays while the line is down, with the time it was read at.
 */
export function WallPage({ centerId }: { centerId: string | undefined }) {
  const { t } = useTranslation();
  const query = useQuery(dutyOptions(centerId, undefined));
  return (
    <main className={styles.wall}>
      <QueryState query={query} rows={10}>
        {(duty) => {
          const posts = [...duty.posts, ...duty.on_call].filter((post) => post.is_open_now);
          return (
            <>
              <header className={styles.wallHead}>
                <h1>{duty.center.name}</h1>
                <p aria-live="polite">
                  {t('duty.wallAsOf', { at: formatInstant(duty.as_of) })}
                  {query.isError && <span className={styles.bad}> {t('duty.wallStale')}</span>}
                </p>
              </header>
              {posts.length === 0 && <p className={styles.wallName}>{t('duty.wallEmpty')}</p>}
              <ul className={styles.wallGrid}>
                {posts.map((post) => (
                  <WallPost key={`${post.obligation_id} ${post.date}`} post={post} />
                ))}
              </ul>
            </>
          );
        }}
      </QueryState>
    </main>
  );
}

function WallPost({ post }: { post: DutyPost }) {
  const { t } = useTranslation();
  const isCalled = post.mode === 'on_call';
  return (
    <li className={styles.wallPost} data-empty={post.people.length === 0}>
      <span className={styles.wallNo}>
        {post.window_no} {post.post.name}
      </span>
      {post.people.map((one) => (
        <span key={one.person.id} className={styles.wallName}>
          {one.person.name}
          {one.stands_in_for && <span className={styles.wallNote}>{t('duty.wallStandsIn')}</span>}
        </span>
      ))}
      {post.people.length === 0 && <span className={styles.wallName}>{t('duty.wallNobody')}</span>}
      <span className={styles.wallNote}>
        {isCalled
          ? t('duty.wallOnCall')
          : t('duty.span', { from: formatTime(post.starts_at), to: formatTime(post.ends_at) })}
      </span>
    </li>
  );
}
