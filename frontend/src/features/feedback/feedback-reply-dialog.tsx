import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { AnswerFeedback, Feedback } from '../../shared/api/types';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { Dialog } from '../../shared/ui/dialog';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';

interface FeedbackReplyDialogProps {
  feedback: Feedback;
  onDone: () => void;
  onClose: () => void;
}

export function FeedbackReplyDialog({ feedback, onDone, onClose }: FeedbackReplyDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const [form] = Form.useForm<AnswerFeedback>();
  const states = useEnumOptions('feedbackState');
  const answer = api.useMutation('patch', '/api/v1/feedback/{id}', {
    onSuccess: () => {
      notices.success(t('common.saved'));
      onDone();
      onClose();
    },
    onError: (error) => placeProblem(form, error),
  });
  return (
    <Dialog
      title={t('feedback.handle')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={answer.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <blockquote>{feedback.text}</blockquote>
      {answer.error && <ProblemAlert error={answer.error} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={{ state: feedback.state, reply: feedback.reply ?? null }}
        onFinish={(body) =>
          answer.mutate({
            params: { path: { id: feedback.id }, header: ifMatch(feedback.version) },
            body,
          })
        }
      >
        <Form.Item name="state" label={t('feedback.state')}>
          <Select options={states} />
        </Form.Item>
        <Form.Item name="reply" label={t('feedback.reply')}>
          <Input.TextArea rows={4} maxLength={2000} showCount />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
