import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, refreshSession } from '../../shared/api/client';
import { Dialog } from '../../shared/ui/dialog';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { PasswordInput } from './password-input';
import { useSignOut } from './use-sign-out';

interface ChangePasswordValues {
  current_password: string;
  new_password: string;
  repeated: string;
}

/** Forced after a reset: the only other way out is signing out. */
type ChangePasswordDialogProps = { forced: true } | { forced?: false; onClose: () => void };

export default function ChangePasswordDialog(props: ChangePasswordDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const signOut = useSignOut();
  const [form] = Form.useForm<ChangePasswordValues>();
  const change = api.useMutation('post', '/api/v1/auth/password', {
    onSuccess: async () => {
      notices.success(t('auth.passwordChanged'));
      if (props.forced) await refreshSession();
      else props.onClose();
    },
    onError: (error) => placeProblem(form, error),
  });
  const required = (label: string) => ({
    required: true,
    message: t('common.required', { label }),
  });

  return (
    <Dialog
      title={t('shell.changePassword')}
      okText={t('common.save')}
      cancelText={props.forced ? t('shell.signOut') : t('common.cancel')}
      confirmLoading={change.isPending}
      keyboard={!props.forced}
      mask={{ closable: false }}
      closable={!props.forced}
      onCancel={() => (props.forced ? signOut() : props.onClose())}
      onOk={() => form.submit()}
    >
      {props.forced && <p>{t('auth.mustChange')}</p>}
      {change.error && <ProblemAlert error={change.error} />}
      <Form
        form={form}
        layout="vertical"
        onFinish={({ current_password, new_password }) =>
          change.mutate({ body: { current_password, new_password } })
        }
      >
        <Form.Item
          name="current_password"
          label={t('auth.currentPassword')}
          rules={[required(t('auth.currentPassword'))]}
        >
          <PasswordInput autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="new_password"
          label={t('auth.newPassword')}
          extra={t('auth.passwordRule')}
          rules={[required(t('auth.newPassword'))]}
        >
          <PasswordInput autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="repeated"
          label={t('auth.repeatPassword')}
          dependencies={['new_password']}
          rules={[
            required(t('auth.repeatPassword')),
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                !value || value === getFieldValue('new_password')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('auth.passwordsDiffer'))),
            }),
          ]}
        >
          <PasswordInput autoComplete="new-password" />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
