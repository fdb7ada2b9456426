import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { CalendarDay, ReceptionDay } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import {
  addMonths,
  formatTime,
  mondayIndex,
  monthWeeks,
  thisMonth,
  weekdayShort,
} from '../../shared/lib/dates';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { PlanDialog } from './plan-dialog';
import { PublishDialog } from './publish-dialog';
import {
  brokenOptions,
  monthDaysOptions,
  monthOptions,
  mySwapsOptions,
  refreshReceptions,
} from './queries';
import type { RosterSearch } from './reception-search';
import styles from './receptions.module.css';
import { SwapList } from './swap-list';

interface RosterPageProps {
  search: RosterSearch;
  onSearch: (search: RosterSearch) => void;
}

/** Who receives when: a month at a glance, published ahead, with what is missing in plain sight. */
export function RosterPage({ search, onSearch }: RosterPageProps) {
  const { t } = useTranslation();
  const { nav } = useMe();
  const queryClient = useQueryClient();
  const month = search.month ?? thisMonth();
  const query = useQuery(monthOptions(month));
  const calendar = useQuery(monthDaysOptions(month)).data?.items ?? [];
  const broken = useQuery(brokenOptions()).data?.total ?? 0;
  const swaps = useQuery(mySwapsOptions()).data?.items ?? [];
  const [planning, setPlanning] = useState(false);
  const [publishing, setPublishing] = useState(false);
  const refresh = () => void refreshReceptions(queryClient);
  const hasDrafts = query.data?.items.some(({ state }) => state === 'draft') ?? false;
  const show = (by: number) => {
    const next = addMonths(month, by);
    onSearch(next === thisMonth() ? {} : { month: next });
  };
  return (
    <>
      <PageHeader
        title={t('nav.receptions')}
        note={t('receptions.note')}
        actions={
          nav.includes('reception_new') && (
            <>
              <Button type="primary" onClick={() => setPlanning(true)}>
                {t('receptions.plan')}
              </Button>
              <Button disabled={!hasDrafts} onClick={() => setPublishing(true)}>
                {t('receptions.publish')}
              </Button>
            </>
          )
        }
      />
      {broken > 0 && (
        <Alert
          type="warning"
          showIcon
          className={styles.alert ?? ''}
          title={t('receptions.brokenCount', { count: broken })}
          action={
            <Link to="/receptions/promises" search={{}}>
              {t('receptions.seePromises')}
            </Link>
          }
        />
      )}
      {swaps.length > 0 && (
        <section className={styles.panel} aria-labelledby="swaps-title">
          <h2 id="swaps-title">{t('receptions.mySwaps')}</h2>
          <SwapList swaps={swaps} onChanged={refresh} />
        </section>
      )}
      <nav className={styles.months} aria-label={t('receptions.months')}>
        <Button onClick={() => show(-1)}>{t('receptions.previousMonth')}</Button>
        <h2>{month}</h2>
        <Button onClick={() => show(1)}>{t('receptions.nextMonth')}</Button>
      </nav>
      <QueryState query={query} rows={8}>
        {({ items }) => <Month month={month} days={items} uncovered={uncovered(calendar, items)} />}
      </QueryState>
      {planning && <PlanDialog onPlanned={refresh} onClose={() => setPlanning(false)} />}
      {publishing && (
        <PublishDialog month={month} onPublished={refresh} onClose={() => setPublishing(false)} />
      )}
    </>
  );
}

/** The working days on which nobody receives: one leader each working day is the rule (3.6). */
function uncovered(calendar: CalendarDay[], days: ReceptionDay[]): Set<string> {
  const covered = new Set(
    days.filter(({ state }) => state === 'published').map(({ held_on }) => held_on),
  );
  const working = calendar.filter(({ kind }) => kind === 'working' || kind === 'make_up');
  return new Set(working.map(({ date }) => date).filter((date) => !covered.has(date)));
}

/** Seven columns on a desk; on a phone the days one below the other, without the empty ones. */
function Month({
  month,
  days,
  uncovered,
}: {
  month: string;
  days: ReceptionDay[];
  uncovered: Set<string>;
}) {
  const { t } = useTranslation();
  const [year = 0, number = 0] = month.split('-').map(Number);
  const dates = monthWeeks(year, number).flat();
  if (days.length === 0) return <p>{t('receptions.emptyMonth')}</p>;
  return (
    <div className={styles.calendar}>
      {uncovered.size > 0 && (
        <p className={styles.bad} data-testid="uncovered">
          {t('receptions.uncovered', { count: uncovered.size })}
        </p>
      )}
      <div className={styles.weekdays} aria-hidden="true">
        {mondayIndex.map((index) => (
          <span key={index}>{weekdayShort(index)}</span>
        ))}
      </div>
      <ol className={styles.month}>
        {dates.map((date, at) => {
          const own = days.filter(({ held_on }) => held_on === date);
          const isUncovered = date !== undefined && uncovered.has(date);
          return (
            <li
              key={date ?? `gap-${at}`}
              className={own.length > 0 || isUncovered ? styles.day : styles.free}
              {...(!date && { 'aria-hidden': true })}
            >
              {date && <span className={styles.date}>{date.slice(5)}</span>}
              {own.map((day) => (
                <DayCard key={day.id} day={day} />
              ))}
              {isUncovered && own.length === 0 && (
                <span className={styles.bad}>■ {t('receptions.nobody')}</span>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function DayCard({ day }: { day: ReceptionDay }) {
  const { t } = useTranslation();
  return (
    <div className={styles.card} data-testid={`day-${day.held_on}`} data-state={day.state}>
      <Link to="/receptions/days/$dayId" params={{ dayId: day.id }} data-record>
        {day.stand_in?.name ?? day.leader.name}
      </Link>
      <span className={styles.soft}>
        {formatTime(day.starts_at)}–{formatTime(day.ends_at)}
      </span>
      {day.stand_in && (
        <span className={styles.soft}>
          {t('receptions.standsInFor', { name: day.leader.name })}
        </span>
      )}
      <DayMarks day={day} />
    </div>
  );
}

/** What is to be noticed of a day, in words. */
export function DayMarks({ day }: { day: ReceptionDay }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return (
    <>
      {day.state === 'draft' && (
        <span className={styles.mark}>{enumName('dayState', 'draft')}</span>
      )}
      {day.state === 'absent' && (
        <strong className={styles.bad}>■ {enumName('dayState', 'absent')}</strong>
      )}
      {day.is_published_late && (
        <span className={styles.mark}>{t('receptions.publishedLate')}</span>
      )}
      {day.is_unrecorded && <strong className={styles.bad}>■ {t('receptions.unrecorded')}</strong>}
    </>
  );
}
