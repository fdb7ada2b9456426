import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { centersOptions } from '../../shared/api/reference';
import type { Stationing } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { today } from '../../shared/lib/dates';
import { useDebounced } from '../../shared/lib/use-debounced';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';
import { DepartmentSelect } from '../../shared/ui/reference-select';
import { candidatesOptions } from './queries';

const STILL_MS = 300;

interface Values {
  department_id?: string;
  person_id: string;
  center_id: string;
  letter: string;
  from_on: string;
  until_on?: string;
}

interface RequestDialogProps {
  onRequested: () => void;
  onClose: () => void;
}

/** Asks a centre to admit somebody. */
export function RequestDialog({ onRequested, onClose }: RequestDialogProps) {
  const { t } = useTranslation();
  return (
    <CreateDialog<Values, Stationing>
      title={t('stationings.request')}
      initialValues={{ from_on: today() }}
      create={({ department_id, until_on, ...values }, header) =>
        unwrap(
          client.POST('/api/v1/stationings', {
            params: { header },
            body: {
              ...values,
              ...(department_id && { department_id }),
              ...(until_on && { until_on }),
            },
          }),
        )
      }
      onCreated={onRequested}
      onClose={onClose}
    >
      <RequestFields />
    </CreateDialog>
  );
}

function RequestFields() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const form = Form.useFormInstance<Values>();
  const department = Form.useWatch<string | undefined>('department_id', form);
  const still = useDebounced(text.trim(), STILL_MS);
  const { data, isFetching } = useQuery(candidatesOptions(department, still));
  const { data: centers = [], isPending } = useQuery(centersOptions());
  const required = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  return (
    <>
      <Form.Item name="department_id" label={t('stationings.department')}>
        <DepartmentSelect />
      </Form.Item>
      <Form.Item name="person_id" {...required(t('stationings.person'))}>
        <Select
          showSearch={{ filterOption: false, onSearch: setText }}
          loading={isFetching}
          options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="center_id" {...required(t('stationings.center'))}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          loading={isPending}
          options={centers.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="letter" {...required(t('stationings.letter'))}>
        <Input maxLength={100} />
      </Form.Item>
      <DayItem name="from_on" {...required(t('stationings.fromOn'))} />
      <DayItem name="until_on" label={t('stationings.untilOn')} />
    </>
  );
}
