import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { DepartmentSelect } from '../../shared/ui/reference-select';

/** What can be said of a person, new or old. */
export function PersonFields() {
  const { t } = useTranslation();
  const name = t('people.field.name');
  return (
    <>
      <Form.Item
        name="name"
        label={name}
        rules={[
          { required: true, whitespace: true, message: t('common.required', { label: name }) },
        ]}
      >
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="department_id" label={t('people.field.department')}>
        <DepartmentSelect />
      </Form.Item>
      <Form.Item name="phone" label={t('people.field.phone')}>
        <Input maxLength={32} inputMode="tel" autoComplete="off" />
      </Form.Item>
    </>
  );
}
