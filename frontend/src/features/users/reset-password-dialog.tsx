import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { User, UserWithPassword } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { AccountDialog } from './account-dialog';

interface ResetPasswordDialogProps {
  account: User;
  onDone: (account: UserWithPassword) => void;
  onTheirs: () => void;
  onClose: () => void;
}

/** Ends what the person had and makes a first password up; its owner must change it. */
export function ResetPasswordDialog(props: ResetPasswordDialogProps) {
  const { t } = useTranslation();
  return (
    <AccountDialog<UserWithPassword>
      title={t('users.resetOf', { name: props.account.username })}
      okText={t('users.reset')}
      send={({ id, version }) =>
        unwrap(
          client.POST('/api/v1/users/{id}/actions/reset_password', {
            params: { path: { id }, header: ifMatch(version) },
            body: {},
          }),
        )
      }
      {...props}
    >
      <p>{t('users.resetHelp')}</p>
    </AccountDialog>
  );
}
