import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Progress, Skeleton } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../../shared/api/concurrency';
import type { BulkReport, BulkRow, CaseSummary, Problem } from '../../../shared/api/types';
import { Dialog } from '../../../shared/ui/dialog';
import { ProblemAlert } from '../../../shared/ui/problem-alert';
import { actionForms } from '../actions/action-forms';
import { withoutConfirmation, withoutEmpty } from '../actions/action-values';
import { type CaseVerb, isCaseVerb } from '../actions/case-verbs';
import { caseOptions, refreshLists } from '../queries';
import { previewBulk, runBulk } from './bulk-actions';
import { BulkRows } from './bulk-rows';

interface BulkDialogProps {
  verb: CaseVerb;
  cases: CaseSummary[];
  /** `done`: something was carried out. */
  onClose: (done: boolean) => void;
}

/** Words → what would become of each → carried out, with how far it is → what became of each. */
export default function BulkDialog({ verb, cases, onClose }: BulkDialogProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Record<string, unknown>>();
  const [rows, setRows] = useState<BulkRow[]>([]);
  const keys = useRef<string[]>([]);
  const first = useQuery(caseOptions(cases[0]?.id ?? ''));
  const { Fields, isFinal } = actionForms[verb];

  const preview = useMutation<BulkReport, Problem, Record<string, unknown>>({
    mutationFn: (body) => previewBulk({ verb, body, cases }),
    onSuccess: () => {
      // Other words or other fates are another request.
      keys.current = [];
    },
  });
  const fit = preview.data?.rows.filter(({ outcome }) => outcome === 'done') ?? [];
  const run = useMutation<string | null | undefined, Problem, Record<string, unknown>>({
    mutationFn: (body) => {
      setRows([]);
      const keyOf = (chunk: number) => {
        keys.current[chunk] ??= newIdempotencyKey();
        return { 'Idempotency-Key': keys.current[chunk] };
      };
      const chosen = cases.filter(({ id }) => fit.some((row) => row.id === id));
      return runBulk({ verb, body, cases: chosen }, keyOf, (more) =>
        setRows((known) => [...known, ...more]),
      );
    },
    onSettled: () => refreshLists(queryClient),
  });
  const words = () => withoutEmpty(withoutConfirmation(form.getFieldsValue(true)));
  const undo = run.data && isCaseVerb(run.data) ? run.data : null;
  const isRunning = run.isPending || run.isSuccess || run.isError;

  return (
    <Dialog
      width={720}
      title={t('cases.bulk.heading', { action: t(`cases.action.${verb}`), count: cases.length })}
      onCancel={() => !run.isPending && onClose(isRunning)}
      footer={
        isRunning ? (
          <>
            {run.isError && (
              <Button type="primary" onClick={() => run.mutate(words())}>
                {t('cases.bulk.resume')}
              </Button>
            )}
            {undo && <UndoMany verb={undo} rows={rows} onUndone={() => onClose(true)} />}
            <Button disabled={run.isPending} onClick={() => onClose(true)}>
              {t('common.close')}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={() => (preview.data ? preview.reset() : onClose(false))}>
              {t(preview.data ? 'common.back' : 'common.cancel')}
            </Button>
            {preview.data ? (
              <Button
                type="primary"
                danger={isFinal === true}
                disabled={fit.length === 0}
                onClick={() => form.submit()}
              >
                {t('cases.bulk.run', { count: fit.length })}
              </Button>
            ) : (
              <Button type="primary" loading={preview.isPending} onClick={() => form.submit()}>
                {t('cases.bulk.look')}
              </Button>
            )}
          </>
        )
      }
    >
      {!isRunning && !preview.data && <p>{t(`cases.actionHelp.${verb}`)}</p>}
      {preview.error && <ProblemAlert error={preview.error} />}
      {run.error && <ProblemAlert error={run.error} />}
      <Form
        form={form}
        layout="vertical"
        hidden={isRunning}
        onFinish={() => (preview.data ? run.mutate(words()) : preview.mutate(words()))}
      >
        <div hidden={preview.data !== undefined}>
          {Fields && (first.data ? <Fields seen={first.data} /> : <Skeleton active />)}
        </div>
        {preview.data && isFinal && fit.length > 0 && <CountConfirmation count={fit.length} />}
      </Form>
      {preview.data && !isRunning && (
        <>
          <Summary done={fit.length} refused={preview.data.refused} isDone={false} />
          <BulkRows rows={preview.data.rows} isDone={false} />
        </>
      )}
      {isRunning && (
        <>
          <Progress
            percent={Math.round((rows.length * 100) / Math.max(fit.length, 1))}
            status={run.isError ? 'exception' : run.isSuccess ? 'success' : 'active'}
            format={() => `${rows.length} / ${fit.length}`}
          />
          <Summary
            done={rows.filter(({ outcome }) => outcome === 'done').length}
            refused={rows.filter(({ outcome }) => outcome === 'refused').length}
            isDone
          />
          <BulkRows rows={rows} isDone />
        </>
      )}
    </Dialog>
  );
}

interface SummaryProps {
  done: number;
  refused: number;
  isDone: boolean;
}

function Summary({ done, refused, isDone }: SummaryProps) {
  const { t } = useTranslation();
  const title = t(isDone ? 'cases.bulk.became' : 'cases.bulk.wouldBecome', { done, refused });
  return <Alert role="status" showIcon type={refused > 0 ? 'warning' : 'info'} title={title} />;
}

/** What cannot be taken back asks for the number of cases, as a single one asks for its own. */
function CountConfirmation({ count }: { count: number }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="confirmation"
      label={t('cases.bulk.confirmation')}
      extra={t('cases.bulk.confirmationHelp', { count })}
      rules={[
        {
          validator: (_, value: string | undefined) =>
            value?.trim() === String(count)
              ? Promise.resolve()
              : Promise.reject(new Error(t('cases.bulk.confirmationWrong'))),
        },
      ]}
      required
    >
      <Input autoComplete="off" inputMode="numeric" />
    </Form.Item>
  );
}

interface UndoManyProps {
  verb: CaseVerb;
  rows: BulkRow[];
  onUndone: () => void;
}

/** Takes back what was just done, for as long as the report stands. */
function UndoMany({ verb, rows, onUndone }: UndoManyProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const keys = useRef<string[]>([]);
  const done = rows.flatMap(({ id, version, outcome }) =>
    outcome === 'done' && version ? [{ id, version }] : [],
  );
  const undo = useMutation<unknown, Problem>({
    mutationFn: () =>
      runBulk(
        { verb, body: {}, cases: done },
        (chunk) => {
          keys.current[chunk] ??= newIdempotencyKey();
          return { 'Idempotency-Key': keys.current[chunk] };
        },
        () => undefined,
      ),
    onSuccess: onUndone,
    onSettled: () => refreshLists(queryClient),
  });
  return (
    <Button danger={undo.isError} loading={undo.isPending} onClick={() => undo.mutate()}>
      {t('cases.bulk.undo', { action: t(`cases.action.${verb}`), count: done.length })}
    </Button>
  );
}
