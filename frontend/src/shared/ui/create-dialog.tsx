import { useMutation } from '@tanstack/react-query';
import { Form } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useIdempotencyKey } from '../api/concurrency';
import type { BurdenForm, OperationName } from '../api/types';
import { useBurden } from '../lib/use-burden';
import { Dialog } from './dialog';
import { FormBasis } from './form-basis';
import { placeProblem } from './form-problems';
import { useNotices } from './notices';
import { ProblemAlert } from './problem-alert';

interface CreateDialogProps<Values extends object, View> {
  title: string;
  initialValues?: Partial<Values>;
  /** What it costs is added to what this form costs; not told unless named. */
  burden?: BurdenForm;
  /** The operation that takes it: on what ground it asks is told below it. */
  form?: OperationName;
  create: (values: Values, idempotencyKey: { 'Idempotency-Key': string }) => Promise<View>;
  onCreated: (created: View) => void;
  onClose: () => void;
  children: ReactNode;
}

/** A form that makes something new, once, however often it is sent. */
export function CreateDialog<Values extends object, View>(props: CreateDialogProps<Values, View>) {
  const { title, initialValues, burden, form: operation } = props;
  const { create, onCreated, onClose, children } = props;
  const { t } = useTranslation();
  const notices = useNotices();
  const [form] = Form.useForm<Values>();
  const idempotencyKey = useIdempotencyKey();
  const cost = useBurden(burden ?? 'other');
  const make = useMutation({
    mutationFn: (values: Values) => create(values, idempotencyKey(values)),
    onSuccess: (created) => {
      if (burden) cost.sent();
      notices.success(t('common.saved'));
      onCreated(created);
      onClose();
    },
    onError: (error) => {
      cost.refused();
      placeProblem(form, error);
    },
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
        onValuesChange={cost.keep}
        onFinish={(values) => make.mutate(values)}
      >
        {children}
      </Form>
      {operation && <FormBasis form={operation} />}
    </Dialog>
  );
}
