import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { NewStandIn, StandIn, StandInCandidates } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { Dialog } from '../../shared/ui/dialog';
import { QueryState } from '../../shared/ui/query-state';
import { candidatesOptions } from './queries';
import styles from './shortfalls.module.css';

interface FindStandInDialogProps {
  obligationId: string;
  on: string;
  onAsked: () => void;
  onClose: () => void;
}

/** Who is free to stand in at a post on a day, why the others are not, and a way to ask one of them. */
export function FindStandInDialog({ obligationId, on, onAsked, onClose }: FindStandInDialogProps) {
  const { t } = useTranslation();
  const query = useQuery(candidatesOptions(obligationId, on));
  const [away] = query.data?.away ?? [];
  const free = (query.data?.candidates ?? []).filter(({ is_free }) => is_free);
  if (!query.data || !away || free.length === 0) {
    return (
      <Dialog
        title={t('shortfalls.standIn')}
        cancelText={t('common.close')}
        okButtonProps={{ style: { display: 'none' } }}
        onCancel={onClose}
      >
        <QueryState query={query} rows={3}>
          {(found) => (
            <>
              <p>{t(away ? 'shortfalls.nobodyFree' : 'shortfalls.nobodyAway')}</p>
              <Candidates found={found} />
            </>
          )}
        </QueryState>
      </Dialog>
    );
  }
  const required = (label: string) => ({
    label,
    rules: [{ required: true, whitespace: true, message: t('common.required', { label }) }],
  });
  return (
    <CreateDialog<Pick<NewStandIn, 'person_id' | 'stand_in_id' | 'reason'>, StandIn>
      title={t('shortfalls.standIn')}
      initialValues={{ person_id: away.id, ...(free[0] && { stand_in_id: free[0].person.id }) }}
      create={(values, header) =>
        unwrap(
          client.POST('/api/v1/duty-stand-ins', {
            params: { header },
            body: { ...values, obligation_id: obligationId, from_on: on, until_on: on },
          }),
        )
      }
      onCreated={onAsked}
      onClose={onClose}
    >
      <p>{t('shortfalls.standInOf', { post: query.data.post.name, on })}</p>
      <Form.Item name="person_id" {...required(t('standIns.person'))}>
        <Select options={query.data.away.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item name="stand_in_id" {...required(t('standIns.standIn'))}>
        <Select
          options={free.map(({ person, role }) => ({
            value: person.id,
            label: `${role} ${person.name}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="reason" {...required(t('standIns.reason'))}>
        <Input.TextArea maxLength={200} rows={2} />
      </Form.Item>
      <Candidates found={query.data} />
    </CreateDialog>
  );
}

/** Those who are not free, with what keeps them away. */
function Candidates({ found }: { found: StandInCandidates }) {
  return (
    <ul className={styles.soft}>
      {found.candidates
        .filter(({ is_free }) => !is_free)
        .map(({ person, role, obstacle_names }) => (
          <li key={person.id}>
            {role} {person.name}: {obstacle_names.join('、')}
          </li>
        ))}
    </ul>
  );
}
