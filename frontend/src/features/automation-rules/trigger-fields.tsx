import { Checkbox, Form, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RuleTrigger } from '../../shared/api/types';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import styles from './automation-rules.module.css';
import type { RuleValues } from './rule-values';

const at = <Member extends keyof RuleTrigger>(
  member: Member,
): ['definition', 'trigger', Member] => ['definition', 'trigger', member];

/** When the rule looks. */
export function TriggerFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<RuleValues>();
  const kind = Form.useWatch(at('kind'), form);
  const kinds = useEnumOptions('triggerKind');
  const events = useEnumOptions('triggerEvent');
  const clocks = useEnumOptions('clock');
  const sides = useEnumOptions('triggerSide');
  const units = useEnumOptions('triggerUnit');
  const statuses = useEnumOptions('status').filter(({ value }) => !ended.includes(value));
  const choice = (member: 'events' | 'clock' | 'side' | 'status' | 'unit' | 'amount') => {
    const label = t(`automation.trigger.${member}`);
    const message = t('common.requiredChoice', { label });
    return { name: at(member), label, rules: [{ required: true, message }] };
  };
  return (
    <>
      <Form.Item name={at('kind')} label={t('automation.trigger.kind')}>
        <Select options={kinds} />
      </Form.Item>
      {kind === 'event' && (
        <Form.Item {...choice('events')}>
          <Select mode="multiple" options={events} optionFilterProp="label" />
        </Form.Item>
      )}
      {kind !== 'event' && (
        <>
          <div className={styles.row}>
            {kind === 'limit' && (
              <>
                <Form.Item {...choice('clock')}>
                  <Select options={clocks} />
                </Form.Item>
                <Form.Item {...choice('side')}>
                  <Select options={sides} />
                </Form.Item>
              </>
            )}
            {kind === 'standing' && (
              <Form.Item {...choice('status')}>
                <Select options={statuses} />
              </Form.Item>
            )}
            <Form.Item {...choice('amount')}>
              <InputNumber min={0} max={999} precision={0} style={{ width: '100%' }} />
            </Form.Item>
            <Form.Item {...choice('unit')}>
              <Select options={units} />
            </Form.Item>
          </div>
          <Form.Item name={at('in_working_hours')} valuePropName="checked">
            <Checkbox>{t('automation.trigger.in_working_hours')}</Checkbox>
          </Form.Item>
        </>
      )}
    </>
  );
}

/** Nothing more can happen to a case there. */
const ended = ['archived', 'not_accepted', 'withdrawn', 'merged'];
