import { Alert, Button, Input, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Application } from '../../shared/api/types';
import { Dialog } from '../../shared/ui/dialog';
import { FactList } from '../../shared/ui/fact-list';

interface SecretDialogProps {
  application: Application;
  onClose: () => void;
}

/** The secret, this once: it closes by the button alone, and nothing of it is kept in the page. */
export function SecretDialog({ application, onClose }: SecretDialogProps) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const secret = application.client_secret ?? '';
  // Plain HTTP has no clipboard; then the field is there to be selected.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  const copy = () => void clipboard?.writeText(secret).then(() => setCopied(true));
  return (
    <Dialog
      title={t('applications.secretTitle')}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('applications.kept')}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t('applications.secretNote')} />
      <FactList
        facts={[
          [t('applications.name'), application.name],
          [t('applications.clientId'), application.client_id],
        ]}
      />
      <Space.Compact block>
        <Input
          readOnly
          aria-label={t('applications.secret')}
          value={secret}
          onFocus={(event) => event.target.select()}
        />
        {clipboard && (
          <Button onClick={copy}>{t(copied ? 'applications.copied' : 'applications.copy')}</Button>
        )}
      </Space.Compact>
    </Dialog>
  );
}
