import { Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { NewPresenceRecord, Presence, PresenceRecord } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { CreateDialog } from '../../shared/ui/create-dialog';

interface RecordDialogProps {
  day: Presence;
  onRecorded: () => void;
  onClose: () => void;
}

type Values = Pick<NewPresenceRecord, 'finding' | 'note'>;

/** What the duty officer found at a post; in words where nobody was there. */
export function RecordDialog({ day, onRecorded, onClose }: RecordDialogProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const findings =
    day.mode === 'on_call'
      ? (['answered', 'not_answered'] as const)
      : (['seen', 'not_seen'] as const);
  return (
    <CreateDialog<Values, PresenceRecord>
      title={t('presence.record')}
      initialValues={{ finding: findings[0] }}
      create={({ finding, note }, header) =>
        unwrap(
          client.POST('/api/v1/presence-records', {
            params: { header },
            body: {
              obligation_id: day.obligation_id,
              person_id: day.person.id,
              duty_on: day.date,
              finding,
              ...(note?.trim() && { note: note.trim() }),
            },
          }),
        )
      }
      onCreated={onRecorded}
      onClose={onClose}
    >
      <p>{t('presence.recordOf', { name: day.person.name, post: day.post.name, on: day.date })}</p>
      <Form.Item name="finding" label={t('presence.finding')}>
        <Radio.Group
          options={findings.map((one) => ({ value: one, label: enumName('presenceFinding', one) }))}
        />
      </Form.Item>
      <NoteItem />
    </CreateDialog>
  );
}

function NoteItem() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<Values>();
  const finding = Form.useWatch<string | undefined>('finding', form);
  const label = t('presence.recordNote');
  const isNeeded = finding?.startsWith('not_') ?? false;
  return (
    <Form.Item
      name="note"
      label={label}
      rules={
        isNeeded
          ? [{ required: true, whitespace: true, message: t('common.required', { label }) }]
          : []
      }
    >
      <Input.TextArea maxLength={200} rows={3} />
    </Form.Item>
  );
}
