import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

interface PhoneFieldProps {
  name: (string | number)[];
  label: string;
}

/** Mobile and fixed lines, with area code, extension and spaces as people write them. */
const phone = /^\+?[\d\-() ]{5,30}(?:[转#x]\d{1,6})?$/;

export function PhoneField({ name, label }: PhoneFieldProps) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={name}
      label={label}
      // A Chinese keyboard writes digits and brackets a full square wide.
      normalize={(text: string) => text.normalize('NFKC')}
      rules={[{ pattern: phone, message: t('cases.register.phoneInvalid') }]}
    >
      <Input autoComplete="off" inputMode="tel" maxLength={40} />
    </Form.Item>
  );
}
