import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { AuditEntry, AuditQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { AuditFilters } from './audit-filters';
import { AuditObject } from './audit-object';
import { type AuditSearch, toAuditQuery } from './audit-search';

const entriesOptions = (query: AuditQuery) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'entries', query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/audit/entries', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

interface AuditPageProps {
  search: AuditSearch;
  onSearch: (search: AuditSearch) => void;
}

/** Who signed in and who changed accounts and rights. No case content, no personal data. */
export function AuditPage({ search, onSearch }: AuditPageProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const query = useInfiniteQuery(entriesOptions(toAuditQuery(search)));
  const isNarrowed = Object.keys(search).length > 0;
  return (
    <>
      <PageHeader title={t('nav.audit')} note={t('audit.note')} />
      <AuditFilters search={search} onSearch={onSearch} />
      <KeysetTable<AuditEntry>
        label={t('nav.audit')}
        query={query}
        empty={t(isNarrowed ? 'common.emptyList' : 'audit.empty')}
        columns={[
          { title: t('audit.at'), cell: (row) => formatInstant(row.at) },
          {
            title: t('audit.username'),
            cell: (row) => row.username ?? t(isSignIn(row) ? 'audit.nobody' : 'audit.system'),
          },
          {
            title: t('audit.action'),
            cell: (row) => enumName('auditAction', row.action.replace('.', '_')),
          },
          { title: t('audit.object'), cell: (row) => <AuditObject entry={row} /> },
        ]}
      />
    </>
  );
}

/** Without a name: somebody who tried to sign in, or the server's own command line. */
const isSignIn = ({ action }: AuditEntry) => action.startsWith('auth.');
