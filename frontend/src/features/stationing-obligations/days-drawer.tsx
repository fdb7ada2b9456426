import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Obligation } from '../../shared/api/types';
import { addMonths, formatTime, thisMonth, weekday } from '../../shared/lib/dates';
import { useReturnFocus } from '../../shared/lib/use-return-focus';
import { QueryState } from '../../shared/ui/query-state';
import styles from './obligations.module.css';
import { daysOptions } from './queries';

interface DaysDrawerProps {
  obligation: Obligation;
  onClose: () => void;
}

/** Day by day: served or not, from when to when, and why. */
export function DaysDrawer({ obligation, onClose }: DaysDrawerProps) {
  const { t } = useTranslation();
  useReturnFocus();
  const [month, setMonth] = useState(thisMonth());
  const query = useQuery(daysOptions(obligation.id, month));
  return (
    <Drawer
      open
      size={520}
      title={t('obligations.daysOf', { post: obligation.post.name })}
      onClose={onClose}
    >
      <nav className={styles.months} aria-label={t('obligations.month')}>
        <Button onClick={() => setMonth(addMonths(month, -1))}>{t('rotation.previous')}</Button>
        <strong>{month}</strong>
        <Button onClick={() => setMonth(addMonths(month, 1))}>{t('rotation.next')}</Button>
      </nav>
      <QueryState query={query} rows={12}>
        {({ items }) => (
          <>
            <p>
              {t('obligations.openCount', { count: items.filter(({ is_open }) => is_open).length })}
            </p>
            {items.some(({ is_announced }) => !is_announced) && (
              <Alert type="warning" showIcon title={t('obligations.notAnnounced')} />
            )}
            <ul className={styles.days}>
              {items.map((day) => (
                <li key={day.date} className={day.is_open ? '' : styles.closed}>
                  <span>
                    {day.date} {weekday(day.date)}
                  </span>
                  <span>{day.reason_name}</span>
                  {day.opens_at && day.closes_at && (
                    <span>
                      {formatTime(day.opens_at)}–{formatTime(day.closes_at)}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </QueryState>
    </Drawer>
  );
}
