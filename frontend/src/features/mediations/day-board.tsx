import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { MediationSummary } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { addDays, formatTime, today, weekday } from '../../shared/lib/dates';
import { Filter } from '../../shared/ui/filter';
import { QueryState } from '../../shared/ui/query-state';
import styles from './mediations.module.css';
import { dayOptions } from './queries';

interface DayBoardProps {
  day: string;
  onDay: (day: string | undefined) => void;
}

/** One day, room by room, in the order of the hours. */
export function DayBoard({ day, onDay }: DayBoardProps) {
  const { t } = useTranslation();
  const query = useQuery(dayOptions(day));
  return (
    <>
      <div className={styles.day}>
        <Button onClick={() => onDay(addDays(day, -1))}>{t('mediations.dayBefore')}</Button>
        <Filter label={t('mediations.day')}>
          {(id) => (
            <DatePicker
              id={id}
              value={dayjs(day)}
              onChange={(date) => onDay(date?.format('YYYY-MM-DD'))}
            />
          )}
        </Filter>
        <Button onClick={() => onDay(addDays(day, 1))}>{t('mediations.dayAfter')}</Button>
        {day !== today() && (
          <Button onClick={() => onDay(undefined)}>{t('mediations.today')}</Button>
        )}
      </div>
      <h2>{t('mediations.onDay', { day, weekday: weekday(day) })}</h2>
      <QueryState query={query}>
        {({ items }) => {
          const held = items.filter(({ state }) => state !== 'cancelled');
          if (held.length === 0) return <p>{t('mediations.freeDay')}</p>;
          return (
            <div className={styles.rooms}>
              {byRoom(held).map(([room, sessions]) => (
                <section key={room.id} className={styles.panel} aria-label={room.name}>
                  <h3 data-record>{room.name}</h3>
                  <ol className={styles.plain}>
                    {sessions.map((session) => (
                      <Session key={session.id} session={session} />
                    ))}
                  </ol>
                </section>
              ))}
            </div>
          );
        }}
      </QueryState>
    </>
  );
}

function Session({ session }: { session: MediationSummary }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const { starts_at, ends_at, mediators, state } = session;
  return (
    <li className={styles.session}>
      <Link to="/mediations/$mediationId" params={{ mediationId: session.id }}>
        {formatTime(starts_at)}–{formatTime(ends_at)} {session.case.title}
      </Link>
      <span className={styles.soft}>
        {enumName('mediationState', state)}{' '}
        {mediators.map(({ person }) => person.name).join(t('common.separator'))}
      </span>
    </li>
  );
}

type Room = MediationSummary['room'];

/** Sessions by room; rooms by name. */
function byRoom(items: MediationSummary[]): [Room, MediationSummary[]][] {
  const rooms = new Map<string, [Room, MediationSummary[]]>();
  for (const item of items) {
    const known = rooms.get(item.room.id);
    if (known) known[1].push(item);
    else rooms.set(item.room.id, [item.room, [item]]);
  }
  return [...rooms.values()].sort(([a], [b]) => a.name.localeCompare(b.name, 'zh-CN'));
}
