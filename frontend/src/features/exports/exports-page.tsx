import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Progress, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { saveTicket } from '../../shared/api/open-ticket';
import type { CaseExport } from '../../shared/api/types';
import { formatBytes } from '../../shared/lib/bytes';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { useNotices } from '../../shared/ui/notices';
import { PageHeader } from '../../shared/ui/page-header';
import { codeText, problemText } from '../../shared/ui/problem-text';
import { cancelExport, exportsOptions, isOpen, openExport, refreshExports } from './queries';

/** What I asked to take along: how far it is, and the archive with its manifest. */
export function ExportsPage() {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(exportsOptions);
  const fail = (error: unknown) => void notices.error(problemText(error));
  const open = useMutation({
    mutationFn: openExport,
    onSuccess: ({ url }) => saveTicket(url),
    onError: fail,
  });
  const cancel = useMutation({
    mutationFn: cancelExport,
    onError: fail,
    onSettled: () => refreshExports(queryClient),
  });
  return (
    <>
      <PageHeader title={t('nav.exports')} note={t('exports.note')} />
      <KeysetTable<CaseExport>
        label={t('nav.exports')}
        query={query}
        empty={t('exports.empty')}
        columns={[
          { title: t('exports.at'), cell: (row) => formatInstant(row.created_at) },
          { title: t('exports.format'), cell: (row) => row.format.toUpperCase() },
          {
            title: t('exports.state'),
            cell: (row) => (
              <>
                {row.state_name}
                {isOpen(row) && <Progress percent={row.progress} aria-label={t('nav.exports')} />}
                {row.refusal && <p>{codeText(row.refusal)}</p>}
              </>
            ),
          },
          { title: t('exports.rows'), cell: (row) => row.rows },
          {
            title: t('exports.size'),
            cell: (row) => (row.size_bytes == null ? '' : formatBytes(row.size_bytes)),
          },
          { title: t('exports.until'), cell: (row) => formatInstant(row.expires_at) },
          {
            title: t('exports.manage'),
            cell: (row) => (
              <Space wrap>
                {row.allowed_actions.includes('open') && (
                  <Button
                    size="small"
                    type="primary"
                    loading={open.isPending && open.variables === row.id}
                    onClick={() => open.mutate(row.id)}
                  >
                    {t('exports.save')}
                  </Button>
                )}
                {isOpen(row) && (
                  <Button size="small" onClick={() => cancel.mutate(row)}>
                    {t('common.cancel')}
                  </Button>
                )}
              </Space>
            ),
          },
        ]}
      />
    </>
  );
}
