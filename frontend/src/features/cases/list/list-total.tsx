import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../shared/api/client';
import type { CaseListQuery } from '../../../shared/api/types';

/** Counting everything costs the server; it is done when somebody asks. */
export function ListTotal({ query }: { query: CaseListQuery }) {
  const { t } = useTranslation();
  const [askedFor, setAskedFor] = useState<string | null>(null);
  const current = JSON.stringify(query);
  const asked = askedFor === current;
  const { data, isFetching } = useQuery(
    api.queryOptions(
      'get',
      '/api/v1/cases',
      { params: { query: { ...query, limit: 1, count: 'exact' } } },
      { enabled: asked },
    ),
  );
  if (asked && typeof data?.total === 'number') {
    return <strong role="status">{t('cases.list.total', { count: data.total })}</strong>;
  }
  return (
    <Button type="text" loading={asked && isFetching} onClick={() => setAskedFor(current)}>
      {t('common.countTotal')}
    </Button>
  );
}
