import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { client } from '../../../shared/api/client';
import type { LateCase, LateQuery } from '../../../shared/api/types';
import { unwrap } from '../../../shared/api/unwrap';
import { useDuration } from '../../../shared/lib/use-duration';
import { KeysetTable } from '../../../shared/ui/keyset-table';
import { PageHeader } from '../../../shared/ui/page-header';
import { shareOf } from '../detail/time-shares';
import { LimitBadge } from '../limit-badge';
import { useOwnerName } from '../use-owner-name';

const lateOptions = (query: LateQuery) =>
  infiniteQueryOptions({
    queryKey: ['cases', 'late', query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/cases/late', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages, pageParams }) => ({
      pageParams,
      pages: pages.map(({ items }) => ({
        items: items.map((item) => ({ ...item, id: item.case.id })),
      })),
    }),
  });

type Row = LateCase & { id: string };

/** What is late, and whose time it was: the longest late first. */
export function LatePage({ search }: { search: LateQuery }) {
  const { t } = useTranslation();
  const ownerName = useOwnerName();
  const duration = useDuration();
  const query = useInfiniteQuery(lateOptions(search));
  const isNarrowed = Boolean(
    search.holder_kind || search.holder_department_id || search.holder_center_id,
  );
  return (
    <>
      <PageHeader
        title={t('late.title')}
        note={t('late.note')}
        actions={
          isNarrowed && (
            <Link to="/late" search={{}}>
              {t('late.all')}
            </Link>
          )
        }
      />
      <KeysetTable<Row>
        label={t('late.title')}
        query={query}
        empty={t('late.empty')}
        columns={[
          {
            title: t('late.matter'),
            width: '32%',
            cell: ({ case: one }) => (
              <Link to="/cases/$caseId" params={{ caseId: one.id }} data-row>
                {one.title}
                <br />
                {one.case_no}
              </Link>
            ),
          },
          {
            title: t('late.holder'),
            cell: ({ holder, total_seconds }) => (
              <Link
                to="/late"
                search={{
                  holder_kind: holder.kind,
                  ...(holder.department_id && { holder_department_id: holder.department_id }),
                  ...(holder.center && { holder_center_id: holder.center.id }),
                }}
              >
                {holder.name}
                <br />
                {t('cases.timeUse.share', {
                  time: duration(holder.seconds),
                  percent: shareOf(holder.seconds, total_seconds),
                })}
              </Link>
            ),
          },
          { title: t('late.overdue'), cell: (row) => duration(row.overdue_seconds) },
          {
            title: t('late.owner'),
            cell: ({ case: { owner } }) => ownerName(owner),
          },
          {
            title: t('cases.column.limit'),
            cell: ({ case: one }) => (
              <LimitBadge lamp={one.lamp} timeLeft={one.time_left} dueAt={one.due_at} />
            ),
          },
        ]}
      />
    </>
  );
}
