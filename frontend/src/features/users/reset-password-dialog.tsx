import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { User, UserWithPassword } from '../../shared/api/types';
import { Dialog } from '../../shared/ui/dialog';
import { ProblemAlert } from '../../shared/ui/problem-alert';

interface ResetPasswordDialogProps {
  account: User;
  onDone: (account: UserWithPassword) => void;
  onClose: () => void;
}

/** Ends what the person had and makes a first password up; its owner must change it. */
export function ResetPasswordDialog({ account, onDone, onClose }: ResetPasswordDialogProps) {
  const { t } = useTranslation();
  const reset = api.useMutation('post', '/api/v1/users/{id}/actions/reset_password', {
    // Nothing of the answer stays behind in the cache.
    gcTime: 0,
    onSuccess: (withPassword) => {
      onClose();
      onDone(withPassword);
    },
  });
  return (
    <Dialog
      title={t('users.resetOf', { name: account.username })}
      okText={t('users.reset')}
      cancelText={t('common.cancel')}
      confirmLoading={reset.isPending}
      onOk={() =>
        reset.mutate({
          params: { path: { id: account.id }, header: ifMatch(account.version) },
          body: {},
        })
      }
      onCancel={onClose}
    >
      <p>{t('users.resetHelp')}</p>
      {reset.error && <ProblemAlert error={reset.error} />}
    </Dialog>
  );
}
