import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import { useIdempotencyKey } from '../api/concurrency';
import { isProblem } from '../api/problem';
import type { LimitChange } from '../api/types';
import { Dialog } from './dialog';
import { placeProblem } from './form-problems';
import { LimitChangeView } from './limit-change-view';
import { ProblemAlert } from './problem-alert';

type Header = { 'Idempotency-Key': string };

/** What publishing adds to the draft that was tried out. */
interface Publishing {
  simulation_id: string;
  reason: string;
}

interface LimitChangeDialogProps<Values extends object, Body extends object> {
  title: string;
  note: string;
  initialValues: Partial<Values>;
  toBody: (values: Values) => Body;
  simulate: (body: Body) => Promise<LimitChange>;
  publish: (
    body: Body & Publishing,
    header: Header,
  ) => Promise<{ limit_change_id?: string | null }>;
  onPublished: () => void;
  onClose: () => void;
  children: ReactNode;
}

interface Trial<Body> {
  body: Body;
  change: LimitChange;
}

const NARROW = 640;
const WIDE = 1040;
const POLL_MS = 2000;

/** A draft is written, tried out over all open cases, and only then published, with a reason. */
export function LimitChangeDialog<Values extends object, Body extends object>(
  props: LimitChangeDialogProps<Values, Body>,
) {
  const { title, note, initialValues, toBody, simulate, publish, onPublished, onClose } = props;
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const [trial, setTrial] = useState<Trial<Body> | null>(null);
  const tryOut = useMutation({
    mutationFn: async (body: Body) => ({ body, change: await simulate(body) }),
    onSuccess: setTrial,
    onError: (error) => placeProblem(form, error),
  });
  return (
    <Dialog
      title={trial ? t('limitChanges.title') : title}
      width={trial ? WIDE : NARROW}
      okText={t('limitChanges.simulate')}
      cancelText={t('common.cancel')}
      confirmLoading={tryOut.isPending}
      {...(trial && { footer: null })}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {!trial && <p>{note}</p>}
      {!trial && tryOut.error && <ProblemAlert error={tryOut.error} />}
      <Form
        form={form}
        layout="vertical"
        hidden={trial !== null}
        initialValues={initialValues}
        onFinish={(values) => tryOut.mutate(toBody(values))}
      >
        {props.children}
      </Form>
      {trial && (
        <Result
          key={trial.change.id}
          trial={trial}
          publish={publish}
          again={() => tryOut.mutate(trial.body)}
          isTrying={tryOut.isPending}
          onBack={() => setTrial(null)}
          onPublished={onPublished}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

interface ResultProps<Body extends object> {
  trial: Trial<Body>;
  publish: LimitChangeDialogProps<object, Body>['publish'];
  again: () => void;
  isTrying: boolean;
  onBack: () => void;
  onPublished: () => void;
  onClose: () => void;
}

function Result<Body extends object>(props: ResultProps<Body>) {
  const { trial, publish, again, isTrying, onBack, onPublished, onClose } = props;
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  const idempotencyKey = useIdempotencyKey();
  const send = useMutation({
    mutationFn: ({ reason }: { reason: string }) => {
      const body = { ...trial.body, simulation_id: trial.change.id, reason };
      return publish(body, idempotencyKey(body));
    },
    onSuccess: onPublished,
    onError: (error) => placeProblem(form, error),
  });
  const isStale = isProblem(send.error) && send.error.status === 409;
  if (send.data) {
    return <Published changeId={send.data.limit_change_id ?? null} onClose={onClose} />;
  }
  return (
    <>
      <LimitChangeView change={trial.change} />
      {send.error && <ProblemAlert error={send.error} />}
      <Form form={form} layout="vertical" onFinish={(values) => send.mutate(values)}>
        <Form.Item
          name="reason"
          label={t('limitChanges.reason')}
          extra={t('limitChanges.reasonHelp')}
          rules={[
            {
              required: true,
              whitespace: true,
              message: t('common.required', { label: t('limitChanges.reason') }),
            },
          ]}
        >
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        <p>{t('limitChanges.publishNote')}</p>
        <Button onClick={onBack}>{t('limitChanges.back')}</Button>{' '}
        {isStale ? (
          <Button type="primary" loading={isTrying} onClick={again}>
            {t('limitChanges.simulateAgain')}
          </Button>
        ) : (
          <Button type="primary" htmlType="submit" loading={send.isPending}>
            {t('limitChanges.publish')}
          </Button>
        )}
      </Form>
    </>
  );
}

function Published({ changeId, onClose }: { changeId: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    ...api.queryOptions('get', '/api/v1/limit-changes/{id}', {
      params: { path: { id: changeId ?? '' } },
    }),
    enabled: changeId !== null,
    refetchInterval: (query) => (query.state.data?.state === 'done' ? false : POLL_MS),
  });
  const text = () => {
    if (changeId === null) return t('limitChanges.newOnly');
    if (data?.state === 'done') return t('limitChanges.carried');
    return t('limitChanges.carrying', { count: data?.total.open ?? 0 });
  };
  return (
    <>
      {error && <ProblemAlert error={error} />}
      <Alert type="success" showIcon title={text()} role="status" />
      {data?.state === 'done' && <LimitChangeView change={data} />}
      <p>
        <Button type="primary" onClick={onClose}>
          {t('common.close')}
        </Button>
      </p>
    </>
  );
}
