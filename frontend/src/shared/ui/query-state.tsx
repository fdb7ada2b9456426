import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isForbidden } from '../api/problem';
import { ForbiddenPage } from './notice-page';
import { ProblemAlert } from './problem-alert';

interface QueryLike<Data> {
  data: Data | undefined;
  error: unknown;
  refetch: () => unknown;
}

interface QueryStateProps<Data> {
  query: QueryLike<Data>;
  rows?: number;
  children: (data: Data) => ReactNode;
}

/** The three states of what a page asks for: on its way, failed, here. */
export function QueryState<Data>({ query, rows = 4, children }: QueryStateProps<Data>) {
  const { t } = useTranslation();
  if (query.data !== undefined) return children(query.data);
  if (isForbidden(query.error)) return <ForbiddenPage />;
  if (query.error) return <ProblemAlert error={query.error} onRetry={() => query.refetch()} />;
  return (
    <div role="status" aria-label={t('common.loading')}>
      <Skeleton active paragraph={{ rows }} />
    </div>
  );
}
