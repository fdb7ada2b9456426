import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Checkbox, Form, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { RotationBoard } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { obligationOptions } from './queries';

interface Values {
  obligation_id: string;
  person_id: string;
  /** Counted from 1, as people do. */
  turn: number;
  is_locked?: boolean;
}

interface AddDialogProps {
  planId: string;
  posts: RotationBoard['posts'];
  onAdded: () => void;
  onClose: () => void;
}

/** Puts somebody on a post for one turn of a draft; what breaks a rule is refused in words. */
export function AddDialog({ planId, posts, onAdded, onClose }: AddDialogProps) {
  const { t } = useTranslation();
  const required = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  const weigh = useMutation({
    mutationFn: ({ turn, ...values }: Values) =>
      unwrap(
        client.POST('/api/v1/rotation-plans/{id}/assignments', {
          params: { path: { id: planId } },
          body: { ...values, block: turn - 1, is_trial: true },
        }),
      ),
  });
  return (
    <CreateDialog<Values, unknown>
      title={t('rotation.add')}
      initialValues={{ turn: 1, ...(posts[0] && { obligation_id: posts[0].obligation_id }) }}
      create={async ({ turn, ...values }, header) => {
        // What it would break is told here in words; the server refuses it.
        await weigh.mutateAsync({ turn, ...values });
        return unwrap(
          client.POST('/api/v1/rotation-plans/{id}/assignments', {
            params: { path: { id: planId }, header },
            body: { ...values, block: turn - 1 },
          }),
        );
      }}
      onCreated={onAdded}
      onClose={onClose}
    >
      {weigh.data && weigh.data.breaks.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={t('rotation.breaks')}
          description={weigh.data.breaks.map(({ code, text }) => (
            <p key={`${code}${text}`}>{text}</p>
          ))}
        />
      )}
      <Form.Item name="obligation_id" {...required(t('rotation.post'))}>
        <Select
          options={posts.map(({ obligation_id, post, center }) => ({
            value: obligation_id,
            label: `${post.name} ${center.name}`,
          }))}
        />
      </Form.Item>
      <Form.Item
        noStyle
        shouldUpdate={(a: Values, b: Values) => a.obligation_id !== b.obligation_id}
      >
        {({ getFieldValue }) => (
          <PersonItem
            obligationId={(getFieldValue('obligation_id') as string | undefined) ?? ''}
            {...required(t('rotation.person'))}
          />
        )}
      </Form.Item>
      <Form.Item name="turn" {...required(t('rotation.turn'))} extra={t('rotation.turnHelp')}>
        <InputNumber min={1} max={400} />
      </Form.Item>
      <Form.Item name="is_locked" valuePropName="checked">
        <Checkbox>{t('rotation.locked')}</Checkbox>
      </Form.Item>
    </CreateDialog>
  );
}

interface PersonItemProps {
  obligationId: string;
  label: string;
  rules: { required: boolean; message: string }[];
}

/** Those who are named for a post. */
function PersonItem({ obligationId, ...item }: PersonItemProps) {
  const obligation = useQuery({ ...obligationOptions(obligationId), enabled: obligationId !== '' });
  return (
    <Form.Item name="person_id" {...item}>
      <Select
        loading={obligation.isPending}
        options={(obligation.data?.nominees ?? []).map(({ person, role }) => ({
          value: person.id,
          label: `${role} ${person.name}`,
        }))}
      />
    </Form.Item>
  );
}
