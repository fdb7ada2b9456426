import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { ReviewMeeting } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { instantAt, today } from '../../shared/lib/dates';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';
import { DepartmentSelect } from '../../shared/ui/reference-select';
import type { MeetingKind } from './meeting-search';
import { chairsOptions } from './queries';

interface CallDialogProps {
  onCalled: (meeting: ReviewMeeting) => void;
  onClose: () => void;
}

interface Values {
  kind: MeetingKind;
  day: string;
  time: string;
  place?: string;
  chair_id?: string;
  department_ids?: string[];
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** A meeting of the centre; its agenda is filled by rule. */
export function CallDialog({ onCalled, onClose }: CallDialogProps) {
  const { t } = useTranslation();
  const kinds = useEnumOptions('meetingKind');
  const { data, isPending } = useQuery(chairsOptions());
  const needed = (label: string) => ({ required: true, message: t('common.required', { label }) });
  return (
    <CreateDialog<Values, ReviewMeeting>
      form="review_meetings_call"
      title={t('meetings.call')}
      initialValues={{ kind: 'weekly', day: today(), time: '14:30' }}
      create={({ day, time, place, chair_id, kind, department_ids = [] }, header) =>
        unwrap(
          client.POST('/api/v1/review-meetings', {
            params: { header },
            body: {
              kind,
              starts_at: instantAt(day, time),
              department_ids,
              ...(place?.trim() && { place: place.trim() }),
              ...(chair_id && { chair_id }),
            },
          }),
        )
      }
      onCreated={onCalled}
      onClose={onClose}
    >
      <Form.Item name="kind" label={t('meetings.kind')} rules={[needed(t('meetings.kind'))]}>
        <Select options={kinds} />
      </Form.Item>
      <DayItem
        name="day"
        label={t('meetings.day')}
        rules={[needed(t('meetings.day'))]}
        first={today()}
      />
      <Form.Item
        name="time"
        label={t('meetings.time')}
        rules={[needed(t('meetings.time')), { pattern: TIME, message: t('receptions.timeFormat') }]}
      >
        <Input maxLength={5} inputMode="numeric" autoComplete="off" />
      </Form.Item>
      <Form.Item name="place" label={t('meetings.place')}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="chair_id" label={t('meetings.chair')} extra={t('meetings.chairHelp')}>
        <Select
          allowClear
          loading={isPending}
          options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="department_ids" label={t('meetings.units')}>
        <DepartmentSelect multiple />
      </Form.Item>
    </CreateDialog>
  );
}
