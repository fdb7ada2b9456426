import { useMutation } from '@tanstack/react-query';
import { Form } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useIdempotencyKey } from '../api/concurrency';
import { Dialog } from './dialog';
import { placeProblem } from './form-problems';
import { useNotices } from './notices';
import { ProblemAlert } from './problem-alert';

interface CreateDialogProps<Values extends object, View> {
  title: string;
  initialValues?: Partial<Values>;
  create: (values: Values, idempotencyKey: { 'Idempotency-Key': string }) => Promise<View>;
  onCreated: (created: View) => void;
  onClose: () => void;
  children: ReactNode;
}

/** A form that makes something new, once, however often it is sent. */
export function CreateDialog<Values extends object, View>(props: CreateDialogProps<Values, View>) {
  const { title, initialValues, create, onCreated, onClose, children } = props;
  const { t } = useTranslation();
  const notices = useNotices();
  const [form] = Form.useForm<Values>();
  const idempotencyKey = useIdempotencyKey();
  const make = useMutation({
    mutationFn: (values: Values) => create(values, idempotencyKey(values)),
    onSuccess: (created) => {
      notices.success(t('common.saved'));
      onCreated(created);
      onClose();
    },
    onError: (error) => placeProblem(form, error),
  });
  return (
    <Dialog
      title={title}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={make.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {make.error && <ProblemAlert error={make.error} />}
      <Form
        form={form}
        layout="vertical"
        {...(initialValues && { initialValues })}
        onFinish={(values) => make.mutate(values)}
      >
        {children}
      </Form>
    </Dialog>
  );
}
