import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { NewStandIn, StandIn } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { today } from '../../shared/lib/dates';
import { ActDialog } from '../../shared/ui/act-dialog';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';
import { useNotices } from '../../shared/ui/notices';
import { owedOptions, reloadStandIn } from './queries';

interface AskStandInDialogProps {
  onAsked: () => void;
  onClose: () => void;
}

/** Asks that somebody who is named for a post stand in for another. */
export function AskStandInDialog({ onAsked, onClose }: AskStandInDialogProps) {
  const { t } = useTranslation();
  return (
    <CreateDialog<NewStandIn, StandIn>
      title={t('standIns.ask')}
      initialValues={{ from_on: today(), until_on: today() }}
      create={(body, header) =>
        unwrap(client.POST('/api/v1/duty-stand-ins', { params: { header }, body }))
      }
      onCreated={onAsked}
      onClose={onClose}
    >
      <StandInFields />
    </CreateDialog>
  );
}

function StandInFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<NewStandIn>();
  const chosen = Form.useWatch<string | undefined>('obligation_id', form);
  const { data, isPending } = useQuery(owedOptions());
  const owed = data?.items ?? [];
  const named = owed.find(({ id }) => id === chosen)?.nominees ?? [];
  const people = named.map(({ person }) => ({ value: person.id, label: person.name }));
  const required = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  return (
    <>
      <Form.Item name="obligation_id" {...required(t('standIns.post'))}>
        <Select
          loading={isPending}
          showSearch={{ optionFilterProp: 'label' }}
          options={owed.map((one) => ({
            value: one.id,
            label: `${one.post.name} · ${one.department.name}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="person_id" {...required(t('standIns.person'))}>
        <Select options={people} />
      </Form.Item>
      <Form.Item name="stand_in_id" {...required(t('standIns.standIn'))}>
        <Select options={people} />
      </Form.Item>
      <DayItem name="from_on" {...required(t('standIns.from'))} />
      <DayItem name="until_on" {...required(t('standIns.until'))} />
      <Form.Item name="reason" {...required(t('standIns.reason'))}>
        <Input.TextArea maxLength={200} rows={2} />
      </Form.Item>
    </>
  );
}

export const standInVerbs = ['approve', 'refuse', 'cancel'] as const;
export type StandInVerb = (typeof standInVerbs)[number];

interface StandInDialogProps {
  verb: StandInVerb;
  standIn: StandIn;
  onDone: () => void;
  onClose: () => void;
}

/** Decides on a stand-in, or cancels it, in the version that was seen. */
export function StandInDialog({ verb, standIn, onDone, onClose }: StandInDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const enumName = useEnumName();
  const name = enumName('standInStep', verb);
  const label = t('standIns.decisionNote');
  const span = t('standIns.span', { from: standIn.from_on, until: standIn.until_on });
  return (
    <ActDialog<{ note?: string }, StandIn, StandIn>
      title={`${name} ${standIn.stand_in.name}`}
      okText={name}
      original={standIn}
      describe={(seen) => ({
        [t('standIns.days')]: t('standIns.span', { from: seen.from_on, until: seen.until_on }),
        [t('standIns.state')]: enumName('standInState', seen.state),
      })}
      mine={(values) => (values.note ? { [label]: values.note } : {})}
      reload={() => reloadStandIn(standIn.id)}
      isAllowed={(fresh) => fresh.allowed_actions.includes(verb)}
      send={({ note }, seen) => perform(verb, seen, note?.trim())}
      onDone={() => {
        notices.success(t('common.doneAction', { action: name }));
        onDone();
      }}
      onTheirs={onDone}
      onClose={onClose}
    >
      <p>
        {standIn.post.name}: {standIn.person.name} → {standIn.stand_in.name}, {span}
      </p>
      {verb !== 'cancel' && (
        <Form.Item
          name="note"
          label={label}
          rules={
            verb === 'refuse'
              ? [{ required: true, whitespace: true, message: t('common.required', { label }) }]
              : []
          }
        >
          <Input.TextArea maxLength={200} rows={3} />
        </Form.Item>
      )}
    </ActDialog>
  );
}

function perform(verb: StandInVerb, { id, version }: StandIn, note: string | undefined) {
  const options = {
    params: { path: { id }, header: ifMatch(version) },
    body: note ? { note } : {},
  };
  switch (verb) {
    case 'approve':
      return unwrap(client.POST('/api/v1/duty-stand-ins/{id}/actions/approve', options));
    case 'refuse':
      return unwrap(client.POST('/api/v1/duty-stand-ins/{id}/actions/refuse', options));
    case 'cancel':
      return unwrap(client.POST('/api/v1/duty-stand-ins/{id}/actions/cancel', options));
  }
}
