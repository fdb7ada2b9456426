import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { AnswerFeedback, Feedback } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { EditDialog } from '../../shared/ui/edit-dialog';

interface FeedbackReplyDialogProps {
  feedback: Feedback;
  onDone: () => void;
  onClose: () => void;
}

export function FeedbackReplyDialog({ feedback, onDone, onClose }: FeedbackReplyDialogProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const states = useEnumOptions('feedbackState');
  const path = { id: feedback.id };
  return (
    <EditDialog<AnswerFeedback, Feedback>
      title={t('feedback.handle')}
      original={feedback}
      toValues={({ state, reply = null }) => ({ state, reply })}
      describe={({ state, reply }) => ({
        [t('feedback.state')]: enumName('feedbackState', state),
        [t('feedback.reply')]: reply,
      })}
      reload={() => unwrap(client.GET('/api/v1/feedback/{id}', { params: { path } }))}
      save={(body, version) =>
        unwrap(
          client.PATCH('/api/v1/feedback/{id}', {
            params: { path, header: ifMatch(version) },
            body,
          }),
        )
      }
      onSaved={onDone}
      onClose={onClose}
    >
      <blockquote>{feedback.text}</blockquote>
      <Form.Item name="state" label={t('feedback.state')}>
        <Select options={states} />
      </Form.Item>
      <Form.Item name="reply" label={t('feedback.reply')}>
        <Input.TextArea rows={4} maxLength={2000} showCount />
      </Form.Item>
    </EditDialog>
  );
}
