import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { isConflict } from '../../shared/api/problem';
import { useCodeOptions } from '../../shared/api/reference';
import type { Problem, Visit } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useDebounced } from '../../shared/lib/use-debounced';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { DepartmentSelect } from '../../shared/ui/reference-select';
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
  const notices = useNotices();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<StepValues>();
  const [chosen, setChosen] = useState<Verb | null>(null);
  const act = useMutation<Visit, Problem, { verb: Verb; values: StepValues }>({
    mutationFn: ({ verb, values }) => perform(verb, visit, values),
    onSuccess: (changed, { verb }) => {
      queryClient.setQueryData(visitOptions(visit.id).queryKey, changed);
      notices.success(t(`visits.${said[verb]}`));
      setChosen(null);
      form.resetFields();
      onChanged();
    },
    onError: (error) => {
      placeProblem(form, error);
      // The chain above then tells who was faster; what is filled in stays.
      if (isConflict(error)) void queryClient.invalidateQueries(visitOptions(visit.id));
    },
  });
  const allowed = verbs.filter((verb) => visit.allowed_actions.includes(verb));
  const open = allowed.find((verb) => verb === chosen);
  return (
    <>
      {act.error && <ProblemAlert error={act.error} />}
      <div className={styles.actions}>
        {allowed.map((verb) => (
          <Button
            key={verb}
            type={verb === 'accept' ? 'primary' : 'default'}
            loading={act.isPending && act.variables?.verb === verb}
            onClick={() => (verb === 'accept' ? act.mutate({ verb, values: {} }) : setChosen(verb))}
          >
            {t(`visits.${names[verb]}`)}
          </Button>
        ))}
      </div>
      {open && (
        <Form
          form={form}
          layout="vertical"
          onFinish={(values) => act.mutate({ verb: open, values })}
        >
          {open === 'hand_over' ? <HandOverFields visitId={visit.id} /> : <CloseFields />}
          <Form.Item name="note" label={t('visits.stepNote')} extra={t('visits.subjectHelp')}>
            <Input maxLength={200} autoComplete="off" />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={act.isPending}>
            {t(`visits.${names[open]}`)}
          </Button>
        </Form>
      )}
    </>
  );
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
