import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { Adapter, AdapterTrial } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { DataTable } from '../../shared/ui/data-table';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import styles from './adapters.module.css';
import { readObject } from './read-json';

/** A pasted message as the registration it would become; nothing of it is kept. */
export function TryPanel({ adapter }: { adapter: Adapter }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [isBroken, setBroken] = useState(false);
  const trial = useMutation({
    mutationFn: (body: Record<string, unknown>) =>
      unwrap(
        client.POST('/api/v1/adapters/{code}/actions/try', {
          params: { path: { code: adapter.code }, header: ifMatch(adapter.version) },
          body,
        }),
      ),
    // It holds whatever was pasted: nothing of it stays behind.
    gcTime: 0,
  });
  const send = () => {
    const body = readObject(text);
    setBroken(body === null);
    if (body) trial.mutate(body);
    else trial.reset();
  };
  return (
    <section className={styles.panel} aria-labelledby="try-title">
      <h2 id="try-title">{t('adapters.tryTitle')}</h2>
      <p className={styles.soft}>{t('adapters.tryHelp')}</p>
      <Input.TextArea
        aria-label={t('adapters.tryLabel')}
        autoSize={{ minRows: 6, maxRows: 20 }}
        className={styles.code ?? ''}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className={styles.actions}>
        <Button type="primary" loading={trial.isPending} onClick={send}>
          {t('adapters.tryIt')}
        </Button>
        <Button onClick={() => setText(JSON.stringify(adapter.example, null, 2))}>
          {t('adapters.tryExample')}
        </Button>
      </div>
      {isBroken && <Alert type="error" showIcon role="alert" title={t('adapters.notJson')} />}
      {trial.error && <ProblemAlert error={trial.error} />}
      <div aria-live="polite">{trial.data && !isBroken && <Trial trial={trial.data} />}</div>
    </section>
  );
}

function Trial({ trial }: { trial: AdapterTrial }) {
  const { t } = useTranslation();
  const { is_acceptable, refusal, problems } = trial;
  return (
    <>
      <Alert
        type={is_acceptable ? 'success' : 'warning'}
        showIcon
        title={t(is_acceptable ? 'adapters.acceptable' : 'adapters.unacceptable')}
        description={refusal && t('adapters.refusedAs', { name: refusal.name, code: refusal.code })}
      />
      {problems.length > 0 && (
        <>
          <h3>{t('adapters.problems')}</h3>
          <DataTable
            label={t('adapters.problems')}
            rows={problems.map((problem, index) => ({ ...problem, id: String(index) }))}
            columns={[
              {
                title: t('adapters.pointer'),
                cell: (row) => <span className={styles.code}>{row.pointer}</span>,
              },
              { title: t('adapters.problem'), cell: (row) => row.detail },
            ]}
          />
        </>
      )}
      {trial.case && (
        <>
          <h3>{t('adapters.result')}</h3>
          <pre className={styles.code}>{JSON.stringify(known(trial.case), null, 2)}</pre>
        </>
      )}
    </>
  );
}

/** Without what the message does not say. */
function known(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(known);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, known(member)]));
}
