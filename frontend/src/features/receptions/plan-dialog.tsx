import { useQuery } from '@tanstack/react-query';
import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { ReceptionDay } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { instantAt, today } from '../../shared/lib/dates';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';
import { leadersOptions } from './queries';

interface PlanDialogProps {
  onPlanned: () => void;
  onClose: () => void;
}

interface Values {
  leader_id: string;
  leader_title?: string;
  held_on: string;
  from: string;
  to: string;
  place: string;
  slots: number;
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** One day of one leader, as a draft. */
export function PlanDialog({ onPlanned, onClose }: PlanDialogProps) {
  const { t } = useTranslation();
  const { data, isPending } = useQuery(leadersOptions());
  const leaders = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const needed = (label: string) => ({ required: true, message: t('common.required', { label }) });
  const time = { pattern: TIME, message: t('receptions.timeFormat') };
  return (
    <CreateDialog<Values, ReceptionDay>
      title={t('receptions.plan')}
      initialValues={{ from: '09:00', to: '12:00', slots: 10 }}
      create={({ held_on, from, to, leader_title, ...values }, header) =>
        unwrap(
          client.POST('/api/v1/receptions/days', {
            params: { header },
            body: {
              ...values,
              ...(leader_title?.trim() && { leader_title: leader_title.trim() }),
              starts_at: instantAt(held_on, from),
              ends_at: instantAt(held_on, to),
            },
          }),
        )
      }
      onCreated={onPlanned}
      onClose={onClose}
    >
      <Form.Item
        name="leader_id"
        label={t('receptions.leader')}
        rules={[needed(t('receptions.leader'))]}
      >
        <Select options={leaders} loading={isPending} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item name="leader_title" label={t('receptions.leaderTitle')}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <DayItem
        name="held_on"
        label={t('receptions.day')}
        rules={[needed(t('receptions.day'))]}
        first={today()}
      />
      <Form.Item
        name="from"
        label={t('receptions.from')}
        rules={[needed(t('receptions.from')), time]}
      >
        <Input maxLength={5} inputMode="numeric" autoComplete="off" />
      </Form.Item>
      <Form.Item name="to" label={t('receptions.to')} rules={[needed(t('receptions.to')), time]}>
        <Input maxLength={5} inputMode="numeric" autoComplete="off" />
      </Form.Item>
      <Form.Item name="place" label={t('receptions.place')} rules={[needed(t('receptions.place'))]}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="slots" label={t('receptions.slots')} rules={[needed(t('receptions.slots'))]}>
        <InputNumber min={1} max={100} precision={0} />
      </Form.Item>
    </CreateDialog>
  );
}
