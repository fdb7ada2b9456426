import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

/** The six digits an authenticator shows now; a phone offers its digits and what it knows. */
export function OtpField({ autoFocus = false }: { autoFocus?: boolean }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="otp"
      label={t('auth.otp.code')}
      extra={t('auth.otp.codeHelp')}
      rules={[{ required: true, pattern: /^\d{6}$/, message: t('auth.otp.sixDigits') }]}
    >
      <Input
        autoFocus={autoFocus}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={6}
        spellCheck={false}
      />
    </Form.Item>
  );
}
