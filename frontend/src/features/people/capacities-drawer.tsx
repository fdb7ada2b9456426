import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import type { NewCapacity, Person } from '../../shared/api/types';
import { useCapacityName } from '../../shared/i18n/use-capacity-name';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { useReturnFocus } from '../../shared/lib/use-return-focus';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { problemText } from '../../shared/ui/problem-text';
import { QueryState } from '../../shared/ui/query-state';
import { DepartmentSelect, RegionSelect } from '../../shared/ui/reference-select';
import { useUndo } from '../../shared/ui/use-undo';
import styles from './people.module.css';
import { capacitiesOptions } from './queries';

interface Versioned {
  id: string;
  version: number;
}

interface CapacitiesDrawerProps {
  person: Person;
  onClose: () => void;
}

/** In which capacities a person may act: role, and for which unit or place. */
export function CapacitiesDrawer({ person, onClose }: CapacitiesDrawerProps) {
  const { t } = useTranslation();
  useReturnFocus();
  const notices = useNotices();
  const capacityName = useCapacityName();
  const query = useQuery(capacitiesOptions(person.id));
  const changed = () => void query.refetch();
  const undo = useUndo();
  const change = api.useMutation('patch', '/api/v1/capacities/{id}', {
    onSuccess: (capacity) => {
      changed();
      if (capacity.is_active) return;
      const name = capacityName(capacity);
      undo(t('people.removed', { name }), () => setActive(capacity, true));
    },
    onError: (error) => notices.error(problemText(error)),
  });

  const setActive = ({ id, version }: Versioned, is_active: boolean) =>
    change.mutate({
      params: { path: { id }, header: ifMatch(version) },
      body: { is_active },
    });

  return (
    <Drawer
      open
      size={520}
      title={t('people.capacitiesOf', { name: person.name })}
      onClose={onClose}
    >
      <QueryState query={query}>
        {({ items }) => (
          <ul className={styles.capacities}>
            {items.length === 0 && <li>{t('people.noCapacity')}</li>}
            {items.map((capacity) => (
              <li key={capacity.id}>
                <span>{capacityName(capacity)}</span>
                <Button
                  danger
                  type="text"
                  aria-label={t('people.removeOne', { name: capacityName(capacity) })}
                  onClick={() => setActive(capacity, false)}
                >
                  {t('people.remove')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </QueryState>
      <AddCapacity personId={person.id} onAdded={changed} />
    </Drawer>
  );
}

type CapacityValues = Omit<NewCapacity, 'person_id'>;

function AddCapacity({ personId, onAdded }: { personId: string; onAdded: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<CapacityValues>();
  const roles = useEnumOptions('role');
  const idempotencyKey = useIdempotencyKey();
  const add = api.useMutation('post', '/api/v1/capacities', {
    onSuccess: () => {
      form.resetFields();
      onAdded();
    },
    onError: (error) => placeProblem(form, error),
  });
  const role = t('people.field.role');

  return (
    <Form
      form={form}
      layout="vertical"
      onFinish={(values) => {
        const body = { ...values, person_id: personId };
        add.mutate({ params: { header: idempotencyKey(body) }, body });
      }}
    >
      <h3>{t('people.addCapacity')}</h3>
      {add.error && <ProblemAlert error={add.error} />}
      <Form.Item
        name="role"
        label={role}
        rules={[{ required: true, message: t('common.requiredChoice', { label: role }) }]}
      >
        <Select options={roles} />
      </Form.Item>
      <Form.Item
        name="department_id"
        label={t('people.field.department')}
        extra={t('people.departmentHelp')}
      >
        <DepartmentSelect />
      </Form.Item>
      <Form.Item name="region_id" label={t('people.field.region')} extra={t('people.regionHelp')}>
        <RegionSelect />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={add.isPending}>
        {t('people.add')}
      </Button>
    </Form>
  );
}
