import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCodeOptions } from '../../shared/api/reference';
import type { RuleAction } from '../../shared/api/types';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { DepartmentSelect } from '../../shared/ui/reference-select';
import styles from './automation-rules.module.css';
import type { Unfinished } from './rule-values';

const ACTIONS = ['definition', 'actions'];
const MOST = 5;

/** What the rule does, in this order. */
export function ActionFields() {
  const { t } = useTranslation();
  return (
    <Form.List name={ACTIONS}>
      {(actions, { add, remove }) => (
        <>
          {actions.map(({ key, name }) => (
            <ActionPart key={key} name={name} onRemove={() => remove(name)} />
          ))}
          {actions.length < MOST && (
            <Button onClick={() => add({ kind: 'note' })}>{t('automation.action.add')}</Button>
          )}
        </>
      )}
    </Form.List>
  );
}

function ActionPart({ name, onRemove }: { name: number; onRemove: () => void }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const at = [...ACTIONS, name];
  const action: Unfinished<RuleAction> | undefined =
    Form.useWatch(at, form) ?? form.getFieldValue(at);
  const kinds = useEnumOptions('ruleAction');
  const levels = useEnumOptions('level');
  const roles = useEnumOptions('role');
  const recipients = useEnumOptions('ruleRecipient');
  const grounds = useCodeOptions('supervision_ground');
  const required = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  return (
    <fieldset className={styles.group} aria-label={t('automation.action.kind')}>
      <div className={styles.row}>
        <Form.Item name={[name, 'kind']}>
          <Select options={kinds} aria-label={t('automation.action.kind')} />
        </Form.Item>
        <Button onClick={onRemove} aria-label={t('automation.action.remove')}>
          ×
        </Button>
      </div>
      {action?.kind === 'set_level' && (
        <Form.Item name={[name, 'level']} {...required(t('automation.action.level'))}>
          <Select options={levels} />
        </Form.Item>
      )}
      {action?.kind === 'dispatch' && (
        <>
          <Form.Item name={[name, 'department_id']} {...required(t('automation.action.lead'))}>
            <DepartmentSelect />
          </Form.Item>
          <Form.Item name={[name, 'assist_department_ids']} label={t('automation.action.assists')}>
            <DepartmentSelect multiple />
          </Form.Item>
          <Form.Item name={[name, 'text']} label={t('automation.action.note')}>
            <Input.TextArea autoSize maxLength={500} />
          </Form.Item>
        </>
      )}
      {action?.kind === 'add_assist' && (
        <>
          <Form.Item name={[name, 'department_id']} {...required(t('automation.action.assist'))}>
            <DepartmentSelect />
          </Form.Item>
          <Form.Item name={[name, 'text']} {...required(t('automation.action.task'))}>
            <Input.TextArea autoSize maxLength={500} />
          </Form.Item>
          <Form.Item name={[name, 'due_in_days']} label={t('automation.action.due_in_days')}>
            <InputNumber min={1} max={365} precision={0} />
          </Form.Item>
        </>
      )}
      {action?.kind === 'note' && (
        <>
          <Form.Item name={[name, 'role']} label={t('automation.action.lookRole')}>
            <Select allowClear options={roles} />
          </Form.Item>
          <Form.Item name={[name, 'department_id']} label={t('automation.action.lookDepartment')}>
            <DepartmentSelect />
          </Form.Item>
          <Form.Item name={[name, 'text']} {...required(t('automation.action.look'))}>
            <Input.TextArea autoSize maxLength={500} />
          </Form.Item>
        </>
      )}
      {action?.kind === 'notify' && (
        <Form.Item
          name={[name, 'recipient']}
          {...required(t('automation.action.recipient'))}
          extra={t('automation.action.recipientHelp')}
        >
          <Select options={recipients} />
        </Form.Item>
      )}
      {action?.kind === 'issue_order' && (
        <>
          <Form.Item name={[name, 'ground_code']} {...required(t('automation.action.ground'))}>
            <Select options={grounds} />
          </Form.Item>
          <Form.Item
            name={[name, 'reply_working_days']}
            {...required(t('automation.action.replyDays'))}
            extra={t('automation.action.orderHelp')}
          >
            <InputNumber min={1} max={30} precision={0} />
          </Form.Item>
        </>
      )}
    </fieldset>
  );
}
