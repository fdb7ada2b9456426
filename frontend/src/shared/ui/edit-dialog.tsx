import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from './act-dialog';
import { useNotices } from './notices';
import type { Described } from './use-versioned-form';

interface Versioned {
  version: number;
}

interface EditDialogProps<Values extends object, View extends Versioned> {
  title: string;
  /** The object as it was when editing began. */
  original: View;
  toValues: (view: View) => Values;
  describe: (values: Values) => Described;
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
  const { title, original, toValues, describe, reload, save, onSaved, onClose, children } = props;
  const { t } = useTranslation();
  const notices = useNotices();
  return (
    <ActDialog<Values, View, View>
      title={title}
      okText={t('common.save')}
      original={original}
      initialValues={toValues(original)}
      describe={(view) => describe(toValues(view))}
      mine={describe}
      reload={reload}
      send={(values, seen) => save(values, seen.version)}
      onDone={(saved) => {
        notices.success(t('common.saved'));
        onSaved(saved);
      }}
      onTheirs={onSaved}
      onClose={onClose}
    >
      {children}
    </ActDialog>
  );
}
