import { useQuery } from '@tanstack/react-query';
import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { ReceptionDay } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { tomorrow } from '../../shared/lib/dates';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';
import { daysToComeOptions, leadersOptions, reloadDay } from './queries';

/** What may be done to a day by a form of its own. */
export const dayVerbs = ['update', 'ask_swap', 'excuse', 'discard'] as const;
export type DayVerb = (typeof dayVerbs)[number];

interface DayDialogProps {
  verb: DayVerb;
  day: ReceptionDay;
  onDone: () => void;
  onClose: () => void;
}

interface Values {
  place?: string;
  slots?: number;
  reason?: string;
  stand_in_id?: string;
  other_day_id?: string;
}

/** Changes a day in the version that was seen. */
export function DayDialog({ verb, day, onDone, onClose }: DayDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const enumName = useEnumName();
  const facts = (seen: ReceptionDay) => ({
    [t('receptions.leader')]: seen.leader.name,
    [t('receptions.standIn')]: seen.stand_in?.name ?? '',
    [t('receptions.place')]: seen.place,
    [t('receptions.slots')]: String(seen.slots),
    [t('tasks.state')]: enumName('dayState', seen.state),
  });
  return (
    <ActDialog<Values, ReceptionDay, ReceptionDay>
      title={t(`receptions.action.${verb}`)}
      okText={t(`receptions.action.${verb}`)}
      original={day}
      {...(verb === 'update' && { initialValues: { place: day.place, slots: day.slots } })}
      describe={facts}
      mine={(values) => ({
        ...(values.place && { [t('receptions.place')]: values.place }),
        ...(values.slots && { [t('receptions.slots')]: String(values.slots) }),
        ...(values.reason && { [t('tasks.reason')]: values.reason }),
      })}
      reload={() => reloadDay(day.id)}
      isAllowed={(fresh) => fresh.allowed_actions.includes(verb)}
      send={(values, seen) => perform(verb, seen, values)}
      onDone={() => {
        notices.success(t('common.saved'));
        onDone();
      }}
      onTheirs={onDone}
      onClose={onClose}
    >
      <Fields verb={verb} day={day} />
    </ActDialog>
  );
}

function perform(verb: DayVerb, { id, version }: ReceptionDay, values: Values) {
  const params = { path: { id }, header: ifMatch(version) };
  const { place, slots, reason = '', stand_in_id, other_day_id = '' } = values;
  switch (verb) {
    case 'update':
      return unwrap(
        client.PATCH('/api/v1/receptions/days/{id}', {
          params,
          body: { ...(place?.trim() && { place: place.trim() }), ...(slots && { slots }) },
        }),
      );
    case 'ask_swap':
      return unwrap(
        client.POST('/api/v1/receptions/days/{id}/actions/ask_swap', {
          params,
          body: { other_day_id, reason: reason.trim() },
        }),
      );
    case 'excuse':
      return unwrap(
        client.POST('/api/v1/receptions/days/{id}/actions/excuse', {
          params,
          body: { reason: reason.trim(), ...(stand_in_id && { stand_in_id }) },
        }),
      );
    case 'discard':
      return unwrap(client.POST('/api/v1/receptions/days/{id}/actions/discard', { params }));
  }
}

function Fields({ verb, day }: { verb: DayVerb; day: ReceptionDay }) {
  const { t } = useTranslation();
  const needed = (label: string) => ({
    required: true,
    whitespace: true,
    message: t('common.required', { label }),
  });
  if (verb === 'discard') return <p>{t('receptions.discardHelp')}</p>;
  if (verb === 'update') {
    return (
      <>
        <Form.Item
          name="place"
          label={t('receptions.place')}
          rules={[needed(t('receptions.place'))]}
        >
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="slots" label={t('receptions.slots')}>
          <InputNumber min={1} max={100} precision={0} />
        </Form.Item>
      </>
    );
  }
  return (
    <>
      {verb === 'ask_swap' ? <OtherDay day={day} /> : <StandIn day={day} />}
      <Form.Item
        name="reason"
        label={t('tasks.reason')}
        extra={t('tasks.noNumbers')}
        rules={[needed(t('tasks.reason'))]}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
    </>
  );
}

/** Another leader's day to come. */
function OtherDay({ day }: { day: ReceptionDay }) {
  const { t } = useTranslation();
  const { data, isPending } = useQuery(daysToComeOptions(tomorrow()));
  const label = t('receptions.otherDay');
  const others = (data?.items ?? []).filter(
    ({ leader, center }) => leader.id !== day.leader.id && center.id === day.center.id,
  );
  return (
    <Form.Item
      name="other_day_id"
      label={label}
      extra={t('receptions.swapHelp')}
      rules={[{ required: true, message: t('common.requiredChoice', { label }) }]}
    >
      <Select
        loading={isPending}
        options={others.map(({ id, held_on, leader }) => ({
          value: id,
          label: `${held_on} ${leader.name}`,
        }))}
      />
    </Form.Item>
  );
}

function StandIn({ day }: { day: ReceptionDay }) {
  const { t } = useTranslation();
  const { data, isPending } = useQuery(leadersOptions());
  const others = (data?.items ?? []).filter(({ id }) => id !== day.leader.id);
  return (
    <Form.Item
      name="stand_in_id"
      label={t('receptions.standIn')}
      extra={t('receptions.standInHelp')}
    >
      <Select
        allowClear
        loading={isPending}
        options={others.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  );
}
