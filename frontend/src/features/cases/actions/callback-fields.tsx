import { Form } from 'antd';
import { TextField, YesNoField } from './action-fields';

/** Two questions only where somebody was reached. */
export function CallbackFields() {
  const reached = Form.useWatch<boolean | undefined>('reached');
  return (
    <>
      <YesNoField name="reached" required />
      {reached && (
        <>
          <YesNoField name="solved" required />
          <YesNoField name="fairly_treated" required />
        </>
      )}
      <TextField name="comment" />
    </>
  );
}
