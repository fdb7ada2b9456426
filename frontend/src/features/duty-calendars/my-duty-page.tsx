import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MyDutyDay } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { addMonths, formatTime, thisMonth, weekday } from '../../shared/lib/dates';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { AskSwapDialog } from './ask-swap-dialog';
import styles from './duty.module.css';
import { FeedPanel } from './feed-panel';
import { MyLoad, TurnCost } from './my-load';
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
                  <li key={`${day.obligation_id}${day.date}`} data-testid="duty-day">
                    <Day
                      day={day}
                      isFirst={isFirstOf(duty.days, day)}
                      onSwap={() => setSwapping(day)}
                    />
                  </li>
                ))}
              </ul>
            )}
            {plansOf(duty.days).map((planId) => (
              <MyLoad key={planId} planId={planId} me={duty.person_id} />
            ))}
            <FeedPanel feed={duty.feed ?? null} onChanged={refresh} />
            {swapping?.plan_id && swapping.assignment_id && (
              <AskSwapDialog
                day={swapping}
                planId={swapping.plan_id}
                assignmentId={swapping.assignment_id}
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

/** The plans that gave me some of these days, in their order. */
const plansOf = (days: MyDutyDay[]): string[] => [
  ...new Set(days.flatMap(({ plan_id }) => (plan_id ? [plan_id] : []))),
];

/** Whether a day is the first that is shown of its turn: a turn may begin on a day nobody is owed. */
const isFirstOf = (days: MyDutyDay[], day: MyDutyDay): boolean =>
  days.find(({ assignment_id }) => assignment_id === day.assignment_id) === day;

interface DayProps {
  day: MyDutyDay;
  isFirst: boolean;
  onSwap: () => void;
}

function Day({ day, isFirst, onSwap }: DayProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const [isTold, setTold] = useState(false);
  // A turn is swapped as a whole, from its first day; why it is mine is said there, too.
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
        <span className={styles.soft}>
          {day.stands_in_for
            ? t('dutyCalendar.standsIn', { name: day.stands_in_for.name })
            : enumName('dutyBasis', day.basis)}
        </span>
      </span>
      <span>
        {day.is_away && (
          <span className={styles.soft}>
            {day.stand_in
              ? t('dutyCalendar.replaced', { name: day.stand_in.name })
              : t('dutyCalendar.away')}
          </span>
        )}
        {day.may_swap && isFirst && (
          <Button size="small" onClick={onSwap}>
            {t('dutyCalendar.swap')}
          </Button>
        )}
        {day.assignment_id && isFirst && (
          <Button
            size="small"
            aria-expanded={isTold}
            aria-label={t('dutyCalendar.whyTurn', { date: day.turn_from_on })}
            onClick={() => setTold(!isTold)}
          >
            {t('dutyCalendar.why')}
          </Button>
        )}
      </span>
      {isTold && day.plan_id && day.assignment_id && (
        <div className={styles.wide}>
          <TurnCost planId={day.plan_id} assignmentId={day.assignment_id} />
        </div>
      )}
    </>
  );
}
