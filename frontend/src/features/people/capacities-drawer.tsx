import { useQuery } from '@tanstack/react-query';
import { App, Button, Drawer, Form, Popconfirm, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import type { NewCapacity, Person } from '../../shared/api/types';
import { useCapacityName } from '../../shared/i18n/use-capacity-name';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { placeProblem } from '../../shared/ui/form-problems';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { problemText } from '../../shared/ui/problem-text';
import { QueryState } from '../../shared/ui/query-state';
import { DepartmentSelect, RegionSelect } from '../../shared/ui/reference-select';
import styles from './people.module.css';
import { capacitiesOptions } from './queries';

interface CapacitiesDrawerProps {
  person: Person;
  onClose: () => void;
}

/** In which capacities a person may act: role, and for which unit or place. */
export function CapacitiesDrawer({ person, onClose }: CapacitiesDrawerProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const capacityName = useCapacityName();
  const query = useQuery(capacitiesOptions(person.id));
  const changed = () => void query.refetch();
  const remove = api.useMutation('patch', '/api/v1/capacities/{id}', {
    onSuccess: changed,
    onError: (error) => message.error(problemText(error)),
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
                <Popconfirm
                  title={t('people.removeQuestion')}
                  okText={t('people.remove')}
                  cancelText={t('common.cancel')}
                  onConfirm={() =>
                    remove.mutate({
                      params: { path: { id: capacity.id }, header: ifMatch(capacity.version) },
                      body: { is_active: false },
                    })
                  }
                >
                  <Button
                    danger
                    type="text"
                    aria-label={t('people.removeOne', { name: capacityName(capacity) })}
                  >
                    {t('people.remove')}
                  </Button>
                </Popconfirm>
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
