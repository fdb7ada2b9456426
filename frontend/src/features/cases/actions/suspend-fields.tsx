import { Form } from 'antd';
import { CodeField, DateField, EnumField, LineField, TextField } from './action-fields';

/** The reason of the code set that waits for a procedure of the law, which is then named. */
const PROCEDURE = 'procedure';

export function SuspendFields() {
  const reason = Form.useWatch<string | undefined>('reason_code');
  return (
    <>
      <CodeField name="reason_code" set="suspend_reason" />
      {reason === PROCEDURE && (
        <>
          <EnumField name="procedure" group="procedure" />
          <LineField name="external_no" />
        </>
      )}
      <DateField name="until_on" />
      <TextField name="note" />
    </>
  );
}
