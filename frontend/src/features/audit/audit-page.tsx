import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { AuditEntry } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';

const entriesOptions = infiniteQueryOptions({
  queryKey: ['audit', 'entries'],
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      client.GET('/api/v1/audit/entries', {
        params: { query: pageParam ? { cursor: pageParam } : {} },
        signal,
      }),
    ),
  initialPageParam: '',
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** Who signed in and who changed accounts and rights. No case content, no personal data. */
export function AuditPage() {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const query = useInfiniteQuery(entriesOptions);
  return (
    <>
      <PageHeader title={t('nav.audit')} note={t('audit.note')} />
      <KeysetTable<AuditEntry>
        label={t('nav.audit')}
        query={query}
        empty={t('audit.empty')}
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
          {
            title: t('audit.object'),
            cell: (row) => enumName('auditObject', row.object_kind),
          },
        ]}
      />
    </>
  );
}

/** Without a name: somebody who tried to sign in, or the server's own command line. */
const isSignIn = ({ action }: AuditEntry) => action.startsWith('auth.');
