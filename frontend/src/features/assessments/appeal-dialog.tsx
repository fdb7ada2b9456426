import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { Assessment } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { formatInstant } from '../../shared/lib/dates';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { failedOptions } from './queries';

interface AppealDialogProps {
  result: Assessment;
  onMade: (result: Assessment) => void;
  onClose: () => void;
}

interface Values {
  fact_ids?: string[];
  reason?: string;
}

/** Says which failed facts are not so, and why. */
export function AppealDialog({ result, onMade, onClose }: AppealDialogProps) {
  const { t } = useTranslation();
  const { data, isPending } = useQuery(failedOptions(result.id));
  const open = (data?.items ?? []).filter(({ ruling }) => !ruling || ruling === 'stands');
  const needed = (label: string) => ({ required: true, message: t('common.required', { label }) });
  return (
    <CreateDialog<Values, Assessment>
      title={t('assessments.makeAppeal')}
      create={({ fact_ids = [], reason = '' }, header) =>
        unwrap(
          client.POST('/api/v1/assessments/{id}/appeals', {
            params: { path: { id: result.id }, header },
            body: { fact_ids, reason: reason.trim() },
          }),
        )
      }
      onCreated={onMade}
      onClose={onClose}
    >
      <p>{t('assessments.appealHelp', { until: result.period.appeal_until_on })}</p>
      <Form.Item
        name="fact_ids"
        label={t('assessments.whichFacts')}
        rules={[{ ...needed(t('assessments.whichFacts')), type: 'array', max: 20 }]}
      >
        <Checkbox.Group
          disabled={isPending}
          options={open.map((fact) => ({
            value: fact.id,
            label: [
              fact.source_name,
              fact.duty_day
                ? `${fact.duty_day.date} ${fact.duty_day.post_name}`
                : (fact.case?.case_no ?? fact.object_id.slice(-8)),
              formatInstant(fact.settled_at),
            ].join(' '),
          }))}
        />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('assessments.reason')}
        extra={t('assessments.noNumbers')}
        rules={[{ ...needed(t('assessments.reason')), whitespace: true }]}
      >
        <Input.TextArea rows={4} maxLength={1000} showCount />
      </Form.Item>
    </CreateDialog>
  );
}
