import { useTranslation } from 'react-i18next';
import type { CalendarDay } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { mondayIndex, monthName, monthWeeks, weekdayShort } from '../../shared/lib/dates';
import styles from './calendar.module.css';

interface MonthTableProps {
  year: number;
  month: number;
  days: CalendarDay[];
}

/** One month, Monday first; what is not plain carries a word beside its colour. */
export function MonthTable({ year, month, days }: MonthTableProps) {
  const enumName = useEnumName();
  const byDate = new Map(days.map((day) => [day.date, day]));
  return (
    <table className={styles.month}>
      <caption>{monthName(month)}</caption>
      <thead>
        <tr>
          {mondayIndex.map((index) => (
            <th key={index} scope="col">
              {weekdayShort(index)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {monthWeeks(year, month).map((week) => (
          <tr key={week.find(Boolean)}>
            {week.map((date, index) => {
              const day = date ? byDate.get(date) : undefined;
              return (
                <td
                  key={mondayIndex[index]}
                  className={day ? styles[day.kind] : ''}
                  title={day && [enumName('dayKind', day.kind), day.name].filter(Boolean).join(' ')}
                >
                  {date && Number(date.slice(-2))}
                  {day && <DayMark day={day} />}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DayMark({ day }: { day: CalendarDay }) {
  const { t } = useTranslation();
  if (day.kind === 'holiday') return <small>{t('calendar.off')}</small>;
  if (day.kind === 'make_up') return <small>{t('calendar.on')}</small>;
  return null;
}
