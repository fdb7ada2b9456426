import { useMutation } from '@tanstack/react-query';
import { Form } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isConflict } from '../api/problem';
import { conflictRows } from './conflict-rows';
import { ConflictView } from './conflict-view';
import { Dialog } from './dialog';
import { placeProblem } from './form-problems';
import { useNotices } from './notices';
import { ProblemAlert } from './problem-alert';

interface Versioned {
  version: number;
}

interface EditDialogProps<Values extends object, View extends Versioned> {
  title: string;
  /** The object as it was when editing began. */
  original: View;
  toValues: (view: View) => Values;
  /** Label and text of each field, for comparing versions. */
  describe: (values: Values) => Record<string, ReactNode>;
  reload: () => Promise<View>;
  save: (values: Values, version: number) => Promise<View>;
  onSaved: (saved: View) => void;
  onClose: () => void;
  children: ReactNode;
}

/** Edits an object nobody may overwrite unseen: a stale version is compared field by field. */
export function EditDialog<Values extends object, View extends Versioned>(
  props: EditDialogProps<Values, View>,
) {
  const { title, toValues, describe, reload, save, onSaved, onClose, children } = props;
  const { t } = useTranslation();
  const notices = useNotices();
  const [form] = Form.useForm<Values>();
  // Reloading after a conflict changes the prop; what the person saw must stay.
  const [seen, setSeen] = useState(props.original);
  const [fresh, setFresh] = useState<View | null>(null);

  const edit = useMutation({
    mutationFn: (version: number) => save(form.getFieldsValue(true) as Values, version),
    onSuccess: (saved) => {
      notices.success(t('common.saved'));
      onSaved(saved);
      onClose();
    },
    onError: async (error) => {
      if (isConflict(error)) setFresh(await reload());
      else placeProblem(form, error);
    },
  });

  return (
    <Dialog
      width={fresh ? 820 : 560}
      title={title}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={edit.isPending}
      {...(fresh && { footer: null })}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {edit.error && !fresh && <ProblemAlert error={edit.error} />}
      {fresh && (
        <ConflictView
          rows={conflictRows(
            describe(toValues(seen)),
            describe(toValues(fresh)),
            describe(form.getFieldsValue(true)),
          )}
          pending={edit.isPending}
          onKeepMine={() => {
            setSeen(fresh);
            setFresh(null);
            edit.mutate(fresh.version);
          }}
          onTakeTheirs={() => {
            onSaved(fresh);
            onClose();
          }}
        />
      )}
      <Form
        form={form}
        layout="vertical"
        hidden={fresh !== null}
        initialValues={toValues(seen)}
        onFinish={() => edit.mutate(seen.version)}
      >
        {children}
      </Form>
    </Dialog>
  );
}
