import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { centersOptions } from '../../shared/api/reference';
import type { RotationPlan } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { addMonths, monthEnds, thisMonth } from '../../shared/lib/dates';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';

interface Values {
  name: string;
  period: { from_on: string; until_on: string };
  center_ids?: string[];
}

interface CreatePlanDialogProps {
  onCreated: (plan: RotationPlan) => void;
  onClose: () => void;
}

/** Draws up a plan; without centres it is for one's own. */
export function CreatePlanDialog({ onCreated, onClose }: CreatePlanDialogProps) {
  const { t } = useTranslation();
  const { data: centers = [], isPending } = useQuery(centersOptions());
  const { from, to } = monthEnds(addMonths(thisMonth(), 1));
  const required = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  return (
    <CreateDialog<Values, RotationPlan>
      title={t('rotation.create')}
      initialValues={{ period: { from_on: from, until_on: to } }}
      create={({ center_ids, ...values }, header) =>
        unwrap(
          client.POST('/api/v1/rotation-plans', {
            params: { header },
            body: { ...values, ...(center_ids?.length && { center_ids }) },
          }),
        )
      }
      onCreated={onCreated}
      onClose={onClose}
    >
      <Form.Item name="name" {...required(t('rotation.name'))}>
        <Input maxLength={100} />
      </Form.Item>
      <DayItem name={['period', 'from_on']} {...required(t('rotation.from'))} />
      <DayItem name={['period', 'until_on']} {...required(t('rotation.until'))} />
      <Form.Item name="center_ids" label={t('rotation.centers')}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          loading={isPending}
          options={centers.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </CreateDialog>
  );
}
