import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MyDutyDay } from '../../shared/api/types';
import { addMonths, formatTime, thisMonth, weekday } from '../../shared/lib/dates';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { AskSwapDialog } from './ask-swap-dialog';
import styles from './duty.module.css';
import { FeedPanel } from './feed-panel';
import { dutyOptions, refreshDuty } from './queries';

interface MyDutyPageProps {
  month: string | undefined;
  onMonth: (month: string) => void;
}

/** The days on which I am on duty, month by month, and their feed for calendar programs. */
export function MyDutyPage({ month, onMonth }: MyDutyPageProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const shown = month ?? thisMonth();
  const query = useQuery(dutyOptions(shown));
  const [swapping, setSwapping] = useState<MyDutyDay | null>(null);
  const refresh = () => void refreshDuty(queryClient);
  return (
    <>
      <PageHeader
        title={t('nav.my_duty')}
        note={t('dutyCalendar.note')}
        actions={<Link to="/swap-requests">{t('nav.swap_requests')}</Link>}
      />
      <nav className={styles.months} aria-label={t('rotation.months')}>
        <Button onClick={() => onMonth(addMonths(shown, -1))}>{t('rotation.previous')}</Button>
        <strong>{shown}</strong>
        <Button onClick={() => onMonth(addMonths(shown, 1))}>{t('rotation.next')}</Button>
      </nav>
      <QueryState query={query} rows={8}>
        {(duty) => (
          <>
            {duty.days.length === 0 ? (
              <p>{t('dutyCalendar.empty')}</p>
            ) : (
              <ul className={styles.days}>
                {duty.days.map((day) => (
                  <li key={`${day.assignment_id}${day.date}`} data-testid="duty-day">
                    <Day day={day} onSwap={() => setSwapping(day)} />
                  </li>
                ))}
              </ul>
            )}
            <FeedPanel feed={duty.feed ?? null} onChanged={refresh} />
            {swapping && (
              <AskSwapDialog
                day={swapping}
                me={duty.person_id}
                onAsked={refresh}
                onClose={() => setSwapping(null)}
              />
            )}
          </>
        )}
      </QueryState>
    </>
  );
}

function Day({ day, onSwap }: { day: MyDutyDay; onSwap: () => void }) {
  const { t } = useTranslation();
  // A turn is swapped as a whole, from its first day.
  const isFirst = day.date === day.turn_from_on;
  return (
    <>
      <span>
        <strong>{day.date}</strong> {weekday(day.date)}
      </span>
      <span>
        {formatTime(day.starts_at)}–{formatTime(day.ends_at)}
      </span>
      <span>
        {day.post_name}
        <span className={styles.soft}>{day.center_name}</span>
      </span>
      <span>
        {day.is_away && <span className={styles.soft}>{t('dutyCalendar.away')}</span>}
        {day.may_swap && isFirst && (
          <Button size="small" onClick={onSwap}>
            {t('dutyCalendar.swap')}
          </Button>
        )}
      </span>
    </>
  );
}
