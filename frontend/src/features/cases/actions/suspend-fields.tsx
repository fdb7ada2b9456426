import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  CodeField,
  DateField,
  DaysField,
  EnumField,
  LineField,
  PastDayField,
  TextField,
  YesNoField,
} from './action-fields';

/** The reason of the code set that waits for a procedure of the law, which is then named. */
const PROCEDURE = 'procedure';

interface SuspendFieldsProps {
  /** Days for which the department may still stop it by itself. */
  left?: number | null;
  /** Whether a stop is asked for, with the reason for whoever decides. */
  asks?: boolean;
}

export function SuspendFields({ asks = false, left }: SuspendFieldsProps) {
  const { t } = useTranslation();
  const reason = Form.useWatch<string | undefined>('reason_code');
  return (
    <>
      <CodeField name="reason_code" set="suspend_reason" />
      {reason === PROCEDURE && (
        <>
          <EnumField name="procedure" group="procedure" />
          <LineField name="external_no" />
          <PastDayField name="accepted_on" />
        </>
      )}
      <DateField name="until_on" />
      {typeof left === 'number' && <p>{t('cases.stop.left', { count: left })}</p>}
      <TextField name={asks ? 'reason' : 'note'} required={asks} />
    </>
  );
}

/** Whether a stop is granted, and until which other day than was asked for. */
export function DecideStopFields() {
  const approve = Form.useWatch<boolean | undefined>('approve');
  return (
    <>
      <YesNoField name="approve_stop" as="approve" required />
      {approve && <DateField name="until_on" />}
    </>
  );
}

/** What became known of the procedure a case waits for. */
export function ProcedureFields() {
  const days = Form.useWatch<number | undefined>('extended_days');
  return (
    <>
      <PastDayField name="accepted_on" />
      <LineField name="external_no" />
      <DaysField name="extended_days" required={false} />
      {days && <PastDayField name="extended_on" required />}
      <TextField name="note" />
    </>
  );
}
