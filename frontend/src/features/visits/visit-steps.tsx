import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Radio, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { useCodeOptions } from '../../shared/api/reference';
import type { Visit } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useDebounced } from '../../shared/lib/use-debounced';
import { useNotices } from '../../shared/ui/notices';
import { DepartmentSelect } from '../../shared/ui/reference-select';
import { useVersionedForm } from '../../shared/ui/use-versioned-form';
import { receiversOptions, visitOptions } from './queries';
import styles from './visits.module.css';

const STILL_MS = 300;

const verbs = ['accept', 'hand_over', 'close'] as const;
type Verb = (typeof verbs)[number];

const names = { hand_over: 'handOver', accept: 'accept', close: 'close' } as const;
const said = { hand_over: 'handedOver', accept: 'accepted', close: 'closed' } as const;

/** What the forms hold; fields that are not shown have no value. */
interface StepValues {
  person_id?: string;
  department_id?: string;
  reason_code?: string;
  guided_department_id?: string;
  note?: string;
}

interface VisitStepsProps {
  visit: Visit;
  onChanged: () => void;
}

/** One form at a time; each is one step of the chain. */
export function VisitSteps({ visit, onChanged }: VisitStepsProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Verb | null>(null);
  const allowed = verbs.filter((verb) => visit.allowed_actions.includes(verb));
  const open = allowed.find((verb) => verb === chosen);
  return (
    <>
      <div className={styles.actions}>
        {allowed.map((verb) =>
          verb === 'accept' ? (
            <Step key={verb} verb={verb} visit={visit} onChanged={onChanged} />
          ) : (
            <Button key={verb} onClick={() => setChosen(verb)}>
              {t(`visits.${names[verb]}`)}
            </Button>
          ),
        )}
      </div>
      {open && open !== 'accept' && (
        <Step
          key={open}
          verb={open}
          visit={visit}
          onChanged={() => {
            setChosen(null);
            onChanged();
          }}
        >
          {open === 'hand_over' ? <HandOverFields visitId={visit.id} /> : <CloseFields />}
          <Form.Item name="note" label={t('visits.stepNote')} extra={t('visits.subjectHelp')}>
            <Input maxLength={200} autoComplete="off" />
          </Form.Item>
        </Step>
      )}
    </>
  );
}

interface StepProps extends VisitStepsProps {
  verb: Verb;
  children?: ReactNode;
}

/** One step on the visit as it was seen; where somebody was faster, both versions are shown. */
function Step({ verb, visit, onChanged, children }: StepProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const { queryKey } = visitOptions(visit.id);
  const { body, isStale, isPending, submit } = useVersionedForm<StepValues, Visit, Visit>({
    original: visit,
    describe: (seen) => ({
      [t('visits.owner')]: seen.owner.person.name,
      [t('visits.chain')]: lastStep(seen),
      [t('visits.reason')]: seen.close_reason_code ?? '',
      [t('visits.case')]: seen.case?.case_no ?? '',
    }),
    mine: () => ({}),
    reload: () => unwrap(client.GET('/api/v1/visits/{id}', { params: { path: { id: visit.id } } })),
    send: (values, seen) => perform(verb, seen, values),
    isAllowed: (fresh) => fresh.allowed_actions.includes(verb),
    onDone: (changed) => {
      queryClient.setQueryData(queryKey, changed);
      notices.success(t(`visits.${said[verb]}`));
      onChanged();
    },
    onTheirs: (fresh) => {
      queryClient.setQueryData(queryKey, fresh);
      onChanged();
    },
    children,
  });
  return (
    <>
      {body}
      {!isStale && (
        <Button type="primary" loading={isPending} onClick={submit}>
          {t(`visits.${names[verb]}`)}
        </Button>
      )}
    </>
  );
}

/** What happened to it last, and by whom. */
function lastStep({ chain }: Visit): string {
  const last = chain.at(-1);
  return last ? `${last.kind_name} · ${last.actor.name}` : '';
}

function perform(verb: Verb, { id, version }: Visit, values: StepValues): Promise<Visit> {
  const params = { path: { id }, header: ifMatch(version) };
  const { person_id, department_id, reason_code = '', guided_department_id } = values;
  const note = values.note?.trim();
  switch (verb) {
    case 'accept':
      return unwrap(client.POST('/api/v1/visits/{id}/actions/accept', { params, body: {} }));
    case 'hand_over':
      return unwrap(
        client.POST('/api/v1/visits/{id}/actions/hand_over', {
          params,
          body: {
            ...(person_id && { person_id }),
            ...(department_id && { department_id }),
            ...(note && { note }),
          },
        }),
      );
    case 'close':
      return unwrap(
        client.POST('/api/v1/visits/{id}/actions/close', {
          params,
          body: {
            reason_code,
            ...(guided_department_id && { guided_department_id }),
            ...(note && { note }),
          },
        }),
      );
  }
}

/** To a unit, where anybody may accept, or to one person. */
function HandOverFields({ visitId }: { visitId: string }) {
  const { t } = useTranslation();
  const [isPerson, setIsPerson] = useState(false);
  const label = t(isPerson ? 'visits.person' : 'visits.department');
  const rules = [{ required: true, message: t('common.requiredChoice', { label }) }];
  return (
    <>
      <Form.Item label={t('visits.handOverTo')}>
        <Radio.Group
          aria-label={t('visits.handOverTo')}
          optionType="button"
          value={isPerson}
          options={[
            { value: false, label: t('visits.toDepartment') },
            { value: true, label: t('visits.toPerson') },
          ]}
          onChange={(event) => setIsPerson(event.target.value)}
        />
      </Form.Item>
      {isPerson ? (
        <Form.Item name="person_id" label={label} rules={rules}>
          <ReceiverSelect visitId={visitId} />
        </Form.Item>
      ) : (
        <Form.Item name="department_id" label={label} rules={rules}>
          <DepartmentSelect />
        </Form.Item>
      )}
    </>
  );
}

interface ReceiverSelectProps {
  visitId: string;
  /** Given by Ant Design's Form. */
  id?: string;
  value?: string;
  onChange?: (id: string) => void;
}

function ReceiverSelect({ visitId, ...field }: ReceiverSelectProps) {
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), STILL_MS);
  const { data, isFetching } = useQuery(receiversOptions(visitId, q));
  return (
    <Select
      {...field}
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={isFetching}
      options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

function CloseFields() {
  const { t } = useTranslation();
  const reasons = useCodeOptions('visit_close_reason');
  const reason = Form.useWatch('reason_code');
  const required = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.requiredChoice', { label }) }],
  });
  return (
    <>
      <Form.Item name="reason_code" {...required(t('visits.reason'))}>
        <Select options={reasons} />
      </Form.Item>
      {reason === 'guided' && (
        <Form.Item name="guided_department_id" {...required(t('visits.guided'))}>
          <DepartmentSelect />
        </Form.Item>
      )}
    </>
  );
}
