import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import type { Signal } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';

interface AnswerValues {
  answer?: string;
}

interface AnswerSignalDialogProps {
  signal: Signal;
  onChanged: () => void;
  onClose: () => void;
}

/** Says what was found out; once. */
export function AnswerSignalDialog({ signal, onChanged, onClose }: AnswerSignalDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const enumName = useEnumName();
  const idempotencyKey = useIdempotencyKey();
  const label = t('callbacks.answerLabel');
  const path = { id: signal.id };
  return (
    <ActDialog<AnswerValues, Signal, Signal>
      title={t('callbacks.answer')}
      okText={t('common.save')}
      original={signal}
      describe={({ state, answer }) => ({
        [t('callbacks.state')]: enumName('signalState', state),
        [label]: answer ?? '',
      })}
      mine={({ answer }) => ({ [label]: answer ?? '' })}
      reload={() => unwrap(client.GET('/api/v1/callbacks/signals/{id}', { params: { path } }))}
      send={({ answer = '' }, { version }) => {
        const body = { answer };
        const header = { ...ifMatch(version), ...idempotencyKey({ ...body, version }) };
        return unwrap(
          client.POST('/api/v1/callbacks/signals/{id}/actions/answer', {
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
      <p>{signal.question}</p>
      {signal.complaint && <blockquote>{signal.complaint}</blockquote>}
      <Form.Item
        name="answer"
        label={label}
        extra={t(signal.kind === 'complained' ? 'callbacks.complaintHelp' : 'callbacks.answerHelp')}
        rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
      >
        <Input.TextArea rows={4} maxLength={1000} />
      </Form.Item>
    </ActDialog>
  );
}
