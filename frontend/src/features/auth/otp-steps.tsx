import { Form, type FormInstance, QRCode, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, refreshSession } from '../../shared/api/client';
import type { OtpSecret } from '../../shared/api/types';
import { Dialog } from '../../shared/ui/dialog';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import styles from './otp.module.css';
import { OtpField } from './otp-field';
import { PasswordInput } from './password-input';

interface StepProps<Values> {
  okText: string;
  form: FormInstance<Values>;
  pending: boolean;
  error: unknown;
  onFinish: (values: Values) => void;
  onClose: () => void;
  children: ReactNode;
}

/** One question of the dialog. */
function Step<Values extends object>(props: StepProps<Values>) {
  const { okText, form, pending, error, onFinish, onClose, children } = props;
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('auth.otp.title')}
      okText={okText}
      cancelText={t('common.cancel')}
      confirmLoading={pending}
      mask={{ closable: false }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {error !== null && <ProblemAlert error={error} />}
      <Form form={form} layout="vertical" onFinish={onFinish}>
        {children}
      </Form>
    </Dialog>
  );
}

function CurrentPasswordField() {
  const { t } = useTranslation();
  const label = t('auth.currentPassword');
  return (
    <Form.Item
      name="current_password"
      label={label}
      rules={[{ required: true, message: t('common.required', { label }) }]}
    >
      <PasswordInput autoComplete="current-password" />
    </Form.Item>
  );
}

interface EnrolOtpDialogProps {
  onEnrolled: (secret: OtpSecret) => void;
  onClose: () => void;
}

export function EnrolOtpDialog({ onEnrolled, onClose }: EnrolOtpDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ current_password: string }>();
  const enrol = api.useMutation('post', '/api/v1/auth/otp', {
    // Nothing of the answer stays behind in the cache.
    gcTime: 0,
    onSuccess: onEnrolled,
    onError: (error) => placeProblem(form, error),
  });
  return (
    <Step
      okText={t('auth.otp.next')}
      form={form}
      pending={enrol.isPending}
      error={enrol.error}
      onFinish={(body) => enrol.mutate({ body })}
      onClose={onClose}
    >
      <p>{t('auth.otp.intro')}</p>
      <CurrentPasswordField />
    </Step>
  );
}

interface ConfirmOtpDialogProps {
  secret: OtpSecret;
  onClose: () => void;
}

export function ConfirmOtpDialog({ secret, onClose }: ConfirmOtpDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const [form] = Form.useForm<{ otp: string }>();
  const confirm = api.useMutation('post', '/api/v1/auth/otp/confirm', {
    onSuccess: async () => {
      notices.success(t('auth.otp.enabled'));
      onClose();
      await refreshSession();
    },
    onError: (error) => placeProblem(form, error),
  });
  return (
    <Step
      okText={t('auth.otp.enable')}
      form={form}
      pending={confirm.isPending}
      error={confirm.error}
      onFinish={(body) => confirm.mutate({ body })}
      onClose={onClose}
    >
      <p>{t('auth.otp.scan')}</p>
      <div className={styles.secret}>
        <QRCode value={secret.uri} size={176} marginSize={2} type="svg" aria-hidden />
        <p>
          {t('auth.otp.orType')}
          <Typography.Text copyable code className={styles.letters ?? ''} data-testid="otp-secret">
            {secret.secret}
          </Typography.Text>
        </p>
      </div>
      <OtpField />
    </Step>
  );
}

export function DisableOtpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const [form] = Form.useForm<{ current_password: string; otp: string }>();
  const disable = api.useMutation('post', '/api/v1/auth/otp/disable', {
    onSuccess: async () => {
      notices.success(t('auth.otp.disabled'));
      onClose();
      await refreshSession();
    },
    onError: (error) => placeProblem(form, error),
  });
  return (
    <Step
      okText={t('auth.otp.disable')}
      form={form}
      pending={disable.isPending}
      error={disable.error}
      onFinish={(body) => disable.mutate({ body })}
      onClose={onClose}
    >
      <p>{t('auth.otp.isOn')}</p>
      <CurrentPasswordField />
      <OtpField />
    </Step>
  );
}
