import { Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type CodeSetName, useCodeOptions } from '../../../shared/api/reference';
import type { CaseReferral } from '../../../shared/api/types';
import { type EnumGroup, useEnumOptions } from '../../../shared/i18n/use-enum-name';
import type { zhCN } from '../../../shared/i18n/zh-CN';
import { today, tomorrow } from '../../../shared/lib/dates';
import { DayItem } from '../../../shared/ui/day-item';
import { CaseTypeSelect, DepartmentSelect } from '../../../shared/ui/reference-select';

type FieldName = keyof typeof zhCN.cases.actionField;

interface FieldProps<Name extends FieldName = FieldName> {
  name: Name;
  required?: boolean;
}

/** Label and rule of a field; a choice is chosen, a text is written. */
export function useField(name: FieldName, required: boolean, isChoice: boolean) {
  const { t } = useTranslation();
  const label = t(`cases.actionField.${name}`);
  const message = isChoice
    ? t('common.requiredChoice', { label })
    : t('common.required', { label });
  // `whitespace`, even when false, makes the rule one for texts and refuses a chosen yes or no.
  const rule = { required, message, ...(!isChoice && { whitespace: true }) };
  return { name, label, rules: required ? [rule] : [] };
}

interface TextFieldProps extends FieldProps {
  /** The contract's name, where the label's is more exact. */
  as?: string;
  longest?: number;
}

export function TextField({ name, required = false, as = name, longest = 2000 }: TextFieldProps) {
  return (
    <Form.Item {...useField(name, required, false)} name={as}>
      <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={longest} />
    </Form.Item>
  );
}

/** A text of one line. */
export function LineField({ name, required = false }: FieldProps) {
  return (
    <Form.Item {...useField(name, required, false)}>
      <Input maxLength={100} autoComplete="off" />
    </Form.Item>
  );
}

interface DateFieldProps extends FieldProps<'due_on' | 'until_on' | 'next_review_on'> {
  mayBeToday?: boolean;
}

/** A day to come. */
export function DateField({ name, required = false, mayBeToday = false }: DateFieldProps) {
  const { t } = useTranslation();
  return (
    <DayItem
      {...useField(name, required, true)}
      {...(name !== 'next_review_on' && { extra: t(`cases.actionHint.${name}`) })}
      first={mayBeToday ? today() : tomorrow()}
    />
  );
}

/** A day that has come already. */
export function PastDayField({
  name,
  required = false,
}: FieldProps<'accepted_on' | 'extended_on'>) {
  return <DayItem {...useField(name, required, true)} last={today()} />;
}

interface DaysFieldProps {
  name?: 'days' | 'extended_days';
  required?: boolean;
}

export function DaysField({ name = 'days', required = true }: DaysFieldProps) {
  return (
    <Form.Item {...useField(name, required, true)}>
      <InputNumber min={1} max={3660} precision={0} />
    </Form.Item>
  );
}

interface EnumFieldProps extends FieldProps<'procedure' | 'class'> {
  group: EnumGroup;
}

export function EnumField({ name, group }: EnumFieldProps) {
  const options = useEnumOptions(group);
  return (
    <Form.Item {...useField(name, true, true)}>
      <Select showSearch={{ optionFilterProp: 'label' }} options={options} />
    </Form.Item>
  );
}

export function CaseTypeField() {
  return (
    <Form.Item {...useField('type_code', true, true)}>
      <CaseTypeSelect />
    </Form.Item>
  );
}

export function LevelField({ required = false }: { required?: boolean }) {
  const levels = useEnumOptions('level');
  const field = useField('level', required, true);
  return (
    <Form.Item {...field}>
      <Radio.Group aria-label={field.label} options={levels} optionType="button" />
    </Form.Item>
  );
}

export function OutcomeField() {
  const outcomes = useEnumOptions('outcome');
  return (
    <Form.Item {...useField('outcome', true, true)}>
      <Select options={outcomes} />
    </Form.Item>
  );
}

export function DepartmentField({
  name,
  required = false,
}: FieldProps<'lead_department_id' | 'suggested_department_id' | 'department_id'>) {
  return (
    <Form.Item {...useField(name, required, true)}>
      <DepartmentSelect />
    </Form.Item>
  );
}

/** One of the assistants who are not done. */
export function OpenAssistantField({ among }: { among: CaseReferral[] }) {
  const options = among.map(({ department_id: value, department_name: label }) => ({
    value,
    label,
  }));
  return (
    <Form.Item {...useField('department_id', true, true)}>
      <Select options={options} />
    </Form.Item>
  );
}

export function AssistDepartmentsField() {
  return (
    <Form.Item {...useField('assist_department_ids', false, true)}>
      <DepartmentSelect multiple />
    </Form.Item>
  );
}

interface CodeFieldProps extends FieldProps<'ground_code' | 'method_code' | 'reason_code'> {
  set: CodeSetName;
}

export function CodeField({ name, set }: CodeFieldProps) {
  const codes = useCodeOptions(set);
  return (
    <Form.Item {...useField(name, true, true)}>
      <Select showSearch={{ optionFilterProp: 'label' }} options={codes} />
    </Form.Item>
  );
}

export function CheckField({ name }: FieldProps<'fallback'>) {
  const { label } = useField(name, false, true);
  return (
    <Form.Item name={name} valuePropName="checked">
      <Checkbox>{label}</Checkbox>
    </Form.Item>
  );
}

interface YesNoFieldProps extends FieldProps {
  /** The contract's name, where the label's is more exact. */
  as?: string;
}

export function YesNoField({ name, required = false, as = name }: YesNoFieldProps) {
  const { t } = useTranslation();
  const field = useField(name, required, true);
  return (
    <Form.Item {...field} name={as}>
      <Radio.Group
        aria-label={field.label}
        optionType="button"
        options={[
          { value: true, label: t('common.yes') },
          { value: false, label: t('common.no') },
        ]}
      />
    </Form.Item>
  );
}
