import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseListQuery, CaseSummary } from '../../shared/api/types';
import styles from './new-rows.module.css';
import { caseProbeOptions } from './queries';

const LOOK_MS = 60_000;

interface NewRowsProps {
  query: CaseListQuery;
  shown: CaseSummary[];
  /** Whether further rows follow those shown. */
  hasMore: boolean;
  /** When the shown rows were loaded. */
  loadedAt: number;
  onShow: () => void;
}

/** Looks every minute for what came in; says so, and moves nothing while somebody reads. */
export function NewRows({ query, shown, hasMore, loadedAt, onShow }: NewRowsProps) {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...caseProbeOptions(query, loadedAt),
    initialData: { items: shown },
    staleTime: LOOK_MS,
    refetchInterval: LOOK_MS,
  });
  const count = countNew(data.items, shown, hasMore);
  return (
    <div role="status" className={styles.banner}>
      {count > 0 && <Button onClick={onShow}>{t('cases.list.newRows', { count })}</Button>}
    </div>
  );
}

/**
 * Rows that stand before or between those shown. What follows them is no news: it moved up when
 * another one left.
 */
export function countNew(now: { id: string }[], shown: { id: string }[], hasMore: boolean): number {
  const known = new Set(shown.map(({ id }) => id));
  const last = now.findLastIndex(({ id }) => known.has(id));
  const compared = hasMore && last >= 0 ? now.slice(0, last) : now;
  return compared.filter(({ id }) => !known.has(id)).length;
}
