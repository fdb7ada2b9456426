import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { useCodeName } from '../../shared/api/reference';
import type { Precedent } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { RetirePrecedentDialog } from './retire-precedent-dialog';

const precedentsOptions = infiniteQueryOptions({
  queryKey: ['precedents', 'list'],
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      client.GET('/api/v1/precedents', {
        params: { query: pageParam ? { cursor: pageParam } : {} },
        signal,
      }),
    ),
  initialPageParam: '',
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** Rulings on who leads: what the next suggestion cites. */
export function PrecedentsPage() {
  const { t } = useTranslation();
  const typeName = useCodeName('case_type');
  const groundName = useCodeName('return_ground');
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(precedentsOptions);
  const [retiring, setRetiring] = useState<Precedent | null>(null);
  const mayRetire = query.data?.pages.some(({ items }) =>
    items.some(({ allowed_actions }) => allowed_actions.includes('retire')),
  );
  const state = (row: Precedent) =>
    row.state === 'retired'
      ? t('precedents.retired', { reason: row.retire_reason ?? '' })
      : t('precedents.inForce') + (row.is_fallback ? t('precedents.fallback') : '');
  return (
    <>
      <PageHeader title={t('nav.precedents')} note={t('precedents.note')} />
      <KeysetTable<Precedent>
        label={t('nav.precedents')}
        query={query}
        empty={t('precedents.empty')}
        columns={[
          { title: t('precedents.ruledAt'), cell: (row) => formatInstant(row.ruled_at) },
          { title: t('precedents.type'), cell: (row) => typeName(row.type_code) },
          { title: t('precedents.region'), cell: (row) => row.region.name },
          { title: t('precedents.unit'), cell: (row) => row.department.name },
          {
            title: t('precedents.grounds'),
            cell: (row) => row.ground_codes.map(groundName).join(t('common.separator')),
          },
          {
            title: t('precedents.case'),
            cell: (row) =>
              row.case_id ? (
                <Link to="/cases/$caseId" params={{ caseId: row.case_id }}>
                  {row.case_no}
                </Link>
              ) : (
                t('precedents.hidden')
              ),
          },
          { title: t('precedents.state'), cell: state },
          ...(mayRetire
            ? [
                {
                  title: t('precedents.manage'),
                  cell: (row: Precedent) =>
                    row.allowed_actions.includes('retire') && (
                      <Button size="small" onClick={() => setRetiring(row)}>
                        {t('precedents.retire')}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
      {retiring && (
        <RetirePrecedentDialog
          precedent={retiring}
          onChanged={() =>
            void queryClient.invalidateQueries({ queryKey: precedentsOptions.queryKey })
          }
          onClose={() => setRetiring(null)}
        />
      )}
    </>
  );
}
