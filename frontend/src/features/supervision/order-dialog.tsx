import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIdempotencyKey } from '../../shared/api/concurrency';
import { isConflict } from '../../shared/api/problem';
import type { Problem, SupervisionOrder } from '../../shared/api/types';
import { today } from '../../shared/lib/dates';
import { DayItem } from '../../shared/ui/day-item';
import { Dialog } from '../../shared/ui/dialog';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { useFormDraft } from '../../shared/ui/use-form-draft';
import { OrderConflict } from './order-conflict';
import { given, type OrderValues, type OrderVerb, performOnOrder } from './order-verbs';
import { orderOptions, refreshSupervision } from './queries';

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
  const [form] = Form.useForm<OrderValues>();
  // What the person saw when opening: a refresh behind the dialog must not hide a conflict.
  const [seen, setSeen] = useState(order);
  const idempotencyKey = useIdempotencyKey();
  const draft = useFormDraft(form, `order.${order.id}.${verb}`);
  const act = useMutation<SupervisionOrder, Problem, SupervisionOrder>({
    mutationFn: (on) => {
      const values = given(form.getFieldsValue());
      const key = idempotencyKey({ verb, version: on.version, ...values });
      return performOnOrder(verb, on, values, key);
    },
    onSuccess: async (changed) => {
      draft.forget();
      queryClient.setQueryData(orderOptions(changed.id).queryKey, changed);
      notices.success(t('common.doneAction', { action: t(`supervision.action.${verb}`) }));
      onClose();
      await refreshSupervision(queryClient);
    },
    onError: (error) => placeProblem(form, error),
  });
  const conflict = isConflict(act.error);
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
      width={conflict ? 760 : 560}
      title={t(`supervision.action.${verb}`)}
      okText={t(`supervision.action.${verb}`)}
      cancelText={t('common.cancel')}
      confirmLoading={act.isPending}
      {...(conflict && { footer: null })}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {act.error && !conflict && <ProblemAlert error={act.error} />}
      {conflict && (
        <OrderConflict
          verb={verb}
          seen={seen}
          values={given(form.getFieldsValue())}
          pending={act.isPending}
          onKeepMine={(fresh) => {
            setSeen(fresh);
            act.mutate(fresh);
          }}
          onTakeTheirs={() => {
            onClose();
            void refreshSupervision(queryClient);
          }}
        />
      )}
      <Form
        form={form}
        layout="vertical"
        hidden={conflict}
        onValuesChange={draft.keep}
        onFinish={() => act.mutate(seen)}
      >
        {draft.notice}
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
          <DayItem
            name="reply_due_on"
            label={t('supervision.field.reply_due_on')}
            extra={t('supervision.replyDueHint')}
            first={today()}
          />
        )}
      </Form>
    </Dialog>
  );
}
