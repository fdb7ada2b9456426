import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { Department } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { RegionSelect } from '../../shared/ui/reference-select';
import { DepartmentFields, type DepartmentValues } from './department-fields';

interface CreateDepartmentDialogProps {
  onCreated: (department: Department) => void;
  onClose: () => void;
}

type NewDepartment = Omit<DepartmentValues, 'is_active'> & { region_id: string };

export function CreateDepartmentDialog({ onCreated, onClose }: CreateDepartmentDialogProps) {
  const { t } = useTranslation();
  const region = t('departments.field.region');
  return (
    <CreateDialog<NewDepartment, Department>
      title={t('departments.create')}
      initialValues={{ case_type_codes: [] }}
      create={(body, header) =>
        unwrap(client.POST('/api/v1/departments', { params: { header }, body }))
      }
      onCreated={onCreated}
      onClose={onClose}
    >
      <Form.Item
        name="region_id"
        label={region}
        rules={[{ required: true, message: t('common.requiredChoice', { label: region }) }]}
      >
        <RegionSelect />
      </Form.Item>
      <DepartmentFields isNew />
    </CreateDialog>
  );
}
