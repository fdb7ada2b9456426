import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog';
import { useVersionedForm, type VersionedFormProps } from './use-versioned-form';

interface ActDialogProps<Values extends object, View, Done>
  extends VersionedFormProps<Values, View, Done> {
  title: string;
  okText: string;
  onClose: () => void;
}

/** Does one thing to an object as this person has seen it. */
export function ActDialog<Values extends object, View, Done>(
  props: ActDialogProps<Values, View, Done>,
) {
  const { title, okText, onDone, onTheirs, onClose } = props;
  const { t } = useTranslation();
  const { body, isStale, isPending, submit } = useVersionedForm<Values, View, Done>({
    ...props,
    onDone: (done) => {
      onDone(done);
      onClose();
    },
    onTheirs: (fresh) => {
      onTheirs(fresh);
      onClose();
    },
  });
  return (
    <Dialog
      width={isStale ? 820 : 560}
      title={title}
      okText={okText}
      cancelText={t('common.cancel')}
      confirmLoading={isPending}
      {...(isStale && { footer: null })}
      onOk={submit}
      onCancel={onClose}
    >
      {body}
    </Dialog>
  );
}
