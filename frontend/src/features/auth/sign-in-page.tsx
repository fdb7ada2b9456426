import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { session } from '../../shared/api/session';
import type { ProblemCode } from '../../shared/api/types';
import { LanguageSwitch } from '../../shared/ui/language-switch';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { problemText } from '../../shared/ui/problem-text';
import { OtpField } from './otp-field';
import { PasswordInput } from './password-input';
import styles from './sign-in-page.module.css';

interface Credentials {
  username: string;
  password: string;
  otp?: string;
}

/** Refusals that say the password was right. */
const otpCodes: ProblemCode[] = ['auth.otp_required', 'auth.bad_otp'];

interface SignInPageProps {
  ended: boolean;
  onDone: () => void;
}

export function SignInPage({ ended, onDone }: SignInPageProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Credentials>();
  const [asksOtp, setAsksOtp] = useState(false);
  const login = api.useMutation('post', '/api/v1/auth/login', {
    onSuccess: (signIn) => {
      session.start(signIn);
      onDone();
    },
    onError: (error) => {
      // The password was right: only the code is asked for.
      const isAboutOtp = otpCodes.includes(error.code);
      setAsksOtp(isAboutOtp);
      form.setFieldValue(isAboutOtp ? 'otp' : 'password', '');
      if (!isAboutOtp) form.getFieldInstance('password')?.focus();
    },
  });

  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <LanguageSwitch />
      </header>
      <main className={styles.card}>
        <p className={styles.county}>{t('app.demo')}</p>
        <h1>{t('auth.intro')}</h1>
        <p className={styles.welcome}>{t('auth.welcome')}</p>
        {ended && !login.error && <Alert type="info" showIcon title={t('auth.ended')} />}
        {login.error?.code === 'auth.otp_required' ? (
          // The next question, not a failure.
          <Alert type="info" showIcon role="alert" title={problemText(login.error)} />
        ) : (
          login.error && <ProblemAlert error={login.error} />
        )}
        <Form
          form={form}
          layout="vertical"
          size="large"
          requiredMark={false}
          className={styles.form}
          onFinish={(body) => login.mutate({ body })}
        >
          <Form.Item
            name="username"
            label={t('auth.username')}
            rules={[
              { required: true, message: t('common.required', { label: t('auth.username') }) },
            ]}
          >
            <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('auth.password')}
            rules={[
              { required: true, message: t('common.required', { label: t('auth.password') }) },
            ]}
          >
            <PasswordInput autoComplete="current-password" />
          </Form.Item>
          {asksOtp && <OtpField autoFocus />}
          <Button type="primary" htmlType="submit" block loading={login.isPending}>
            {t('auth.submit')}
          </Button>
        </Form>
        <p className={styles.hint}>{t('auth.demoHint')}</p>
      </main>
    </div>
  );
}
