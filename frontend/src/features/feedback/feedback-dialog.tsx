import { Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { useIdempotencyKey } from '../../shared/api/concurrency';
import type { Feedback } from '../../shared/api/types';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { Dialog } from '../../shared/ui/dialog';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';

type FeedbackValues = Pick<Feedback, 'kind' | 'text'>;

interface FeedbackDialogProps {
  onClose: () => void;
}

export default function FeedbackDialog({ onClose }: FeedbackDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const [form] = Form.useForm<FeedbackValues>();
  const idempotencyKey = useIdempotencyKey();
  const kinds = useEnumOptions('feedbackKind');
  const send = api.useMutation('post', '/api/v1/feedback', {
    onSuccess: () => {
      notices.success(t('feedback.sent'));
      onClose();
    },
    onError: (error) => placeProblem(form, error),
  });

  return (
    <Dialog
      title={t('feedback.open')}
      okText={t('feedback.send')}
      cancelText={t('common.cancel')}
      confirmLoading={send.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p>{t('feedback.intro')}</p>
      {send.error && <ProblemAlert error={send.error} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kind: 'problem' }}
        onFinish={(values) => {
          const body = { page: window.location.pathname, ...values };
          send.mutate({ params: { header: idempotencyKey(body) }, body });
        }}
      >
        <Form.Item name="kind" label={t('feedback.kind')}>
          <Radio.Group aria-label={t('feedback.kind')} options={kinds} optionType="button" />
        </Form.Item>
        <Form.Item
          name="text"
          label={t('feedback.text')}
          rules={[{ required: true, message: t('common.required', { label: t('feedback.text') }) }]}
        >
          <Input.TextArea rows={5} maxLength={2000} showCount />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
