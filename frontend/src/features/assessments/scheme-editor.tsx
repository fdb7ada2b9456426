import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import type { AssessmentScheme, NewAssessmentScheme } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { Dialog } from '../../shared/ui/dialog';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import styles from './assessments.module.css';
import { FormulaCheck } from './formula-check';
import { sourcesOptions } from './queries';

type SchemeValues = Omit<NewAssessmentScheme, 'follows_id' | 'center_id'>;

interface SchemeEditorProps {
  /** The draft that is changed. */
  draft?: AssessmentScheme;
  /** The version the new one follows. */
  follows?: AssessmentScheme;
  onSaved: (scheme: AssessmentScheme) => void;
  onClose: () => void;
}

/** A scheme with its indicators: what is wrong is said by the server, in its place. */
export function SchemeEditor({ draft, follows, onSaved, onClose }: SchemeEditorProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const idempotencyKey = useIdempotencyKey();
  const [form] = Form.useForm<SchemeValues>();
  const [others, setOthers] = useState<string[]>([]);
  const base = draft ?? follows;
  const save = useMutation({
    mutationFn: (values: SchemeValues) => {
      if (draft) {
        const { name, indicators, appeal_days, close_after_days } = values;
        return unwrap(
          client.PATCH('/api/v1/assessment-schemes/{id}', {
            params: { path: { id: draft.id }, header: ifMatch(draft.version) },
            body: { name, indicators, appeal_days, close_after_days },
          }),
        );
      }
      const body = { ...values, ...(follows && { follows_id: follows.id }) };
      const header = idempotencyKey(body);
      return unwrap(client.POST('/api/v1/assessment-schemes', { params: { header }, body }));
    },
    onSuccess: (scheme) => {
      notices.success(t('common.saved'));
      onSaved(scheme);
      onClose();
    },
    onError: (error) => setOthers(placeProblem(form, error)),
  });
  return (
    <Dialog
      width={900}
      title={t(draft ? 'assessments.editScheme' : 'assessments.newScheme')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {save.error && <ProblemAlert error={save.error} />}
      {others.length > 0 && (
        <ul>
          {others.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <Form
        form={form}
        layout="vertical"
        initialValues={valuesOf(base)}
        onFinish={(values) => {
          setOthers([]);
          save.mutate(values);
        }}
      >
        <SchemeFields isFixed={base !== undefined} />
        <Indicators />
      </Form>
      <FormulaCheck />
    </Dialog>
  );
}

function valuesOf(base: AssessmentScheme | undefined): Partial<SchemeValues> {
  if (!base) {
    return {
      subject: 'department',
      period_kind: 'quarter',
      appeal_days: 5,
      close_after_days: 7,
      indicators: [{ source: 'sign_for', weight: 100, formula: '100 * share' }],
    };
  }
  const { name, subject, period_kind, appeal_days, close_after_days, indicators } = base;
  return {
    name,
    subject,
    period_kind,
    appeal_days,
    close_after_days,
    indicators: indicators.map(({ source, weight, formula }) => ({ source, weight, formula })),
  };
}

function SchemeFields({ isFixed }: { isFixed: boolean }) {
  const { t } = useTranslation();
  const subjects = useEnumOptions('assessmentSubject');
  const kinds = useEnumOptions('assessmentPeriodKind');
  const needed = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  return (
    <>
      <Form.Item name="name" {...needed(t('assessments.name'))}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <div className={styles.filters}>
        <Form.Item name="subject" {...needed(t('assessments.subject'))}>
          <Select options={subjects} disabled={isFixed} />
        </Form.Item>
        <Form.Item name="period_kind" {...needed(t('assessments.periodKind'))}>
          <Select options={kinds} disabled={isFixed} />
        </Form.Item>
        <Form.Item name="appeal_days" {...needed(t('assessments.appealDays'))}>
          <InputNumber min={1} max={30} precision={0} />
        </Form.Item>
        <Form.Item name="close_after_days" {...needed(t('assessments.closeAfterDays'))}>
          <InputNumber min={0} max={60} precision={0} />
        </Form.Item>
      </div>
    </>
  );
}

/** The indicators, each a kind of facts, a weight and a formula. */
function Indicators() {
  const { t } = useTranslation();
  const sources = useQuery(sourcesOptions()).data?.items ?? [];
  const options = sources.map(({ source, name }) => ({ value: source, label: name }));
  const needed = (label: string) => [{ required: true, message: t('common.required', { label }) }];
  return (
    <fieldset className={styles.panel}>
      <legend>{t('assessments.indicators')}</legend>
      <p className={styles.soft}>{t('assessments.formulaHelp')}</p>
      <Form.List name="indicators">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className={styles.indicator} data-testid="indicator">
                <Form.Item
                  name={[name, 'source']}
                  label={t('assessments.facts')}
                  rules={needed(t('assessments.facts'))}
                >
                  <Select options={options} />
                </Form.Item>
                <Form.Item
                  name={[name, 'weight']}
                  label={t('assessments.weight')}
                  rules={needed(t('assessments.weight'))}
                >
                  <InputNumber min={1} max={100} precision={0} />
                </Form.Item>
                <Form.Item
                  name={[name, 'formula']}
                  label={t('assessments.formula')}
                  rules={needed(t('assessments.formula'))}
                >
                  <Input maxLength={300} autoComplete="off" spellCheck={false} />
                </Form.Item>
                <Button
                  type="text"
                  aria-label={t('assessments.removeIndicator', { number: name + 1 })}
                  onClick={() => remove(name)}
                >
                  ×
                </Button>
              </div>
            ))}
            <Button disabled={fields.length >= 12} onClick={() => add({ weight: 10 })}>
              {t('assessments.addIndicator')}
            </Button>
          </>
        )}
      </Form.List>
      <details>
        <summary>{t('assessments.definitions')}</summary>
        <dl>
          {sources.map(({ source, name, definition }) => (
            <div key={source}>
              <dt>{name}</dt>
              <dd className={styles.soft}>{definition}</dd>
            </div>
          ))}
        </dl>
      </details>
    </fieldset>
  );
}
