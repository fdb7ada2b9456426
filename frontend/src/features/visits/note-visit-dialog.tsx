import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { NoteVisit, Visit } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { CreateDialog } from '../../shared/ui/create-dialog';

interface NoteVisitDialogProps {
  onNoted: () => void;
  onClose: () => void;
}

/** Noted in seconds: the channel is enough, and it is filled in. */
export function NoteVisitDialog({ onNoted, onClose }: NoteVisitDialogProps) {
  const { t } = useTranslation();
  const channels = useEnumOptions('channel');
  return (
    <CreateDialog<NoteVisit, Visit>
      form="visits_note"
      title={t('visits.noteOne')}
      initialValues={{ channel: 'walk_in', people_count: 1 }}
      burden="note_visit"
      create={({ subject, ...values }, header) =>
        unwrap(
          client.POST('/api/v1/visits', {
            params: { header },
            body: { ...values, ...(subject?.trim() && { subject: subject.trim() }) },
          }),
        )
      }
      onCreated={onNoted}
      onClose={onClose}
    >
      <Form.Item name="channel" label={t('visits.channel')} rules={[{ required: true }]}>
        <Select options={channels} />
      </Form.Item>
      <Form.Item name="subject" label={t('visits.subject')} extra={t('visits.subjectHelp')}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="people_count" label={t('visits.people')}>
        <InputNumber min={1} max={10_000} precision={0} />
      </Form.Item>
    </CreateDialog>
  );
}
