import { Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import type { AnswerQuestion, Question } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';

const grounds = ['explained', 'registered_elsewhere', 'not_ours', 'late'] as const;

interface AnswerQuestionDialogProps {
  question: Question;
  onChanged: () => void;
  onClose: () => void;
}

/** Says what the unit says; once. */
export function AnswerQuestionDialog(props: AnswerQuestionDialogProps) {
  const { question, onChanged, onClose } = props;
  const { t } = useTranslation();
  const notices = useNotices();
  const enumName = useEnumName();
  const idempotencyKey = useIdempotencyKey();
  const label = t('questions.answerLabel');
  const path = { id: question.id };
  // Other words than an explanation fit a question about a number only.
  const fitting = grounds.filter((one) => one === 'explained' || question.number);
  return (
    <ActDialog<AnswerQuestion, Question, Question>
      title={t('questions.answer')}
      okText={t('common.save')}
      original={question}
      initialValues={{ ground: 'explained' }}
      describe={({ state, answer }) => ({
        [t('questions.state')]: enumName('questionState', state),
        [label]: answer ?? '',
      })}
      mine={({ answer }) => ({ [label]: answer ?? '' })}
      reload={() => unwrap(client.GET('/api/v1/questions/{id}', { params: { path } }))}
      send={({ ground, answer }, { version }) => {
        const body = { ground, answer };
        const header = { ...ifMatch(version), ...idempotencyKey({ ...body, version }) };
        return unwrap(
          client.POST('/api/v1/questions/{id}/actions/answer', {
            params: { path, header },
            body,
          }),
        );
      }}
      isAllowed={({ allowed_actions }) => allowed_actions.includes('answer')}
      onDone={() => {
        notices.success(t('common.saved'));
        onChanged();
      }}
      onTheirs={onChanged}
      onClose={onClose}
    >
      <p>{question.question}</p>
      <Form.Item name="ground" label={t('questions.ground')}>
        <Radio.Group
          options={fitting.map((value) => ({ value, label: enumName('answerGround', value) }))}
        />
      </Form.Item>
      <Form.Item
        name="answer"
        label={label}
        extra={t('questions.answerHelp')}
        rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
      >
        <Input.TextArea rows={4} maxLength={1000} />
      </Form.Item>
    </ActDialog>
  );
}
