import { Button, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type { UserWithPassword } from '../../shared/api/types';
import { Dialog } from '../../shared/ui/dialog';

interface FirstPasswordDialogProps {
  account: UserWithPassword;
  onClose: () => void;
}

/** The server makes the password up and shows it once; a replayed answer no longer has it. */
export function FirstPasswordDialog({ account, onClose }: FirstPasswordDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('users.firstPassword', { name: account.username })}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('users.told')}
        </Button>
      }
      mask={{ closable: false }}
      onCancel={onClose}
    >
      <p>{t('users.firstPasswordHelp')}</p>
      {account.initial_password ? (
        <Typography.Paragraph copyable strong data-testid="initial-password">
          {account.initial_password}
        </Typography.Paragraph>
      ) : (
        <p>{t('users.passwordGone')}</p>
      )}
    </Dialog>
  );
}
