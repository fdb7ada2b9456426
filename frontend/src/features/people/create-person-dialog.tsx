import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { Person } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { PersonFields } from './person-fields';

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
  return (
    <CreateDialog<NewPerson, Person>
      title={t('people.create')}
      create={(body, header) => unwrap(client.POST('/api/v1/people', { params: { header }, body }))}
      onCreated={onCreated}
      onClose={onClose}
    >
      <PersonFields />
    </CreateDialog>
  );
}
