import { Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { ProcedureRule } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { tomorrow } from '../../shared/lib/dates';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';

interface RuleValues {
  value: number;
  source: string;
  valid_from: string;
  reason?: string;
}

interface ProcedureRuleDialogProps {
  rule: ProcedureRule;
  onPublished: () => void;
  onClose: () => void;
}

/** The next version of a rule: from a day to come, because what began keeps what it began under. */
export function ProcedureRuleDialog({ rule, onPublished, onClose }: ProcedureRuleDialogProps) {
  const { t } = useTranslation();
  const required = (label: string) => ({
    required: true,
    message: t('common.required', { label }),
  });
  const value = t('procedureRules.value');
  const from = t('rules.validFrom');
  const source = t('rules.source');
  return (
    <CreateDialog<RuleValues, ProcedureRule>
      title={rule.name}
      initialValues={{ value: rule.value, source: rule.source, valid_from: tomorrow() }}
      create={({ reason, ...values }, header) =>
        unwrap(
          client.POST('/api/v1/procedure-rules', {
            params: { header },
            body: {
              ...values,
              code: rule.code,
              ...(reason?.trim() && { reason: reason.trim() }),
            },
          }),
        )
      }
      onCreated={onPublished}
      onClose={onClose}
    >
      <p>{t('procedureRules.keeps')}</p>
      <Form.Item name="value" label={value} rules={[required(value)]}>
        <InputNumber
          min={rule.least}
          max={rule.most}
          precision={0}
          suffix={rule.unit_name}
          style={{ width: '100%' }}
        />
      </Form.Item>
      <DayItem name="valid_from" label={from} first={tomorrow()} rules={[required(from)]} />
      <Form.Item name="source" label={source} rules={[{ ...required(source), whitespace: true }]}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
      <Form.Item name="reason" label={t('rules.why')}>
        <Input maxLength={500} />
      </Form.Item>
    </CreateDialog>
  );
}
