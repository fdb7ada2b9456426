import { useMutation } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { useIdempotencyKey } from '../../shared/api/concurrency';
import { unwrap } from '../../shared/api/unwrap';
import { Dialog } from '../../shared/ui/dialog';
import { placeProblem } from '../../shared/ui/form-problems';
import { ProblemAlert } from '../../shared/ui/problem-alert';

export interface Reached {
  id: string;
  name: string;
}

interface PhoneDialogProps {
  person: Reached;
  centerId: string;
  /** None: now. */
  on: string | undefined;
  onClose: () => void;
}

interface Values {
  reason: string;
}

/** The number of somebody on duty, in clear for a reason; it is gone with the dialog. */
export function PhoneDialog({ person, centerId, on, onClose }: PhoneDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const idempotencyKey = useIdempotencyKey();
  const look = useMutation({
    mutationFn: (values: Values) =>
      unwrap(
        client.POST('/api/v1/duty/people/{person_id}/reveal', {
          params: { path: { person_id: person.id }, header: idempotencyKey(values) },
          body: { ...values, center_id: centerId, ...(on && { on }) },
        }),
      ),
    // Personal data: nothing of it stays behind.
    gcTime: 0,
    onError: (error) => placeProblem(form, error),
  });
  const label = t('duty.reachReason');
  return (
    <Dialog
      title={t('duty.reach', { name: person.name })}
      okText={t('duty.reachShow')}
      cancelText={t('common.close')}
      confirmLoading={look.isPending}
      {...(look.data && { okButtonProps: { style: { display: 'none' } } })}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {look.error && <ProblemAlert error={look.error} />}
      {look.data ? (
        <p data-testid="phone">{look.data.value}</p>
      ) : (
        <Form<Values> form={form} layout="vertical" onFinish={(values) => look.mutate(values)}>
          <Form.Item
            name="reason"
            label={label}
            extra={t('duty.reachHelp')}
            rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
          >
            <Input.TextArea maxLength={200} rows={2} />
          </Form.Item>
        </Form>
      )}
    </Dialog>
  );
}
