import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { RotationAssignment } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { Dialog } from '../../shared/ui/dialog';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { assignmentCostOptions, obligationOptions } from './queries';

interface Values {
  is_locked: boolean;
  person_id: string;
}

interface ChangeDialogProps {
  assignment: RotationAssignment;
  onChanged: () => void;
  onClose: () => void;
}

/** Locks an assignment or gives it to somebody else; what that breaks and costs is told at once. */
export function ChangeDialog({ assignment, onChanged, onClose }: ChangeDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const [form] = Form.useForm<Values>();
  const obligation = useQuery(obligationOptions(assignment.obligation_id));
  const send = (values: Values, is_trial: boolean) =>
    unwrap(
      client.PATCH('/api/v1/rotation-plans/{id}/assignments/{assignment_id}', {
        params: {
          path: { id: assignment.plan_id, assignment_id: assignment.id },
          header: ifMatch(assignment.version),
        },
        body: { ...values, is_trial },
      }),
    );
  const trial = useMutation({ mutationFn: (values: Values) => send(values, true) });
  const change = useMutation({
    mutationFn: (values: Values) => send(values, false),
    onSuccess: () => {
      notices.success(t('common.saved'));
      onChanged();
      onClose();
    },
  });
  const cost = useQuery(assignmentCostOptions(assignment.plan_id, assignment.id));
  const remove = useMutation({
    mutationFn: () =>
      unwrap(
        client.POST('/api/v1/rotation-plans/{id}/assignments/{assignment_id}/actions/remove', {
          params: {
            path: { id: assignment.plan_id, assignment_id: assignment.id },
            header: ifMatch(assignment.version),
          },
          body: {},
        }),
      ),
    onSuccess: () => {
      notices.success(t('common.saved'));
      onChanged();
      onClose();
    },
  });
  const breaks = trial.data?.breaks ?? [];
  return (
    <Dialog
      title={t('rotation.change', { post: obligation.data?.post.name ?? '' })}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={change.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {change.error && <ProblemAlert error={change.error} />}
      {remove.error && <ProblemAlert error={remove.error} />}
      <p>
        {t('rotation.cell', {
          name: assignment.person.name,
          from: assignment.from_on,
          until: assignment.until_on,
        })}
      </p>
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ is_locked: assignment.is_locked, person_id: assignment.person.id }}
        onValuesChange={(_, values) => trial.mutate(values)}
        onFinish={(values) => change.mutate(values)}
      >
        <Form.Item name="person_id" label={t('rotation.moveTo')}>
          <Select
            loading={obligation.isPending}
            options={(obligation.data?.nominees ?? []).map(({ person, role }) => ({
              value: person.id,
              label: `${role} ${person.name}`,
            }))}
          />
        </Form.Item>
        <Form.Item name="is_locked" valuePropName="checked">
          <Checkbox>{t('rotation.locked')}</Checkbox>
        </Form.Item>
      </Form>
      {cost.data && (
        <p>
          {t('rotation.ownCost', { count: cost.data.total })}
          {cost.data.terms.map(({ name, minutes }) => ` · ${name} ${minutes}`)}
        </p>
      )}
      {assignment.allowed_actions.includes('remove') && (
        <Button danger loading={remove.isPending} onClick={() => remove.mutate()}>
          {t('rotation.remove')}
        </Button>
      )}
      <div aria-live="polite">
        {trial.error && <ProblemAlert error={trial.error} />}
        {trial.data && (
          <p>{t('rotation.moveCost', { count: trial.data.cost_after - trial.data.cost_before })}</p>
        )}
        {breaks.length > 0 && (
          <Alert
            type="error"
            showIcon
            title={t('rotation.breaks')}
            description={breaks.map(({ code, text }) => <p key={`${code}${text}`}>{text}</p>)}
          />
        )}
      </div>
    </Dialog>
  );
}
