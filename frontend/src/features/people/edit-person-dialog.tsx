import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { departmentsOptions } from '../../shared/api/reference';
import type { Person } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { EditDialog } from '../../shared/ui/edit-dialog';
import { PersonFields } from './person-fields';

interface PersonValues {
  name: string;
  department_id: string | null;
  phone: string | null;
  is_active: boolean;
}

interface EditPersonDialogProps {
  person: Person;
  onSaved: () => void;
  onClose: () => void;
}

/** Corrects a person's record; whoever left is signed out and acts no more. */
export function EditPersonDialog({ person, onSaved, onClose }: EditPersonDialogProps) {
  const { t } = useTranslation();
  const { data: departments = [] } = useQuery(departmentsOptions());
  const departmentName = (id: string | null) => departments.find((one) => one.id === id)?.name;
  const path = { id: person.id };
  return (
    <EditDialog<PersonValues, Person>
      title={t('common.editOf', { name: person.name })}
      original={person}
      toValues={({ name, department, phone, is_active }) => ({
        name,
        department_id: department?.id ?? null,
        phone: phone ?? null,
        is_active,
      })}
      describe={(values) => ({
        [t('people.field.name')]: values.name,
        [t('people.field.department')]: departmentName(values.department_id),
        [t('people.field.phone')]: values.phone,
        [t('people.field.is_active')]: t(values.is_active ? 'common.yes' : 'common.no'),
      })}
      reload={() => unwrap(client.GET('/api/v1/people/{id}', { params: { path } }))}
      save={({ phone, department_id, ...values }, version) =>
        unwrap(
          client.PATCH('/api/v1/people/{id}', {
            params: { path, header: ifMatch(version) },
            body: {
              ...values,
              department_id: department_id ?? null,
              phone: phone?.trim() || null,
            },
          }),
        )
      }
      onSaved={onSaved}
      onClose={onClose}
    >
      <PersonFields />
      <Form.Item name="is_active" valuePropName="checked" extra={t('people.activeHelp')}>
        <Checkbox>{t('people.field.is_active')}</Checkbox>
      </Form.Item>
    </EditDialog>
  );
}
