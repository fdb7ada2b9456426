import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Drawer, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Coverage } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { DataTable } from '../../shared/ui/data-table';
import { FactList } from '../../shared/ui/fact-list';
import { useNotices } from '../../shared/ui/notices';
import { problemText } from '../../shared/ui/problem-text';
import { QueryState } from '../../shared/ui/query-state';
import { hours } from './hours';
import { coverageDocx, coverageOptions, coverageWorkbook } from './queries';

interface CoverageDrawerProps {
  department: { id: string; name: string };
  month: string;
  onClose: () => void;
}

const kinds = ['docx', 'workbook'] as const;
const endings = { docx: 'docx', workbook: 'xlsx' } as const;
const files = { docx: coverageDocx, workbook: coverageWorkbook } as const;

/** A department's month: what it owed, served and missed; on paper and as a workbook. */
export function CoverageDrawer({ department, month, onClose }: CoverageDrawerProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const query = useQuery(coverageOptions(department.id, month));
  const take = useMutation({
    mutationFn: (kind: (typeof kinds)[number]) => files[kind](department.id, month),
    onSuccess: (file, kind) => save(file, `coverage-${month}.${endings[kind]}`),
    onError: (error) => void notices.error(problemText(error)),
  });
  return (
    <Drawer
      open
      size="large"
      title={t('shortfalls.reportOf', { name: department.name, month })}
      onClose={onClose}
      extra={
        <Space>
          {kinds.map((kind) => (
            <Button key={kind} loading={take.isPending} onClick={() => take.mutate(kind)}>
              {t(`shortfalls.${kind}`)}
            </Button>
          ))}
        </Space>
      }
    >
      <QueryState query={query} rows={6}>
        {(report) => <Report report={report} />}
      </QueryState>
    </Drawer>
  );
}

function percent(permyriad: number | null | undefined): string {
  return permyriad === null || permyriad === undefined ? '' : `${(permyriad / 100).toFixed(2)}%`;
}

function Report({ report }: { report: Coverage }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return (
    <>
      <FactList
        facts={[
          [t('shortfalls.asOf'), formatInstant(report.as_of)],
          [t('shortfalls.owed'), hours(t, report.owed_minutes)],
          [t('shortfalls.served'), hours(t, report.served_minutes)],
          [t('shortfalls.short'), hours(t, report.short_minutes)],
          [t('shortfalls.disputed'), hours(t, report.disputed_minutes)],
          [t('shortfalls.rate'), percent(report.served_permyriad)],
        ]}
      />
      <p>{t('shortfalls.definition')}</p>
      <DataTable
        label={t('shortfalls.posts')}
        rows={report.posts.map((post) => ({ ...post, id: post.obligation_id }))}
        empty={t('shortfalls.nothingOwed')}
        columns={[
          { title: t('shortfalls.post'), cell: (post) => post.post.name },
          { title: t('shortfalls.mode'), cell: (post) => enumName('stationingMode', post.mode) },
          { title: t('shortfalls.days'), cell: (post) => post.days },
          { title: t('shortfalls.owed'), cell: (post) => hours(t, post.owed_minutes) },
          { title: t('shortfalls.short'), cell: (post) => hours(t, post.short_minutes) },
          { title: t('shortfalls.rate'), cell: (post) => percent(post.served_permyriad) },
        ]}
      />
      <DataTable
        label={t('shortfalls.reasons')}
        rows={report.reasons.map((one) => ({ ...one, id: one.reason }))}
        empty={t('shortfalls.empty')}
        columns={[
          {
            title: t('shortfalls.reasons'),
            cell: (one) => enumName('shortfallReason', one.reason),
          },
          { title: t('shortfalls.short'), cell: (one) => hours(t, one.short_minutes) },
        ]}
      />
    </>
  );
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
