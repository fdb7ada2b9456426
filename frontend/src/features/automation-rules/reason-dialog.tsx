import { useMutation } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import type { AutomationRule } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { Dialog } from '../../shared/ui/dialog';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';

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
  const idempotencyKey = useIdempotencyKey();
  const ask = useMutation({
    mutationFn: (body: { reason: string }) => {
      const params = {
        path: { id: rule.id },
        header: { ...ifMatch(rule.version), ...idempotencyKey({ ...body, turn }) },
      };
      return unwrap(post(turn, { params, body }));
    },
    onSuccess: (changed) => {
      notices.success(t('common.saved'));
      onDone(changed);
      onClose();
    },
    onError: (error) => placeProblem(form, error),
  });
  const label = t('automation.reason');
  return (
    <Dialog
      title={t(`automation.${turn}`)}
      okText={t('common.confirm')}
      cancelText={t('common.cancel')}
      okButtonProps={{ danger: turn === 'retire' }}
      confirmLoading={ask.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{t(`automation.${turn}Help`)}</p>
      {ask.error && <ProblemAlert error={ask.error} />}
      <Form form={form} layout="vertical" onFinish={(body) => ask.mutate(body)}>
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
