import { useMutation } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import { isConflict } from '../../shared/api/problem';
import type { AutomationRule } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { Dialog } from '../../shared/ui/dialog';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { RuleConflict } from './rule-conflict';

export type Turn = 'activate' | 'pause' | 'retire';

interface ReasonDialogProps {
  rule: AutomationRule;
  turn: Turn;
  onDone: (rule: AutomationRule) => void;
  onClose: () => void;
}

/** Moves a rule to another state; whoever does it says why. */
export function ReasonDialog({ rule, turn, onDone, onClose }: ReasonDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const [form] = Form.useForm<{ reason: string }>();
  // Nobody turns on a version they have not read, whatever is loaded behind the dialog.
  const [seen, setSeen] = useState(rule);
  const idempotencyKey = useIdempotencyKey();
  const ask = useMutation({
    mutationFn: ({ id, version }: AutomationRule) => {
      const body = form.getFieldsValue();
      const header = { ...ifMatch(version), ...idempotencyKey({ ...body, turn, version }) };
      return unwrap(post(turn, { params: { path: { id }, header }, body }));
    },
    onSuccess: (changed) => {
      notices.success(t('common.saved'));
      onDone(changed);
      onClose();
    },
    onError: (error) => placeProblem(form, error),
  });
  const conflict = isConflict(ask.error);
  const label = t('automation.reason');
  return (
    <Dialog
      width={conflict ? 760 : 560}
      title={t(`automation.${turn}`)}
      okText={t('common.confirm')}
      cancelText={t('common.cancel')}
      okButtonProps={{ danger: turn === 'retire' }}
      confirmLoading={ask.isPending}
      {...(conflict && { footer: null })}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{t(`automation.${turn}Help`)}</p>
      {ask.error && !conflict && <ProblemAlert error={ask.error} />}
      {conflict && (
        <RuleConflict
          verb={turn}
          seen={seen}
          pending={ask.isPending}
          onKeepMine={(fresh) => {
            setSeen(fresh);
            ask.mutate(fresh);
          }}
          onTakeTheirs={(fresh) => {
            onDone(fresh);
            onClose();
          }}
        />
      )}
      <Form form={form} layout="vertical" hidden={conflict} onFinish={() => ask.mutate(seen)}>
        <Form.Item
          name="reason"
          label={label}
          rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
        >
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}

type Asked = {
  params: { path: { id: string }; header: { 'If-Match': string; 'Idempotency-Key': string } };
  body: { reason: string };
};

function post(turn: Turn, asked: Asked) {
  if (turn === 'activate') {
    return client.POST('/api/v1/automation-rules/{id}/actions/activate', asked);
  }
  if (turn === 'pause') return client.POST('/api/v1/automation-rules/{id}/actions/pause', asked);
  return client.POST('/api/v1/automation-rules/{id}/actions/retire', asked);
}
