import { Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { ReceptionAppointment, ReceptionDay } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { CaseSelect, type ChosenCase } from '../../shared/ui/case-select';
import { CreateDialog } from '../../shared/ui/create-dialog';

interface BookDialogProps {
  day: ReceptionDay;
  onBooked: () => void;
  onClose: () => void;
}

interface Values {
  subject?: string;
  people_count?: number;
  chosen?: ChosenCase;
}

/** A number on the day, with what it is about; nobody is named. */
export function BookDialog({ day, onBooked, onClose }: BookDialogProps) {
  const { t } = useTranslation();
  return (
    <CreateDialog<Values, ReceptionAppointment>
      form="receptions_book_appointment"
      title={t('receptions.book')}
      initialValues={{ people_count: 1 }}
      create={({ subject, people_count, chosen }, header) =>
        unwrap(
          client.POST('/api/v1/receptions/days/{id}/appointments', {
            params: { path: { id: day.id }, header },
            body: {
              ...(subject?.trim() && { subject: subject.trim() }),
              ...(people_count && { people_count }),
              ...(chosen && { case_id: chosen.value }),
            },
          }),
        )
      }
      onCreated={onBooked}
      onClose={onClose}
    >
      <Form.Item name="subject" label={t('receptions.subject')} extra={t('tasks.noNumbers')}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="people_count" label={t('receptions.people')}>
        <InputNumber min={1} max={10_000} precision={0} />
      </Form.Item>
      <Form.Item name="chosen" label={t('receptions.linkedCase')}>
        <CaseSelect />
      </Form.Item>
    </CreateDialog>
  );
}
