import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { useCodeName, useCodeOptions } from '../../shared/api/reference';
import type { Problem, Visit } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { formatInstant } from '../../shared/lib/dates';
import { Dialog } from '../../shared/ui/dialog';
import { FactList } from '../../shared/ui/fact-list';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { QueryState } from '../../shared/ui/query-state';
import { DepartmentSelect } from '../../shared/ui/reference-select';
import styles from './visits.module.css';

const visitOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/visits/{id}', { params: { path: { id } } });

interface VisitDialogProps {
  visitId: string;
  onChanged: () => void;
  onClose: () => void;
}

/** From hand to hand, and what I can do with it. */
export function VisitDialog({ visitId, onChanged, onClose }: VisitDialogProps) {
  const { t } = useTranslation();
  const query = useQuery(visitOptions(visitId));
  return (
    <Dialog width={640} title={t('visits.detailsOf')} footer={null} onCancel={onClose}>
      <QueryState query={query}>
        {(visit) => (
          <>
            <Facts visit={visit} />
            <h3>{t('visits.chain')}</h3>
            <Chain visit={visit} />
            <Steps key={visit.version} visit={visit} onChanged={onChanged} />
          </>
        )}
      </QueryState>
    </Dialog>
  );
}

function Facts({ visit }: { visit: Visit }) {
  const { t } = useTranslation();
  const reasonName = useCodeName('visit_close_reason');
  return (
    <FactList
      facts={[
        [t('visits.subject'), visit.subject],
        [t('visits.came'), formatInstant(visit.came_at)],
        [t('visits.due'), formatInstant(visit.due_at)],
        [t('visits.asked'), visit.asked_person.name],
        [t('visits.owner'), visit.owner.person.name],
        [t('visits.reason'), reasonName(visit.close_reason_code)],
        [t('visits.guided'), visit.guided_department?.name],
        [
          t('visits.case'),
          visit.case && (
            <Link to="/cases/$caseId" params={{ caseId: visit.case.id }}>
              {visit.case.case_no}
            </Link>
          ),
        ],
      ]}
    />
  );
}

function Chain({ visit }: { visit: Visit }) {
  return (
    <ol className={styles.chain}>
      {visit.chain.map((step) => {
        const to = [step.person?.name, step.department?.name].filter(Boolean).join(' ');
        return (
          <li key={step.seq}>
            {step.kind_name} · {step.actor.name}
            {to && ` → ${to}`}
            <span className={styles.soft}>
              {formatInstant(step.at)} {step.note}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

type Verb = 'hand_over' | 'accept' | 'close';

/** One form at a time; each is one step of the chain. */
function Steps({ visit, onChanged }: { visit: Visit; onChanged: () => void }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Record<string, string>>();
  const [chosen, setChosen] = useState<Verb | null>(null);
  const said = { hand_over: 'handedOver', accept: 'accepted', close: 'closed' } as const;
  const names = { hand_over: 'handOver', accept: 'accept', close: 'close' } as const;
  const act = useMutation<Visit, Problem, { verb: Verb; body: object }>({
    mutationFn: ({ verb, body }) =>
      unwrap(
        // They differ in their bodies only.
        client.POST(`/api/v1/visits/{id}/actions/${verb}` as '/api/v1/visits/{id}/actions/accept', {
          params: { path: { id: visit.id }, header: ifMatch(visit.version) },
          body: body as never,
        }),
      ),
    onSuccess: (changed, { verb }) => {
      queryClient.setQueryData(visitOptions(visit.id).queryKey, changed);
      notices.success(t(`visits.${said[verb]}`));
      onChanged();
    },
    onError: (error) => placeProblem(form, error),
  });
  const verbs = (['accept', 'hand_over', 'close'] as const).filter((verb) =>
    visit.allowed_actions.includes(verb),
  );
  if (verbs.length === 0) return null;
  return (
    <>
      {act.error && <ProblemAlert error={act.error} />}
      <div className={styles.actions}>
        {verbs.map((verb) => (
          <Button
            key={verb}
            type={verb === 'accept' ? 'primary' : 'default'}
            loading={act.isPending && act.variables?.verb === verb}
            onClick={() => (verb === 'accept' ? act.mutate({ verb, body: {} }) : setChosen(verb))}
          >
            {t(`visits.${names[verb]}`)}
          </Button>
        ))}
      </div>
      {chosen && chosen !== 'accept' && (
        <Form
          form={form}
          layout="vertical"
          onFinish={(values) => act.mutate({ verb: chosen, body: filled(values) })}
        >
          {chosen === 'hand_over' ? <HandOverFields /> : <CloseFields />}
          <Form.Item name="note" label={t('visits.stepNote')} extra={t('visits.subjectHelp')}>
            <Input maxLength={200} autoComplete="off" />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={act.isPending}>
            {t(`visits.${names[chosen]}`)}
          </Button>
        </Form>
      )}
    </>
  );
}

function HandOverFields() {
  const { t } = useTranslation();
  const label = t('visits.department');
  const rule = { required: true, message: t('common.requiredChoice', { label }) };
  return (
    <Form.Item name="department_id" label={label} rules={[rule]}>
      <DepartmentSelect />
    </Form.Item>
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

function filled(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}
