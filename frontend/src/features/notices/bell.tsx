import { BellOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import styles from './notices.module.css';
import { noticeCountsOptions } from './queries';

/** Often enough to be of use, seldom enough not to press anybody. */
const LOOK_MS = 60_000;
/** The server counts no further. */
const MOST = 100;

/** The way to the inbox, with how many notices wait there. */
export function Bell() {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...noticeCountsOptions(),
    staleTime: LOOK_MS,
    refetchInterval: LOOK_MS,
    retry: false,
  });
  const unread = data?.unread ?? 0;
  const shown = unread >= MOST ? t('inbox.many') : String(unread);
  const label = unread > 0 ? t('inbox.bell', { shown }) : t('inbox.title');
  return (
    <Link to="/inbox" className={styles.bell} aria-label={label} title={label}>
      <BellOutlined aria-hidden />
      {unread > 0 && (
        <span className={styles.badge} aria-hidden>
          {shown}
        </span>
      )}
      <span role="status" className="visually-hidden">
        {unread > 0 ? label : ''}
      </span>
    </Link>
  );
}
