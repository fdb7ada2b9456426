import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import { useNotices } from '../../shared/ui/notices';
import { problemText } from '../../shared/ui/problem-text';

interface ExportButtonProps {
  fetchFile: () => Promise<Blob>;
  name: string;
}

/** A workbook for those who may take one; who did stands in it and in the security log. */
export function ExportButton({ fetchFile, name }: ExportButtonProps) {
  const { t } = useTranslation();
  const me = useMe();
  const notices = useNotices();
  const load = useMutation({
    mutationFn: fetchFile,
    onSuccess: (file) => save(file, name),
    onError: (error) => void notices.error(problemText(error)),
  });
  if (!me.nav.includes('report_export')) return null;
  return (
    <Button loading={load.isPending} onClick={() => load.mutate()}>
      {t('reports.export')}
    </Button>
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
