import { Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type EnumGroup, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { DayItem } from '../../shared/ui/day-item';
import { CaseTypeSelect } from '../../shared/ui/reference-select';
import { RulePreview } from './rule-preview';

/** The fields of a version. What a code watches stays the same, so it is not asked again. */
export function RuleFields({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation();
  const clock = Form.useWatch<string | undefined>('clock');
  const source = t('rules.source');
  const amount = t('rules.days');
  return (
    <>
      <Form.Item
        name="code"
        label={t('rules.code')}
        extra={isNew && t('rules.codeHelp')}
        rules={[{ required: true, pattern: /^[a-z][a-z0-9_]*$/, message: t('rules.codeWrong') }]}
      >
        <Input maxLength={60} autoComplete="off" readOnly={!isNew} />
      </Form.Item>
      <ChoiceField name="clock" label={t('rules.clock')} group="clock" disabled={!isNew} />
      {clock === 'statutory' && (
        <>
          <ChoiceField
            name="procedure"
            label={t('rules.procedure')}
            group="procedure"
            disabled={!isNew}
          />
          <Form.Item name="extension" label={t('rules.extension')}>
            <InputNumber min={1} max={3660} precision={0} />
          </Form.Item>
        </>
      )}
      <ChoiceField name="level" label={t('rules.level')} group="level" optional />
      <Form.Item name="type_code" label={t('rules.type')}>
        <CaseTypeSelect placeholder={t('rules.all')} />
      </Form.Item>
      <ChoiceField name="channel" label={t('rules.channel')} group="channel" optional />
      <Form.Item
        name="amount"
        label={amount}
        rules={[{ required: true, message: t('common.required', { label: amount }) }]}
      >
        <InputNumber min={1} max={3660} precision={0} />
      </Form.Item>
      <ChoiceField name="day_kind" label={t('rules.dayKind')} group="limitDayKind" />
      <ChoiceField name="start" label={t('rules.start')} group="limitStart" />
      <ChoiceField name="roll" label={t('rules.roll')} group="limitRoll" />
      <Form.Item
        name="source"
        label={source}
        rules={[
          { required: true, whitespace: true, message: t('common.required', { label: source }) },
        ]}
      >
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
      <DayField name="valid_from" label={t('rules.validFrom')} required />
      <DayField name="valid_to" label={t('rules.validTo')} />
      <Form.Item name="correction" valuePropName="checked">
        <Checkbox>{t('rules.correction')}</Checkbox>
      </Form.Item>
      <ChoiceField name="applies_to" label={t('limitChanges.appliesTo')} group="limitAppliesTo" />
      <RulePreview />
    </>
  );
}

interface ChoiceFieldProps {
  name: string;
  label: string;
  group: EnumGroup;
  optional?: boolean;
  disabled?: boolean;
}

function ChoiceField({ name, label, group, optional = false, disabled }: ChoiceFieldProps) {
  const { t } = useTranslation();
  const options = useEnumOptions(group);
  const required = { required: true, message: t('common.requiredChoice', { label }) };
  return (
    <Form.Item name={name} label={label} rules={optional ? [] : [required]}>
      <Select
        options={options}
        disabled={disabled ?? false}
        {...(optional && { allowClear: true, placeholder: t('rules.all') })}
      />
    </Form.Item>
  );
}

interface DayFieldProps {
  name: string;
  label: string;
  required?: boolean;
}

function DayField({ name, label, required = false }: DayFieldProps) {
  const { t } = useTranslation();
  return (
    <DayItem
      name={name}
      label={label}
      rules={[{ required, message: t('common.requiredChoice', { label }) }]}
    />
  );
}
