import { useInfiniteQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { AssessmentPeriod } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';
import { schemesOptions } from './queries';

interface ClosePeriodDialogProps {
  onClosed: (period: AssessmentPeriod) => void;
  onClose: () => void;
}

interface Values {
  scheme_id: string;
  from_on: string;
}

/** Closes a period that is over; it cannot be undone. */
export function ClosePeriodDialog({ onClosed, onClose }: ClosePeriodDialogProps) {
  const { t } = useTranslation();
  const { data, isPending } = useInfiniteQuery(schemesOptions());
  const schemes = data?.pages.flatMap(({ items }) => items) ?? [];
  const inForce = schemes.filter(({ state }) => state === 'published' || state === 'retired');
  const needed = (label: string) => [{ required: true, message: t('common.required', { label }) }];
  return (
    <CreateDialog<Values, AssessmentPeriod>
      title={t('assessments.closePeriod')}
      create={({ scheme_id, from_on }, header) =>
        unwrap(
          client.POST('/api/v1/assessments/periods', {
            params: { header },
            body: { scheme_id, from_on },
          }),
        )
      }
      onCreated={onClosed}
      onClose={onClose}
    >
      <p>{t('assessments.closeHelp')}</p>
      <Form.Item
        name="scheme_id"
        label={t('nav.assessment_schemes')}
        rules={needed(t('nav.assessment_schemes'))}
      >
        <Select
          loading={isPending}
          options={inForce.map(({ id, name, edition }) => ({
            value: id,
            label: t('assessments.nameAndEdition', { name, edition }),
          }))}
        />
      </Form.Item>
      <DayItem
        name="from_on"
        label={t('assessments.fromOn')}
        rules={needed(t('assessments.fromOn'))}
      />
    </CreateDialog>
  );
}
