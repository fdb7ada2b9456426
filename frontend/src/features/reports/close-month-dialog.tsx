import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { useIdempotencyKey } from '../../shared/api/concurrency';
import { unwrap } from '../../shared/api/unwrap';
import { Dialog } from '../../shared/ui/dialog';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';

interface CloseMonthDialogProps {
  month: string;
  onClosed: () => void;
  onClose: () => void;
}

/** Closing cannot be undone, so it is said what it does first. */
export function CloseMonthDialog({ month, onClosed, onClose }: CloseMonthDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const idempotencyKey = useIdempotencyKey();
  const close = useMutation({
    mutationFn: () => {
      const body = { month };
      const header = idempotencyKey(body);
      return unwrap(client.POST('/api/v1/report-closings', { params: { header }, body }));
    },
    onSuccess: () => {
      notices.success(t('reports.closeDone'));
      onClosed();
      onClose();
    },
  });
  return (
    <Dialog
      title={t('reports.closeTitle', { month })}
      okText={t('reports.close')}
      cancelText={t('common.cancel')}
      confirmLoading={close.isPending}
      onOk={() => close.mutate()}
      onCancel={onClose}
    >
      {close.error && <ProblemAlert error={close.error} />}
      <p>{t('reports.closeHelp')}</p>
    </Dialog>
  );
}
