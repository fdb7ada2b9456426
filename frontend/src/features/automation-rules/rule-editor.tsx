import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import { isConflict } from '../../shared/api/problem';
import { centersOptions } from '../../shared/api/reference';
import type { AutomationRule } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { DayItem } from '../../shared/ui/day-item';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { PageHeader } from '../../shared/ui/page-header';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { ActionFields } from './action-fields';
import styles from './automation-rules.module.css';
import { ConditionGroup } from './condition-fields';
import { PreviewPane } from './preview-pane';
import { RuleConflict } from './rule-conflict';
import { type RuleValues, toDefinition } from './rule-values';
import { TriggerFields } from './trigger-fields';

const CONDITION = ['definition', 'condition'];

/** A rule nobody has written yet. */
const blank: RuleValues = {
  definition: {
    trigger: { kind: 'event', events: [] },
    condition: { kind: 'all', of: [] },
    actions: [{ kind: 'note' }],
  },
};

interface RuleEditorProps {
  /** The rule that is changed; none: a new one. */
  rule?: AutomationRule;
  onSaved: (rule: AutomationRule) => void;
  onClose: () => void;
}

/** Writes a rule beside what it would do. */
export function RuleEditor({ rule, onSaved, onClose }: RuleEditorProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const [form] = Form.useForm<RuleValues>();
  // What the person saw when opening: a refresh behind the editor must not hide a conflict.
  const [seen, setSeen] = useState(rule);
  const values = (Form.useWatch([], form) as RuleValues | undefined) ?? blank;
  const { data: centers = [], isPending } = useQuery(centersOptions());
  const idempotencyKey = useIdempotencyKey();
  const save = useMutation({
    mutationFn: (on: AutomationRule | undefined) =>
      send(on, form.getFieldsValue(true) as RuleValues),
    onSuccess: (saved) => {
      notices.success(t('common.saved'));
      onSaved(saved);
    },
    onError: (error) => placeProblem(form, error),
  });
  const send = (
    on: AutomationRule | undefined,
    { center_id = '', name = '', reason, ...rest }: RuleValues,
  ) => {
    const definition = toDefinition(rest);
    if (!on) {
      const body = { center_id, name, definition };
      const header = idempotencyKey(body);
      return unwrap(client.POST('/api/v1/automation-rules', { params: { header }, body }));
    }
    const body = { name, definition, ...(reason?.trim() && { reason }) };
    const params = {
      path: { id: on.id },
      header: { ...ifMatch(on.version), ...idempotencyKey({ ...body, version: on.version }) },
    };
    return unwrap(client.PATCH('/api/v1/automation-rules/{id}', { params, body }));
  };
  const conflict = isConflict(save.error);
  const initial: RuleValues = seen
    ? { center_id: seen.center.id, name: seen.name, definition: seen.definition }
    : blank;
  const center = t('automation.center');
  const name = t('automation.name');
  return (
    <>
      <PageHeader
        title={t(seen ? 'automation.edit' : 'automation.create')}
        actions={<Button onClick={onClose}>{t('common.cancel')}</Button>}
      />
      <div className={styles.columns}>
        <section className={styles.pane}>
          {save.error && !conflict && <ProblemAlert error={save.error} />}
          {seen && conflict && (
            <RuleConflict
              verb="update"
              seen={seen}
              draft={{ name: values.name ?? '', definition: toDefinition(values) }}
              pending={save.isPending}
              onKeepMine={(fresh) => {
                setSeen(fresh);
                save.mutate(fresh);
              }}
              onTakeTheirs={onSaved}
            />
          )}
          <Form
            form={form}
            layout="vertical"
            hidden={conflict}
            initialValues={initial}
            onFinish={() => save.mutate(seen)}
          >
            <h2>{t('automation.part.basics')}</h2>
            <Form.Item
              name="center_id"
              label={center}
              rules={[{ required: true, message: t('common.requiredChoice', { label: center }) }]}
            >
              <Select
                showSearch={{ optionFilterProp: 'label' }}
                disabled={seen !== undefined}
                loading={isPending}
                options={centers.map((one) => ({ value: one.id, label: one.name }))}
              />
            </Form.Item>
            <Form.Item
              name="name"
              label={name}
              rules={[
                {
                  required: true,
                  whitespace: true,
                  message: t('common.required', { label: name }),
                },
              ]}
            >
              <Input maxLength={100} />
            </Form.Item>
            <Form.Item
              name={['definition', 'source']}
              label={t('automation.source')}
              extra={t('automation.sourceHelp')}
            >
              <Input maxLength={500} />
            </Form.Item>
            <div className={styles.row}>
              <DayItem name={['definition', 'valid_from']} label={t('automation.validFrom')} />
              <DayItem name={['definition', 'valid_to']} label={t('automation.validTo')} />
            </div>
            <h2>{t('automation.part.trigger')}</h2>
            <TriggerFields />
            <h2>{t('automation.part.condition')}</h2>
            <ConditionGroup base={CONDITION} at={CONDITION} depth={0} />
            <h2>{t('automation.part.actions')}</h2>
            <ActionFields />
            {seen && (
              <Form.Item name="reason" label={t('automation.changeReason')}>
                <Input maxLength={500} />
              </Form.Item>
            )}
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              {t('common.save')}
            </Button>
          </Form>
        </section>
        <div className={`${styles.pane} ${styles.preview}`}>
          <PreviewPane centerId={values.center_id} definition={toDefinition(values)} />
        </div>
      </div>
    </>
  );
}
