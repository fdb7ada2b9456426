import { Alert, Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { useMe } from '../../shared/api/session';
import type { Reception, ReceptionDay, RecordReception } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { today } from '../../shared/lib/dates';
import { CaseSelect, type ChosenCase } from '../../shared/ui/case-select';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';
import { Dialog } from '../../shared/ui/dialog';
import { FactList } from '../../shared/ui/fact-list';
import { DepartmentSelect } from '../../shared/ui/reference-select';

interface RecordDialogProps {
  day: ReceptionDay;
  onRecorded: () => void;
  onClose: () => void;
}

interface PromiseValues {
  case_id?: string;
  department_id: string;
  text: string;
  due_on: string;
}

interface Values {
  appointment_id?: string;
  people_count?: number;
  note?: string;
  cases?: ChosenCase[];
  new_case?: { title: string; narrative: string; name: string; phone?: string };
  promises?: PromiseValues[];
}

/** What was received: cases linked or one registered with it, and what was promised. */
export function RecordDialog({ day, onRecorded, onClose }: RecordDialogProps) {
  const { t } = useTranslation();
  const mayRegister = useMe().nav.includes('register');
  const [isNew, setIsNew] = useState(false);
  const [made, setMade] = useState<Reception | null>(null);
  // Known before the state is: a dialog that closes itself asks at once.
  const hasReceipt = useRef(false);
  if (made?.receipt) {
    return (
      <Dialog
        title={t('receptions.receipt')}
        footer={
          <Button type="primary" onClick={onClose}>
            {t('common.close')}
          </Button>
        }
        onCancel={onClose}
      >
        <Alert type="info" showIcon title={t('receptions.receiptHelp')} />
        <FactList
          facts={[
            [t('tasks.case'), made.receipt.case_no],
            [t('receptions.trackingCode'), made.receipt.tracking_code],
          ]}
        />
      </Dialog>
    );
  }
  const booked = day.appointments.filter(({ state }) => state === 'booked');
  return (
    <CreateDialog<Values, Reception>
      form="receptions_record"
      title={t('receptions.record')}
      initialValues={{ people_count: 1 }}
      create={(values, header) =>
        unwrap(
          client.POST('/api/v1/receptions/days/{id}/receptions', {
            params: { path: { id: day.id }, header },
            body: bodyOf(values, isNew),
          }),
        )
      }
      onCreated={(reception) => {
        hasReceipt.current = Boolean(reception.receipt);
        setMade(reception);
        onRecorded();
      }}
      // With a receipt to be handed out the dialog stays until it was seen.
      onClose={() => {
        if (!hasReceipt.current) onClose();
      }}
    >
      {booked.length > 0 && (
        <Form.Item name="appointment_id" label={t('receptions.appointment')}>
          <Select
            allowClear
            options={booked.map(({ id, slot_no, subject }) => ({
              value: id,
              label: `${slot_no} ${subject ?? ''}`,
            }))}
          />
        </Form.Item>
      )}
      <Form.Item name="people_count" label={t('receptions.people')}>
        <InputNumber min={1} max={10_000} precision={0} />
      </Form.Item>
      <Form.Item name="cases" label={t('receptions.linkedCases')}>
        <CaseSelect multiple />
      </Form.Item>
      {mayRegister && (
        <Checkbox checked={isNew} onChange={(event) => setIsNew(event.target.checked)}>
          {t('receptions.registerNew')}
        </Checkbox>
      )}
      {isNew && <NewCaseFields />}
      <Form.Item name="note" label={t('receptions.said')} extra={t('tasks.noNumbers')}>
        <Input.TextArea rows={3} maxLength={1000} showCount />
      </Form.Item>
      <Promises isNew={isNew} />
    </CreateDialog>
  );
}

function bodyOf(values: Values, isNew: boolean): RecordReception {
  const { appointment_id, people_count, note, cases = [], new_case, promises = [] } = values;
  return {
    ...(appointment_id && { appointment_id }),
    ...(people_count && { people_count }),
    ...(note?.trim() && { note: note.trim() }),
    case_ids: cases.map(({ value }) => value),
    ...(isNew &&
      new_case && {
        new_case: {
          title: new_case.title,
          narrative: new_case.narrative,
          channel: 'walk_in' as const,
          parties: [
            {
              role: 'applicant' as const,
              kind: 'person' as const,
              name: new_case.name,
              ...(new_case.phone?.trim() && { phone: new_case.phone.trim() }),
            },
          ],
        },
      }),
    promises: promises.map(({ case_id, ...promise }) => ({
      ...promise,
      ...(case_id && { case_id }),
    })),
  };
}

/** The least the ordinary intake asks for; the rest is added on the case. */
function NewCaseFields() {
  const { t } = useTranslation();
  const item = (name: 'title' | 'narrative' | 'name', label: string) => ({
    name: ['new_case', name],
    label,
    rules: [{ required: true, whitespace: true, message: t('common.required', { label }) }],
  });
  return (
    <>
      <Form.Item {...item('name', t('receptions.applicant'))}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name={['new_case', 'phone']} label={t('receptions.phone')}>
        <Input maxLength={40} autoComplete="off" inputMode="tel" />
      </Form.Item>
      <Form.Item {...item('title', t('receptions.matter'))}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item {...item('narrative', t('receptions.narrative'))}>
        <Input.TextArea rows={3} maxLength={10_000} />
      </Form.Item>
    </>
  );
}

/** What was promised, each by a unit and a day. */
function Promises({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation();
  const cases: ChosenCase[] = Form.useWatch('cases') ?? [];
  const mustChoose = cases.length > 1 || (isNew && cases.length > 0);
  const item = (at: number, name: string, label: string) => ({
    name: [at, name],
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  return (
    <Form.List name="promises">
      {(rows, { add, remove }) => (
        <fieldset>
          <legend>{t('receptions.promises')}</legend>
          {rows.map(({ key, name }) => (
            <div key={key}>
              <Form.Item {...item(name, 'department_id', t('tasks.department'))}>
                <DepartmentSelect />
              </Form.Item>
              <Form.Item {...item(name, 'text', t('receptions.promise'))}>
                <Input.TextArea rows={2} maxLength={500} showCount />
              </Form.Item>
              <DayItem {...item(name, 'due_on', t('tasks.due'))} first={today()} />
              {mustChoose && (
                <Form.Item name={[name, 'case_id']} label={t('tasks.case')}>
                  <Select allowClear options={cases} placeholder={t('receptions.newOne')} />
                </Form.Item>
              )}
              <Button size="small" onClick={() => remove(name)}>
                {t('receptions.dropPromise')}
              </Button>
            </div>
          ))}
          <Button onClick={() => add()}>{t('receptions.addPromise')}</Button>
        </fieldset>
      )}
    </Form.List>
  );
}
