import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { DutyFeed } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { formatInstant } from '../../shared/lib/dates';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import styles from './duty.module.css';

interface FeedPanelProps {
  feed: DutyFeed | null;
  onChanged: () => void;
}

/** The feed for calendar programs: its address is shown this once, and can be ended. */
export function FeedPanel({ feed, onChanged }: FeedPanelProps) {
  const { t } = useTranslation();
  const [address, setAddress] = useState('');
  const make = useMutation({
    mutationFn: () => unwrap(client.POST('/api/v1/duty-calendar/feed', {})),
    // The address is a secret: nothing of it stays behind.
    gcTime: 0,
    onSuccess: ({ path }) => {
      setAddress(path ? `${globalThis.location.origin}${path}` : '');
      onChanged();
    },
  });
  const revoke = useMutation({
    mutationFn: () => unwrap(client.POST('/api/v1/duty-calendar/feed/actions/revoke', {})),
    onSuccess: () => {
      setAddress('');
      onChanged();
    },
  });
  const error = make.error ?? revoke.error;
  return (
    <section aria-labelledby="feed-title" className={`${styles.feed} no-print`}>
      <h2 id="feed-title">{t('dutyCalendar.feed')}</h2>
      <p className={styles.soft}>{t('dutyCalendar.feedHelp')}</p>
      {error && <ProblemAlert error={error} />}
      {address && (
        <Alert
          type="warning"
          showIcon
          title={t('dutyCalendar.feedOnce')}
          description={
            <Input
              readOnly
              value={address}
              aria-label={t('dutyCalendar.feedAddress')}
              data-testid="feed-address"
              onFocus={({ target }) => target.select()}
            />
          }
        />
      )}
      <p>
        {feed
          ? t('dutyCalendar.feedSince', { at: formatInstant(feed.created_at) })
          : t('dutyCalendar.feedNone')}
      </p>
      <span className={styles.actions}>
        <Button loading={make.isPending} onClick={() => make.mutate()}>
          {t(feed ? 'dutyCalendar.feedRenew' : 'dutyCalendar.feedMake')}
        </Button>
        {feed && (
          <Button danger loading={revoke.isPending} onClick={() => revoke.mutate()}>
            {t('dutyCalendar.feedRevoke')}
          </Button>
        )}
      </span>
    </section>
  );
}
