import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { Person } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DepartmentSelect } from '../../shared/ui/reference-select';

interface NewPerson {
  name: string;
  phone?: string;
  department_id?: string;
}

interface CreatePersonDialogProps {
  onCreated: () => void;
  onClose: () => void;
}

export function CreatePersonDialog({ onCreated, onClose }: CreatePersonDialogProps) {
  const { t } = useTranslation();
  const name = t('people.field.name');
  return (
    <CreateDialog<NewPerson, Person>
      title={t('people.create')}
      create={(body, header) => unwrap(client.POST('/api/v1/people', { params: { header }, body }))}
      onCreated={onCreated}
      onClose={onClose}
    >
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
        <Input maxLength={40} inputMode="tel" autoComplete="off" />
      </Form.Item>
    </CreateDialog>
  );
}
