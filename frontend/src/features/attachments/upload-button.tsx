import { UploadOutlined } from '@ant-design/icons';
import { Button, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { RunningUploads } from './running-uploads';
import { useUploads } from './use-uploads';

interface UploadButtonProps {
  caseId: string;
  /** The place of the dossier it fills. */
  document: { code: string; name: string };
}

/** Brings a paper for one place of the dossier. */
export function UploadButton({ caseId, document }: UploadButtonProps) {
  const { t } = useTranslation();
  const { running, start, dismiss } = useUploads(caseId, document.code);
  return (
    <>
      <Upload
        multiple
        showUploadList={false}
        beforeUpload={(file) => {
          void start(file);
          return Upload.LIST_IGNORE;
        }}
      >
        <Button
          size="small"
          icon={<UploadOutlined />}
          aria-label={t('attachments.addTo', { document: document.name })}
          data-testid={`upload-${document.code}`}
        >
          {t('attachments.add')}
        </Button>
      </Upload>
      <RunningUploads running={running} onDismiss={dismiss} />
    </>
  );
}
