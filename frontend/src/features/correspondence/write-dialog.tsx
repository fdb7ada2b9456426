import { Alert, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OperationName } from '../../shared/api/types';
import { type PersonalData, personalData } from '../../shared/lib/personal-data';
import { CreateDialog } from '../../shared/ui/create-dialog';

interface Words {
  text: string;
  message_id?: string;
}

interface WriteDialogProps<View> {
  title: string;
  label: string;
  help: string;
  /** The operation that takes the words. */
  form: OperationName;
  /** What was said that these words may answer; the last first. */
  answers?: { value: string; label: string }[];
  /** Whether what looks like personal data is pointed out: the citizen's page is public. */
  isPublic?: boolean;
  write: (words: Words, key: { 'Idempotency-Key': string }) => Promise<View>;
  onWritten: () => void;
  onClose: () => void;
}

/** Words that are kept as they are. */
export function WriteDialog<View>(props: WriteDialogProps<View>) {
  const {
    title,
    label,
    help,
    form,
    answers = [],
    isPublic = false,
    write,
    onWritten,
    onClose,
  } = props;
  const { t } = useTranslation();
  return (
    <CreateDialog<Words, View>
      title={title}
      form={form}
      create={({ text, message_id }, key) =>
        write({ text: text.trim(), ...(message_id && { message_id }) }, key)
      }
      onCreated={onWritten}
      onClose={onClose}
    >
      <p>{help}</p>
      {answers.length > 0 && (
        <Form.Item
          name="message_id"
          label={t('correspondence.answers')}
          extra={t('correspondence.answersHelp')}
        >
          <Select allowClear placeholder={t('correspondence.answersNothing')} options={answers} />
        </Form.Item>
      )}
      <Form.Item
        name="text"
        label={label}
        rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
      >
        <Input.TextArea rows={5} maxLength={2000} showCount autoComplete="off" />
      </Form.Item>
      {isPublic && (
        <Form.Item noStyle dependencies={['text']}>
          {({ getFieldValue }) => (
            <Warning found={personalData((getFieldValue('text') as string | undefined) ?? '')} />
          )}
        </Form.Item>
      )}
    </CreateDialog>
  );
}

function Warning({ found }: { found: PersonalData[] }) {
  const { t } = useTranslation();
  if (found.length === 0) return null;
  const what = found.map((kind) => t(`correspondence.found.${kind}`));
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={t('correspondence.warning', { what: what.join(t('common.separator')) })}
    />
  );
}
