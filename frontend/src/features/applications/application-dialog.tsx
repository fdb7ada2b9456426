import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Popconfirm, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { isProblem } from '../../shared/api/problem';
import { useCodeName } from '../../shared/api/reference';
import type { Application } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { formatDay, formatInstant } from '../../shared/lib/dates';
import { Dialog } from '../../shared/ui/dialog';
import { FactList } from '../../shared/ui/fact-list';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { QueryState } from '../../shared/ui/query-state';
import { visibleOptions } from './queries';
import { WhatItSees } from './what-it-sees';

interface ApplicationDialogProps {
  application: Application;
  /** With the secret in it, where one was told. */
  onChanged: (changed: Application) => void;
  onClose: () => void;
}

/** One application: what it is, what it sees, and what may be done with it. */
export function ApplicationDialog(props: ApplicationDialogProps) {
  const { application, onChanged, onClose } = props;
  const { t } = useTranslation();
  const visible = useQuery(visibleOptions(application.id));
  return (
    <Dialog title={application.name} width={720} footer={null} onCancel={onClose}>
      <Facts application={application} />
      <QueryState query={visible} rows={2}>
        {(seen) => <WhatItSees visible={seen} />}
      </QueryState>
      <h3>{t('applications.manage')}</h3>
      <Steps key={application.id} application={application} onChanged={onChanged} />
    </Dialog>
  );
}

function Facts({ application }: { application: Application }) {
  const { t } = useTranslation();
  const typeName = useCodeName('case_type');
  const { capacity, secrets, state_reason } = application;
  const unit = capacity.department?.name ?? capacity.region?.name;
  const shown = secrets.map(({ prefix, expires_at }) =>
    expires_at
      ? t('applications.secretUntil', { prefix, until: formatInstant(expires_at) })
      : t('applications.secretOpen', { prefix }),
  );
  return (
    <FactList
      facts={[
        [t('applications.purpose'), application.purpose],
        [t('applications.clientId'), application.client_id],
        [t('applications.owner'), application.owner.name],
        [t('applications.capacity'), [unit, capacity.role_name].filter(Boolean).join(' ')],
        [
          t('applications.scopes'),
          application.scopes.map(({ name }) => name).join(t('common.separator')),
        ],
        [
          t('applications.types'),
          application.type_prefixes.map(typeName).join(t('common.separator')) ||
            t('applications.unlimited'),
        ],
        [t('applications.region'), application.region_name ?? t('applications.unlimited')],
        [t('applications.expires'), formatDay(application.expires_at)],
        [t('applications.state'), application.state_name],
        [t('applications.reason'), state_reason],
        [t('applications.secrets'), shown.join(t('common.separator'))],
      ]}
    />
  );
}

function Steps({ application, onChanged }: Omit<ApplicationDialogProps, 'onClose'>) {
  const { t } = useTranslation();
  const { id, version, allowed_actions, secrets } = application;
  const [hours, setHours] = useState(24);
  const [reason, setReason] = useState('');
  const params = { path: { id }, header: ifMatch(version) };
  const step = useMutation({
    mutationFn: (take: () => Promise<Application>) => take(),
    // The answer may hold a secret: nothing of it stays behind.
    gcTime: 0,
    onSuccess: (changed) => {
      setReason('');
      onChanged(changed);
    },
    // Changed by somebody else: shown as it is now, so that the next press counts.
    onError: async (error) => {
      if (!isProblem(error) || error.status !== 412) return;
      onChanged(
        await unwrap(client.GET('/api/v1/applications/{id}', { params: { path: { id } } })),
      );
    },
  });
  const may = (name: string) => allowed_actions.includes(name);
  const approve = () =>
    unwrap(client.POST('/api/v1/applications/{id}/actions/approve', { params }));
  const resume = () => unwrap(client.POST('/api/v1/applications/{id}/actions/resume', { params }));
  const body = { reason: reason.trim() };
  const suspend = () =>
    unwrap(client.POST('/api/v1/applications/{id}/actions/suspend', { params, body }));
  const revoke = () =>
    unwrap(client.POST('/api/v1/applications/{id}/actions/revoke', { params, body }));
  const rotate = () =>
    unwrap(
      client.POST('/api/v1/applications/{id}/actions/rotate', {
        params,
        body: { overlap_hours: hours },
      }),
    );
  const revokeSecret = (secret_id: string) => () =>
    unwrap(
      client.POST('/api/v1/applications/{id}/actions/revoke_secret', {
        params,
        body: { secret_id },
      }),
    );
  const stops = may('suspend') || may('revoke');
  return (
    <Form layout="vertical" disabled={step.isPending}>
      {step.error && <ProblemAlert error={step.error} />}
      {stops && (
        <Form.Item label={t('applications.reason')} htmlFor="application-reason">
          <Input
            id="application-reason"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      )}
      {may('rotate') && (
        <Form.Item label={t('applications.overlap')} htmlFor="application-overlap">
          <InputNumber
            id="application-overlap"
            min={0}
            max={720}
            precision={0}
            value={hours}
            onChange={(value) => setHours(value ?? 0)}
          />
        </Form.Item>
      )}
      <Space wrap>
        {may('approve') && (
          <Popconfirm
            title={t('applications.stepSure.approve')}
            onConfirm={() => step.mutate(approve)}
          >
            <Button type="primary">{t('applications.step.approve')}</Button>
          </Popconfirm>
        )}
        {may('resume') && (
          <Popconfirm
            title={t('applications.stepSure.resume')}
            onConfirm={() => step.mutate(resume)}
          >
            <Button type="primary">{t('applications.step.resume')}</Button>
          </Popconfirm>
        )}
        {may('rotate') && (
          <Button onClick={() => step.mutate(rotate)}>{t('applications.rotate')}</Button>
        )}
        {may('revoke_secret') &&
          secrets.length > 1 &&
          secrets.map((secret) => (
            <Popconfirm
              key={secret.id}
              title={t('applications.revokeSecretSure')}
              onConfirm={() => step.mutate(revokeSecret(secret.id))}
            >
              <Button>{t('applications.revokeSecret', { prefix: secret.prefix })}</Button>
            </Popconfirm>
          ))}
        {may('suspend') && (
          <Button disabled={!reason.trim()} onClick={() => step.mutate(suspend)}>
            {t('applications.step.suspend')}
          </Button>
        )}
        {may('revoke') && (
          <Button danger disabled={!reason.trim()} onClick={() => step.mutate(revoke)}>
            {t('applications.step.revoke')}
          </Button>
        )}
      </Space>
    </Form>
  );
}
