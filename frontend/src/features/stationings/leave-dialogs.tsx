import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { useMe } from '../../shared/api/session';
import type { Leave, NewLeave } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { today } from '../../shared/lib/dates';
import { ActDialog } from '../../shared/ui/act-dialog';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';
import { useNotices } from '../../shared/ui/notices';

interface ReportLeaveDialogProps {
  onReported: () => void;
  onClose: () => void;
}

/** One's own leave. */
export function ReportLeaveDialog({ onReported, onClose }: ReportLeaveDialogProps) {
  const { t } = useTranslation();
  const me = useMe();
  const kinds = useEnumOptions('leaveKind');
  const required = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  return (
    <CreateDialog<NewLeave, Leave>
      title={t('leaves.report')}
      initialValues={{ kind: 'annual', from_on: today(), until_on: today() }}
      create={(values, header) =>
        unwrap(
          client.POST('/api/v1/people/{id}/leaves', {
            params: { path: { id: me.person.id }, header },
            body: values,
          }),
        )
      }
      onCreated={onReported}
      onClose={onClose}
    >
      <Form.Item name="kind" {...required(t('leaves.kind'))}>
        <Select options={kinds} />
      </Form.Item>
      <DayItem name="from_on" {...required(t('leaves.from'))} />
      <DayItem name="until_on" {...required(t('leaves.until'))} />
    </CreateDialog>
  );
}

export const leaveVerbs = ['approve', 'refuse', 'cancel'] as const;
export type LeaveVerb = (typeof leaveVerbs)[number];

interface LeaveDialogProps {
  verb: LeaveVerb;
  leave: Leave;
  onDone: () => void;
  onClose: () => void;
}

/** Decides on a leave, or cancels it, in the version that was seen. */
export function LeaveDialog({ verb, leave, onDone, onClose }: LeaveDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const enumName = useEnumName();
  const name = enumName('leaveStep', verb);
  const label = t('leaves.reason');
  const reload = async () => {
    const all = await unwrap(
      client.GET('/api/v1/people/{id}/leaves', {
        params: {
          path: { id: leave.person.id },
          query: { from: leave.from_on, to: leave.until_on },
        },
      }),
    );
    return all.items.find(({ id }) => id === leave.id) ?? leave;
  };
  return (
    <ActDialog<{ note?: string }, Leave, Leave>
      title={`${name} ${leave.person.name}`}
      okText={name}
      original={leave}
      describe={(seen) => ({
        [t('leaves.days')]: t('leaves.span', { from: seen.from_on, until: seen.until_on }),
        [t('leaves.state')]: enumName('leaveState', seen.state),
      })}
      mine={(values) => (values.note ? { [label]: values.note } : {})}
      reload={reload}
      isAllowed={(fresh) => fresh.allowed_actions.includes(verb)}
      send={({ note }, seen) => perform(verb, seen, note?.trim())}
      onDone={() => {
        notices.success(t('common.doneAction', { action: name }));
        onDone();
      }}
      onTheirs={onDone}
      onClose={onClose}
    >
      <p>{t('leaves.span', { from: leave.from_on, until: leave.until_on })}</p>
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

function perform(verb: LeaveVerb, { id, person, version }: Leave, note: string | undefined) {
  const options = {
    params: { path: { id: person.id, leave_id: id }, header: ifMatch(version) },
    body: note ? { note } : {},
  };
  switch (verb) {
    case 'approve':
      return unwrap(client.POST('/api/v1/people/{id}/leaves/{leave_id}/actions/approve', options));
    case 'refuse':
      return unwrap(client.POST('/api/v1/people/{id}/leaves/{leave_id}/actions/refuse', options));
    case 'cancel':
      return unwrap(client.POST('/api/v1/people/{id}/leaves/{leave_id}/actions/cancel', options));
  }
}
