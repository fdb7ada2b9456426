import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Notice, NoticeListQuery } from '../../shared/api/types';
import styles from './notices.module.css';
import { newestNoticeOptions } from './queries';

const LOOK_MS = 60_000;

interface NewNoticesProps {
  query: NoticeListQuery;
  shown: Notice[];
  /** When the shown rows were loaded. */
  loadedAt: number;
  onShow: () => void;
}

/** Looks every minute for what came in; says so, and moves nothing while somebody reads. */
export function NewNotices({ query, shown, loadedAt, onShow }: NewNoticesProps) {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...newestNoticeOptions(query, loadedAt),
    initialData: { items: shown.slice(0, 1) },
    staleTime: LOOK_MS,
    refetchInterval: LOOK_MS,
  });
  const newest = data.items[0];
  const isNew = newest !== undefined && !shown.some(({ id }) => id === newest.id);
  return (
    <div role="status" className={styles.banner}>
      {isNew && <Button onClick={onShow}>{t('inbox.newOnes')}</Button>}
    </div>
  );
}
