import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Progress, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseImport } from '../../shared/api/types';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { useNotices } from '../../shared/ui/notices';
import { PageHeader } from '../../shared/ui/page-header';
import { codeText, problemText } from '../../shared/ui/problem-text';
import { NewImportDialog } from './new-import-dialog';
import { ProblemsDrawer } from './problems-drawer';
import { cancelImport, importsOptions, refreshImports, runImport } from './queries';

/** Files of other systems that become cases: checked first, then registered, with what was wrong. */
export function ImportsPage() {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(importsOptions);
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<CaseImport | null>(null);
  const act = useMutation({
    mutationFn: async ({ row, does }: { row: CaseImport; does: 'run' | 'cancel' }) => {
      if (does === 'run') await runImport(row);
      else await cancelImport(row);
    },
    onError: (error) => void notices.error(problemText(error)),
    onSettled: () => refreshImports(queryClient),
  });
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const isOpen = ({ state }: CaseImport) => state === 'queued' || state === 'running';
  const counts = (row: CaseImport) =>
    t(row.is_dry_run ? 'imports.wouldBe' : 'imports.counts', {
      rows: row.rows,
      added: row.added,
      known: row.known,
      refused: row.refused,
    });
  const why = (row: CaseImport) =>
    [codeText(row.refusal), row.failure].filter(Boolean).join(t('imports.colon'));
  return (
    <>
      <PageHeader
        title={t('nav.imports')}
        note={t('imports.note')}
        actions={
          query.data && (
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('imports.add')}
            </Button>
          )
        }
      />
      <KeysetTable<CaseImport>
        label={t('nav.imports')}
        query={query}
        empty={t('imports.empty')}
        columns={[
          { title: t('imports.file'), cell: (row) => row.file_name },
          { title: t('imports.at'), cell: (row) => formatInstant(row.created_at) },
          {
            title: t('imports.state'),
            cell: (row) => (
              <>
                {row.is_dry_run ? t('imports.dryRunIs', { state: row.state_name }) : row.state_name}
                {isOpen(row) && <Progress percent={row.progress} aria-label={row.file_name} />}
                {row.state === 'failed' && <p>{why(row)}</p>}
              </>
            ),
          },
          { title: t('imports.result'), cell: counts },
          {
            title: t('imports.manage'),
            cell: (row) => (
              <Space wrap>
                {row.problem_count > 0 && (
                  <Button size="small" onClick={() => setShown(row)}>
                    {t('imports.problems', { count: row.problem_count })}
                  </Button>
                )}
                {row.allowed_actions.includes('run') && (
                  <Button
                    size="small"
                    type="primary"
                    loading={act.isPending && act.variables.row.id === row.id}
                    onClick={() => act.mutate({ row, does: 'run' })}
                  >
                    {t(row.is_dry_run ? 'imports.run' : 'imports.again')}
                  </Button>
                )}
                {isOpen(row) && (
                  <Button size="small" onClick={() => act.mutate({ row, does: 'cancel' })}>
                    {t('common.cancel')}
                  </Button>
                )}
              </Space>
            ),
          },
        ]}
      />
      {adding && (
        <NewImportDialog
          earlier={rows}
          onSent={() => void refreshImports(queryClient)}
          onClose={() => setAdding(false)}
        />
      )}
      {shown && <ProblemsDrawer of={shown} onClose={() => setShown(null)} />}
    </>
  );
}
