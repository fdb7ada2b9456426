import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { User } from '../../shared/api/types';
import { Dialog } from '../../shared/ui/dialog';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';

interface ResetOtpDialogProps {
  account: User;
  onDone: () => void;
  onClose: () => void;
}

/** For somebody whose phone is lost: the next sign-in asks for the password only. */
export function ResetOtpDialog({ account, onDone, onClose }: ResetOtpDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const name = account.username;
  const reset = api.useMutation('post', '/api/v1/users/{id}/actions/reset_otp', {
    onSuccess: () => {
      notices.success(t('users.otpReset', { name }));
      onClose();
      onDone();
    },
  });
  return (
    <Dialog
      title={t('users.resetOtpOf', { name })}
      okText={t('users.resetOtp')}
      cancelText={t('common.cancel')}
      confirmLoading={reset.isPending}
      onOk={() =>
        reset.mutate({ params: { path: { id: account.id }, header: ifMatch(account.version) } })
      }
      onCancel={onClose}
    >
      <p>{t('users.resetOtpHelp')}</p>
      {reset.error && <ProblemAlert error={reset.error} />}
    </Dialog>
  );
}
