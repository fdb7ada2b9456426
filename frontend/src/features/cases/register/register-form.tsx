import { Alert, Button, Form } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../shared/api/client';
import { useIdempotencyKey } from '../../../shared/api/concurrency';
import { useMe } from '../../../shared/api/session';
import type { CaseView } from '../../../shared/api/types';
import { clearDraft, readDraft, writeDraft } from '../../../shared/lib/local-draft';
import { placeProblem } from '../../../shared/ui/form-problems';
import { ProblemAlert } from '../../../shared/ui/problem-alert';
import { MainFields } from './main-fields';
import { MoreFields } from './more-fields';
import styles from './register.module.css';
import { emptyValues, type RegisterValues, toDraft, toRegisterCase } from './register-values';
import { SimilarPanel } from './similar-panel';

const DRAFT_MS = 500;

interface RegisterFormProps {
  onRegistered: (registered: CaseView) => void;
}

export function RegisterForm({ onRegistered }: RegisterFormProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<RegisterValues>();
  const { restored, discard, forget, keep } = useRegisterDraft(form);
  const [unplaced, setUnplaced] = useState<string[]>([]);
  const idempotencyKey = useIdempotencyKey();
  const register = api.useMutation('post', '/api/v1/cases', {
    onSuccess: (registered) => {
      forget();
      onRegistered(registered);
    },
    onError: (error) => setUnplaced(placeProblem(form, error)),
  });

  const submit = (values: RegisterValues) => {
    const body = toRegisterCase(values);
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
        onValuesChange={keep}
        onFinish={submit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit();
        }}
      >
        {restored && (
          <Alert
            type="info"
            showIcon
            title={t('cases.register.restored')}
            action={<Button onClick={discard}>{t('cases.register.discard')}</Button>}
          />
        )}
        <MainFields form={form} />
        <MoreFields />
        {register.error && <ProblemAlert error={register.error} />}
        {unplaced.length > 0 && <p role="alert">{unplaced.join(t('common.separator'))}</p>}
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

/** Keeps unsent input on this PC, per person and capacity. */
function useRegisterDraft(form: ReturnType<typeof Form.useForm<RegisterValues>>[0]) {
  const me = useMe();
  const name = `register.${me.acting_capacity_id ?? me.user.id}`;
  const [restored, setRestored] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const draft = readDraft<RegisterValues>(name);
    if (!draft) return;
    form.setFieldsValue(draft as Parameters<typeof form.setFieldsValue>[0]);
    setRestored(true);
  }, [form, name]);

  useEffect(() => () => clearTimeout(timer.current), []);

  const keep = (_: unknown, values: RegisterValues) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => writeDraft(name, toDraft(values)), DRAFT_MS);
  };
  const forget = () => {
    clearTimeout(timer.current);
    clearDraft(name);
  };
  const discard = () => {
    forget();
    form.resetFields();
    setRestored(false);
  };
  return { restored, discard, forget, keep };
}
