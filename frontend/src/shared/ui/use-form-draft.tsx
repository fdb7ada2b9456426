import { Alert, Button, type FormInstance } from 'antd';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session, useMe } from '../api/session';
import { clearDraft, readDraft, writeDraft } from '../lib/local-draft';
import { useUndo } from './use-undo';

const STILL_MS = 500;

interface FormDraft<Values> {
  /** For the form's `onValuesChange`. */
  keep: (changed: unknown, values: Values) => void;
  /** Once the input was sent. */
  forget: () => void;
  /** Says that earlier input came back, and empties the form when asked. */
  notice: ReactNode;
}

/**
 * Keeps unsent input of the account in this tab, per capacity: it outlives a reload, and an ended
 * session until somebody else signs in. `toDraft` leaves out what is not kept even there.
 */
export function useFormDraft<Values extends object>(
  form: FormInstance<Values>,
  formName: string,
  toDraft: (values: Values) => object = (values) => values,
): FormDraft<Values> {
  const { t } = useTranslation();
  const me = useMe();
  const undo = useUndo();
  const owner = me.user.id;
  const name = `${formName}.${me.acting_capacity_id ?? 'none'}`;
  const [restored, setRestored] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(() => {});

  const restore = useCallback(
    (draft: object) => {
      form.setFieldsValue(draft as Parameters<typeof form.setFieldsValue>[0]);
      setRestored(true);
    },
    [form],
  );

  useEffect(() => {
    const draft = readDraft<Values>(owner, name);
    if (draft) restore(draft);
  }, [restore, owner, name]);

  useEffect(() => {
    const write = () => latest.current();
    // A reload within the half second loses nothing either.
    window.addEventListener('pagehide', write);
    return () => {
      window.removeEventListener('pagehide', write);
      clearTimeout(timer.current);
      // Who signed out leaves nothing behind; whose session ended finds everything again.
      if (session.get() || session.endedBy() === 'server') write();
    };
  }, []);

  const keep = (_: unknown, values: Values) => {
    clearTimeout(timer.current);
    latest.current = () => {
      writeDraft(owner, name, toDraft(values));
      latest.current = () => {};
    };
    timer.current = setTimeout(() => latest.current(), STILL_MS);
  };
  const forget = () => {
    clearTimeout(timer.current);
    latest.current = () => {};
    clearDraft(owner, name);
  };
  const discard = () => {
    const values = form.getFieldsValue();
    forget();
    form.resetFields();
    setRestored(false);
    undo(t('common.emptied'), () => {
      restore(values);
      writeDraft(owner, name, toDraft(values));
    });
  };

  const notice = restored && (
    <Alert
      type="info"
      showIcon
      className="form-notice"
      title={t('common.restored')}
      action={
        <Button size="small" onClick={discard}>
          {t('common.discard')}
        </Button>
      }
    />
  );
  return { keep, forget, notice };
}
