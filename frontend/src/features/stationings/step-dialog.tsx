import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { Stationing } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { ActDialog } from '../../shared/ui/act-dialog';
import { DayItem } from '../../shared/ui/day-item';
import { useNotices } from '../../shared/ui/notices';
import { reloadStationing } from './queries';

/** What may be done to an entry, in the order of its buttons. */
export const stationingVerbs = [
  'admit',
  'refuse',
  'approve_exit',
  'refuse_exit',
  'request_exit',
  'withdraw',
] as const;
export type StationingVerb = (typeof stationingVerbs)[number];

interface Values {
  note?: string;
  last_on?: string;
}

interface StepDialogProps {
  verb: StationingVerb;
  stationing: Stationing;
  onDone: () => void;
  onClose: () => void;
}

/** Takes one step of entry or exit, in the version that was seen. */
export function StepDialog({ verb, stationing, onDone, onClose }: StepDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const enumName = useEnumName();
  const label = t('stationings.reason');
  const isNeeded = ['refuse', 'refuse_exit', 'request_exit'].includes(verb);
  const name = enumName('stationingStep', verb);
  return (
    <ActDialog<Values, Stationing, Stationing>
      title={`${name} ${stationing.person.name}`}
      okText={name}
      original={stationing}
      describe={(seen) => ({
        [t('stationings.person')]: seen.person.name,
        [t('stationings.state')]: enumName('stationingState', seen.state),
        [t('stationings.untilOn')]: seen.until_on,
      })}
      mine={(values) => ({
        ...(values.note && { [label]: values.note }),
        ...(values.last_on && { [t('stationings.lastOn')]: values.last_on }),
      })}
      reload={() => reloadStationing(stationing.id)}
      isAllowed={(fresh) => fresh.allowed_actions.includes(verb)}
      send={(values, { id, version }) => perform(verb, id, version, values)}
      onDone={() => {
        notices.success(t('common.doneAction', { action: name }));
        onDone();
      }}
      onTheirs={onDone}
      onClose={onClose}
    >
      {(verb === 'request_exit' || verb === 'approve_exit') && (
        <DayItem name="last_on" label={t('stationings.lastOn')} />
      )}
      <Form.Item
        name="note"
        label={label}
        rules={
          isNeeded
            ? [{ required: true, whitespace: true, message: t('common.required', { label }) }]
            : []
        }
      >
        <Input.TextArea maxLength={200} rows={3} />
      </Form.Item>
    </ActDialog>
  );
}

function perform(verb: StationingVerb, id: string, version: number, values: Values) {
  const { note, last_on } = values;
  const options = {
    params: { path: { id }, header: ifMatch(version) },
    body: { ...(note?.trim() && { note: note.trim() }), ...(last_on && { last_on }) },
  };
  switch (verb) {
    case 'admit':
      return unwrap(client.POST('/api/v1/stationings/{id}/actions/admit', options));
    case 'refuse':
      return unwrap(client.POST('/api/v1/stationings/{id}/actions/refuse', options));
    case 'withdraw':
      return unwrap(client.POST('/api/v1/stationings/{id}/actions/withdraw', options));
    case 'request_exit':
      return unwrap(client.POST('/api/v1/stationings/{id}/actions/request_exit', options));
    case 'approve_exit':
      return unwrap(client.POST('/api/v1/stationings/{id}/actions/approve_exit', options));
    case 'refuse_exit':
      return unwrap(client.POST('/api/v1/stationings/{id}/actions/refuse_exit', options));
  }
}
