import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { User } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useNotices } from '../../shared/ui/notices';
import { AccountDialog } from './account-dialog';

interface ResetOtpDialogProps {
  account: User;
  onChanged: () => void;
  onClose: () => void;
}

/** For somebody whose phone is lost: the next sign-in asks for the password only. */
export function ResetOtpDialog({ account, onChanged, onClose }: ResetOtpDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const name = account.username;
  return (
    <AccountDialog<User>
      title={t('users.resetOtpOf', { name })}
      okText={t('users.resetOtp')}
      account={account}
      send={({ id, version }) =>
        unwrap(
          client.POST('/api/v1/users/{id}/actions/reset_otp', {
            params: { path: { id }, header: ifMatch(version) },
          }),
        )
      }
      onDone={() => {
        notices.success(t('users.otpReset', { name }));
        onChanged();
      }}
      onTheirs={onChanged}
      onClose={onClose}
    >
      <p>{t('users.resetOtpHelp')}</p>
    </AccountDialog>
  );
}
