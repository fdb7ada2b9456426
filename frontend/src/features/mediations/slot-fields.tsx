import { useQuery } from '@tanstack/react-query';
import { Alert, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { today } from '../../shared/lib/dates';
import { DayItem } from '../../shared/ui/day-item';
import { codeText } from '../../shared/ui/problem-text';
import styles from './mediations.module.css';
import { bookingOptions } from './queries';
import { clockTimes, type SlotValues, timesOf } from './slot';

interface SlotFieldsProps {
  caseId: string;
  /** The session that is moved: what it holds itself is free for it. */
  mediationId?: string;
}

const NO_TIME = { starts_at: '', ends_at: '' };

/** Day and hours first; rooms and mediators then say whether they are free, and why not. */
export function SlotFields({ caseId, mediationId }: SlotFieldsProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const form = Form.useFormInstance<SlotValues>();
  const times = timesOf({
    day: Form.useWatch('day', form),
    from: Form.useWatch('from', form),
    to: Form.useWatch('to', form),
  } as SlotValues);
  const query = useQuery({
    ...bookingOptions(caseId, times ?? NO_TIME, mediationId),
    enabled: times !== undefined,
    staleTime: 0,
  });
  const options = query.data;
  const required = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.requiredChoice', { label }) }],
  });
  const hours = clockTimes.map((value) => ({ value, label: value }));
  const named = (name: string, obstacle: string | null | undefined) =>
    obstacle ? t('mediations.because', { name, why: codeText(obstacle) }) : name;
  return (
    <>
      <DayItem name="day" first={today()} {...required(t('mediations.day'))} />
      <div className={styles.pair}>
        <Form.Item name="from" {...required(t('mediations.from'))}>
          <Select showSearch options={hours} />
        </Form.Item>
        <Form.Item name="to" {...required(t('mediations.to'))}>
          <Select showSearch options={hours} />
        </Form.Item>
      </div>
      {options?.obstacle && (
        <Alert type="warning" showIcon title={codeText(options.obstacle)} className="form-notice" />
      )}
      <Form.Item name="room_id" {...required(t('mediations.room'))}>
        <Select
          loading={query.isFetching}
          disabled={!options}
          notFoundContent={t('mediations.noRooms')}
          options={(options?.rooms ?? []).map(({ room, obstacle, seats, is_video }) => ({
            value: room.id,
            label: named(
              t(is_video ? 'mediations.videoSeats' : 'mediations.seats', {
                name: room.name,
                count: seats,
              }),
              obstacle,
            ),
            disabled: Boolean(obstacle),
          }))}
        />
      </Form.Item>
      <Form.Item name="mediator_ids" {...required(t('mediations.mediators'))}>
        <Select
          mode="multiple"
          maxCount={5}
          loading={query.isFetching}
          disabled={!options}
          notFoundContent={t('mediations.noMediators')}
          optionFilterProp="label"
          options={(options?.mediators ?? []).map(({ mediator, obstacle, kind }) => ({
            value: mediator.id,
            label: named(`${mediator.person.name}（${enumName('mediatorKind', kind)}）`, obstacle),
            disabled: Boolean(obstacle),
          }))}
        />
      </Form.Item>
    </>
  );
}
