import { Checkbox, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { CaseTypeSelect, DepartmentSelect } from '../../shared/ui/reference-select';

export interface DepartmentValues {
  name: string;
  phone: string | null;
  parent_id: string | null;
  case_type_codes: string[];
  is_active: boolean;
}

/** What can be said of a department, new or old. */
export function DepartmentFields({ isNew = false }: { isNew?: boolean }) {
  const { t } = useTranslation();
  const name = t('departments.field.name');
  return (
    <>
      <Form.Item
        name="name"
        label={name}
        rules={[
          { required: true, whitespace: true, message: t('common.required', { label: name }) },
        ]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="parent_id" label={t('departments.field.parent_id')}>
        <DepartmentSelect />
      </Form.Item>
      <Form.Item name="phone" label={t('departments.field.phone')}>
        <Input maxLength={40} inputMode="tel" />
      </Form.Item>
      <Form.Item
        name="case_type_codes"
        label={t('departments.field.case_type_codes')}
        extra={t('departments.dutyHelp')}
      >
        <CaseTypeSelect multiple />
      </Form.Item>
      {!isNew && (
        <Form.Item name="is_active" valuePropName="checked">
          <Checkbox>{t('departments.field.is_active')}</Checkbox>
        </Form.Item>
      )}
    </>
  );
}
