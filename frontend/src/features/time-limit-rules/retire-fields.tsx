import { useQuery } from '@tanstack/react-query';
import { Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { today } from '../../shared/lib/dates';
import { DayItem } from '../../shared/ui/day-item';
import { LimitChangeView } from '../../shared/ui/limit-change-view';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { type AppliesTo, retirementOf, trialKey } from './retirement';

/** The last day, for which limits, why; and what it would do to those that run. */
export function RetireFields({ ruleId }: { ruleId: string }) {
  const { t } = useTranslation();
  const applies_to: AppliesTo = Form.useWatch('applies_to') ?? 'new';
  const valid_to: string | undefined = Form.useWatch('valid_to');
  const isRunning = applies_to === 'running';
  const choices = useEnumOptions('limitAppliesTo');
  const label = t('rules.lastDay');
  const reason = t('rules.why');
  return (
    <>
      <Form.Item name="applies_to" label={t('limitChanges.appliesTo')}>
        <Radio.Group options={choices} />
      </Form.Item>
      {isRunning ? (
        <>
          <p>{t('rules.retireToday', { day: today() })}</p>
          <Form.Item
            name="reason"
            label={reason}
            rules={[
              {
                required: true,
                whitespace: true,
                message: t('common.required', { label: reason }),
              },
            ]}
          >
            <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} />
          </Form.Item>
        </>
      ) : (
        <DayItem
          name="valid_to"
          label={label}
          rules={[{ required: true, message: t('common.requiredChoice', { label }) }]}
          first={today()}
        />
      )}
      <Trial ruleId={ruleId} applies_to={applies_to} valid_to={valid_to} />
    </>
  );
}

interface TrialProps {
  ruleId: string;
  applies_to: AppliesTo;
  valid_to: string | undefined;
}

/** What the server says would happen to the limits that run. */
function Trial({ ruleId, applies_to, valid_to }: TrialProps) {
  const { t } = useTranslation();
  const body = retirementOf({ applies_to, ...(valid_to && { valid_to }) });
  const isWhole = body.valid_to !== '';
  const { data, error, isFetching } = useQuery({
    queryKey: trialKey(ruleId, body),
    enabled: isWhole,
    retry: false,
    gcTime: 0,
    queryFn: ({ signal }) =>
      unwrap(
        client.POST('/api/v1/time-limit-rules/{id}/simulations', {
          params: { path: { id: ruleId }, header: {} },
          body,
          signal,
        }),
      ),
  });
  if (!isWhole) return null;
  if (isFetching) return <p role="status">{t('rules.previewPending')}</p>;
  if (error) return <ProblemAlert error={error} />;
  return data ? <LimitChangeView change={data} /> : null;
}
