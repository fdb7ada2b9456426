import { Button, Form } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../shared/api/client';
import { useIdempotencyKey } from '../../../shared/api/concurrency';
import type { CaseView } from '../../../shared/api/types';
import { useBurden } from '../../../shared/lib/use-burden';
import { FormBasis } from '../../../shared/ui/form-basis';
import { placeProblem } from '../../../shared/ui/form-problems';
import { ProblemAlert } from '../../../shared/ui/problem-alert';
import { useFormDraft } from '../../../shared/ui/use-form-draft';
import { MainFields } from './main-fields';
import { MoreFields } from './more-fields';
import styles from './register.module.css';
import { emptyValues, type RegisterValues, toDraft, toRegisterCase } from './register-values';
import { SimilarPanel } from './similar-panel';

interface RegisterFormProps {
  /** The visit or call it begins with. */
  visitId?: string;
  onRegistered: (registered: CaseView) => void;
}

export function RegisterForm({ visitId, onRegistered }: RegisterFormProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<RegisterValues>();
  const draft = useFormDraft(form, 'register', toDraft);
  const burden = useBurden('register');
  const [unplaced, setUnplaced] = useState<string[]>([]);
  const idempotencyKey = useIdempotencyKey();
  const register = api.useMutation('post', '/api/v1/cases', {
    onSuccess: (registered) => {
      draft.forget();
      burden.sent(registered.type_code);
      onRegistered(registered);
    },
    onError: (error) => {
      burden.refused();
      setUnplaced(placeProblem(form, error));
    },
  });

  const submit = (values: RegisterValues) => {
    const body = { ...toRegisterCase(values), ...(visitId && { visit_id: visitId }) };
    register.mutate({ body, params: { header: idempotencyKey(body) } });
  };

  return (
    <div className={styles.columns}>
      <Form
        form={form}
        layout="vertical"
        size="large"
        initialValues={emptyValues}
        className={styles.form}
        onValuesChange={(changed, values) => {
          burden.keep(changed);
          draft.keep(changed, values);
        }}
        onFinish={submit}
        onKeyDown={(event) => onEnter(event, form.submit)}
      >
        {draft.notice}
        <MainFields form={form} />
        <MoreFields />
        {register.error && <ProblemAlert error={register.error} />}
        {unplaced.length > 0 && <p role="alert">{unplaced.join(t('common.separator'))}</p>}
        <FormBasis form="cases_register" />
        <div className={styles.submit}>
          <Button type="primary" htmlType="submit" loading={register.isPending}>
            {t('cases.register.submit')}
          </Button>
          <span className={styles.hint}>{t('cases.register.submitHint')}</span>
        </div>
      </Form>
      <SimilarPanel form={form} />
    </div>
  );
}

/** Ctrl + Enter sends; Enter alone goes to the next field, as on a form half filled it should. */
function onEnter(event: KeyboardEvent<HTMLFormElement>, submit: () => void): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    submit();
    return;
  }
  const field = event.target as HTMLElement;
  // A select chooses with Enter, a text area begins a line.
  if (!(field instanceof HTMLInputElement) || field.role === 'combobox') return;
  event.preventDefault();
  const fields = [
    ...event.currentTarget.querySelectorAll<HTMLElement>('input, textarea, button[type="submit"]'),
  ].filter((one) => one.offsetParent !== null);
  fields[fields.indexOf(field) + 1]?.focus();
}
