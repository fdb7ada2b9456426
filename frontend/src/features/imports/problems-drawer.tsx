import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseImport, ImportProblem } from '../../shared/api/types';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { useNotices } from '../../shared/ui/notices';
import { problemText } from '../../shared/ui/problem-text';
import { problemsOptions, readReport } from './queries';

interface ProblemsDrawerProps {
  of: CaseImport;
  onClose: () => void;
}

/** What is wrong with which row, here and as a table for the person who has to mend it. */
export function ProblemsDrawer({ of: { id, file_name }, onClose }: ProblemsDrawerProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const query = useInfiniteQuery(problemsOptions(id));
  const save = useMutation({
    mutationFn: () => readReport(id),
    onSuccess: (table) => keep(table, `${file_name}.csv`),
    onError: (error) => void notices.error(problemText(error)),
  });
  return (
    <Drawer
      open
      size={720}
      title={t('imports.problemsOf', { file: file_name })}
      onClose={onClose}
      extra={
        <Button loading={save.isPending} onClick={() => save.mutate()}>
          {t('imports.saveProblems')}
        </Button>
      }
    >
      <KeysetTable<ImportProblem>
        label={t('imports.problemsOf', { file: file_name })}
        query={query}
        empty={t('imports.noProblems')}
        columns={[
          { title: t('imports.line'), cell: (row) => row.line },
          { title: t('imports.number'), cell: (row) => row.source_number },
          { title: t('imports.column'), cell: (row) => row.column || row.field },
          { title: t('imports.problem'), cell: (row) => row.detail },
        ]}
      />
    </Drawer>
  );
}

function keep(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
