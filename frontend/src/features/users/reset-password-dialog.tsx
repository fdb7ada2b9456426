import { App, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { User } from '../../shared/api/types';
import { placeProblem } from '../../shared/ui/form-problems';
import { ProblemAlert } from '../../shared/ui/problem-alert';

interface ResetPasswordDialogProps {
  account: User;
  onDone: () => void;
  onClose: () => void;
}

/** Sets a first password; its owner must change it when signing in. */
export function ResetPasswordDialog({ account, onDone, onClose }: ResetPasswordDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ password: string }>();
  const reset = api.useMutation('post', '/api/v1/users/{user_id}/actions/reset_password', {
    onSuccess: () => {
      message.success(t('users.resetDone'));
      onDone();
      onClose();
    },
    onError: (error) => placeProblem(form, error),
  });
  const label = t('users.field.password');
  return (
    <Modal
      open
      title={t('users.resetOf', { name: account.username })}
      okText={t('users.reset')}
      cancelText={t('common.cancel')}
      confirmLoading={reset.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{t('users.resetHelp')}</p>
      {reset.error && <ProblemAlert error={reset.error} />}
      <Form
        form={form}
        layout="vertical"
        onFinish={(body) =>
          reset.mutate({
            params: { path: { user_id: account.id }, header: ifMatch(account.version) },
            body,
          })
        }
      >
        <Form.Item
          name="password"
          label={label}
          extra={t('auth.passwordRule')}
          rules={[{ required: true, message: t('common.required', { label }) }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
