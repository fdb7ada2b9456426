import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import type { Problem, SupervisionOrder } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { Dialog } from '../../shared/ui/dialog';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { orderOptions, refreshSupervision } from './queries';

/** What may be done to an order, the main thing first. */
export const orderVerbs = ['reply', 'accept_reply', 'reject_reply', 'cancel'] as const;
export type OrderVerb = (typeof orderVerbs)[number];

interface Values {
  text?: string;
  reason?: string;
  reply_due_on?: string;
}

interface OrderDialogProps {
  verb: OrderVerb;
  order: SupervisionOrder;
  onClose: () => void;
}

/** Reply, decision or cancellation, on the version the person has seen. */
export function OrderDialog({ verb, order, onClose }: OrderDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [seen] = useState(order);
  const idempotencyKey = useIdempotencyKey();
  const act = useMutation<SupervisionOrder, Problem, Values>({
    mutationFn: (values) => {
      const key = idempotencyKey({ verb, version: seen.version, ...values });
      return perform(verb, seen, values, key);
    },
    onSuccess: async (changed) => {
      queryClient.setQueryData(orderOptions(changed.id).queryKey, changed);
      notices.success(t('supervision.done', { action: t(`supervision.action.${verb}`) }));
      onClose();
      await refreshSupervision(queryClient);
    },
    onError: (error) => placeProblem(form, error),
  });
  const label = t(
    verb === 'accept_reply' ? 'supervision.field.accept_reason' : 'supervision.field.reason',
  );
  const needed = (name: string) => ({
    required: true,
    whitespace: true,
    message: t('common.required', { label: name }),
  });
  return (
    <Dialog
      title={t(`supervision.action.${verb}`)}
      okText={t(`supervision.action.${verb}`)}
      cancelText={t('common.cancel')}
      confirmLoading={act.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {act.error && <ProblemAlert error={act.error} />}
      <Form form={form} layout="vertical" onFinish={(values) => act.mutate(given(values))}>
        {verb === 'reply' ? (
          <Form.Item
            name="text"
            label={t('supervision.field.reply')}
            rules={[needed(t('supervision.field.reply'))]}
          >
            <Input.TextArea rows={5} maxLength={4000} showCount />
          </Form.Item>
        ) : (
          <Form.Item
            name="reason"
            label={label}
            {...(verb !== 'accept_reply' && { rules: [needed(label)] })}
          >
            <Input.TextArea rows={3} maxLength={1000} showCount />
          </Form.Item>
        )}
        {verb === 'reject_reply' && (
          <Form.Item
            name="reply_due_on"
            label={t('supervision.field.reply_due_on')}
            extra={t('supervision.replyDueHint')}
          >
            <Input type="date" />
          </Form.Item>
        )}
      </Form>
    </Dialog>
  );
}

/** What was filled in. */
function given(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as Values;
}

function perform(
  verb: OrderVerb,
  { id, version }: SupervisionOrder,
  values: Values,
  key: { 'Idempotency-Key': string },
): Promise<SupervisionOrder> {
  const params = { path: { id }, header: { ...ifMatch(version), ...key } };
  const { text = '', reason = '', reply_due_on } = values;
  switch (verb) {
    case 'reply':
      return unwrap(
        client.POST('/api/v1/supervision-orders/{id}/actions/reply', { params, body: { text } }),
      );
    case 'accept_reply':
      return unwrap(
        client.POST('/api/v1/supervision-orders/{id}/actions/accept_reply', {
          params,
          body: reason ? { reason } : {},
        }),
      );
    case 'reject_reply':
      return unwrap(
        client.POST('/api/v1/supervision-orders/{id}/actions/reject_reply', {
          params,
          body: { reason, ...(reply_due_on && { reply_due_on }) },
        }),
      );
    case 'cancel':
      return unwrap(
        client.POST('/api/v1/supervision-orders/{id}/actions/cancel', {
          params,
          body: { reason },
        }),
      );
  }
}
