import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { User } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { ActDialog } from '../../shared/ui/act-dialog';

interface AccountDialogProps<Done> {
  title: string;
  okText: string;
  account: User;
  /** The account as it is now, where somebody is known to have been faster. */
  stale?: User;
  /** What this person is about to make of it, where that shows in the list. */
  intended?: User;
  send: (seen: User) => Promise<Done>;
  onDone: (done: Done) => void;
  onTheirs: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** One act on an account as it stood in the list. */
export function AccountDialog<Done>(props: AccountDialogProps<Done>) {
  const { title, okText, account, stale, intended, send, onDone, onTheirs, onClose } = props;
  const { t } = useTranslation();
  const describe = (user: User) => ({
    [t('users.field.username')]: user.username,
    [t('users.field.state')]: t(accountState(user)),
    [t('users.field.otp')]: t(user.has_otp ? 'users.otpOn' : 'users.otpOff'),
  });
  return (
    <ActDialog<object, User, Done>
      title={title}
      okText={okText}
      original={account}
      stale={stale}
      describe={describe}
      mine={() => (intended ? { [t('users.field.state')]: t(accountState(intended)) } : {})}
      reload={() => readAccount(account.id)}
      send={(_, seen) => send(seen)}
      isAllowed={({ allowed_actions }) => allowed_actions.includes('update')}
      onDone={onDone}
      onTheirs={onTheirs}
      onClose={onClose}
    >
      {props.children}
    </ActDialog>
  );
}

export function readAccount(id: string): Promise<User> {
  return unwrap(client.GET('/api/v1/users/{id}', { params: { path: { id } } }));
}

export function accountState({ is_active, must_change_password }: User) {
  if (!is_active) return 'users.inactive';
  return must_change_password ? 'users.unused' : 'users.active';
}
