import { Alert, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/ui/dialog';

interface SecretDialogProps {
  /** None where the answer was given again. */
  secret: string | null;
  onClose: () => void;
}

/** A secret, this once. */
export function SecretDialog({ secret, onClose }: SecretDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('webhooks.secret')}
      okText={t('webhooks.secretKept')}
      cancelButtonProps={{ style: { display: 'none' } }}
      onOk={onClose}
      onCancel={onClose}
    >
      <Alert
        type="warning"
        showIcon
        title={t(secret ? 'webhooks.secretOnce' : 'webhooks.secretGone')}
      />
      {secret && (
        <>
          <Typography.Paragraph code copyable={{ text: secret }} style={{ marginBlockStart: 12 }}>
            {secret}
          </Typography.Paragraph>
          <p>{t('webhooks.secretUse')}</p>
        </>
      )}
    </Dialog>
  );
}
