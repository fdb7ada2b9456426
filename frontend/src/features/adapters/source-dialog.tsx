import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { Adapter, NewAdapter } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { CreateDialog } from '../../shared/ui/create-dialog';

interface SourceDialogProps {
  onCreated: (created: Adapter) => void;
  onClose: () => void;
}

type Values = Omit<NewAdapter, 'definition' | 'examples'>;

/** A further source: its lists are reconciled, and its messages read by the plain mapping at first. */
export function SourceDialog({ onCreated, onClose }: SourceDialogProps) {
  const { t } = useTranslation();
  const channels = useEnumOptions('channel');
  const required = (label: string) => ({
    label,
    rules: [{ required: true, whitespace: true, message: t('common.required', { label }) }],
  });
  return (
    <CreateDialog<Values, Adapter>
      title={t('adapters.create')}
      initialValues={{ channel: 'other' }}
      create={(values, header) =>
        unwrap(
          client.POST('/api/v1/adapters', {
            params: { header },
            body: { ...values, examples: [] },
          }),
        )
      }
      onCreated={onCreated}
      onClose={onClose}
    >
      <p>{t('adapters.createNote')}</p>
      <Form.Item name="name" {...required(t('adapters.name'))}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="system" {...required(t('adapters.system'))} extra={t('adapters.systemHint')}>
        <Input maxLength={50} />
      </Form.Item>
      <Form.Item name="code" {...required(t('adapters.code'))} extra={t('adapters.codeHint')}>
        <Input maxLength={50} autoComplete="off" />
      </Form.Item>
      <Form.Item name="channel" {...required(t('adapters.channel'))}>
        <Select options={channels} />
      </Form.Item>
      <Form.Item name="source" {...required(t('adapters.source'))}>
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="reason" {...required(t('adapters.createReason'))}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </CreateDialog>
  );
}
