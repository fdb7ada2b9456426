import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, client } from '../../shared/api/client';
import type { NewSubstitution } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useCapacityName } from '../../shared/i18n/use-capacity-name';
import { today } from '../../shared/lib/dates';
import { useDebounced } from '../../shared/lib/use-debounced';
import { DayItem } from '../../shared/ui/day-item';

const STILL_MS = 300;

/** What a form begins with. */
export const forToday = (): Partial<NewSubstitution> => ({ from_on: today(), until_on: today() });

/** Names the substitute, once however often it is sent. */
export function setSubstitute(body: NewSubstitution, header: { 'Idempotency-Key': string }) {
  return unwrap(client.POST('/api/v1/substitutions', { params: { header }, body }));
}

/** Whose capacity, by whom, from when until when. */
export function SubstituteFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<NewSubstitution>();
  const capacityId = Form.useWatch('capacity_id', form);
  const chosen = (label: string) => [
    { required: true, message: t('common.requiredChoice', { label }) },
  ];
  return (
    <>
      <p>{t('substitutions.intro')}</p>
      <Form.Item
        name="capacity_id"
        label={t('substitutions.capacity')}
        rules={chosen(t('substitutions.capacity'))}
      >
        <CapacitySelect />
      </Form.Item>
      <Form.Item
        name="substitute_id"
        label={t('substitutions.substitute')}
        extra={t('substitutions.substituteHelp')}
        rules={chosen(t('substitutions.substitute'))}
      >
        <CandidateSelect capacityId={capacityId} />
      </Form.Item>
      <DayField name="from_on" label={t('substitutions.from')} />
      <DayField name="until_on" label={t('substitutions.until')} />
    </>
  );
}

/** A day from today on. */
function DayField({ name, label }: { name: 'from_on' | 'until_on'; label: string }) {
  const { t } = useTranslation();
  return (
    <DayItem
      name={name}
      label={label}
      rules={[{ required: true, message: t('common.requiredChoice', { label }) }]}
      first={today()}
    />
  );
}

// Ant Design's Form passes id, value and onChange.
interface ControlProps {
  id?: string;
  value?: string;
  onChange?: (id: string) => void;
}

/** The capacities I may name somebody for; they may be many, so the server searches. */
function CapacitySelect(props: ControlProps) {
  const { t } = useTranslation();
  const capacityName = useCapacityName();
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), STILL_MS);
  const { data, isFetching } = useQuery(
    api.queryOptions('get', '/api/v1/substitutions/capacities', {
      params: { query: q ? { q } : {} },
    }),
  );
  return (
    <Select
      {...props}
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={isFetching}
      options={(data?.items ?? []).map((capacity) => ({
        value: capacity.id,
        label: t('common.noted', { text: capacity.person.name, note: capacityName(capacity) }),
      }))}
    />
  );
}

/** Who could be the substitute in that capacity. */
function CandidateSelect({
  capacityId,
  ...props
}: ControlProps & { capacityId: string | undefined }) {
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), STILL_MS);
  const { data, isFetching } = useQuery({
    ...api.queryOptions('get', '/api/v1/substitutions/candidates', {
      params: { query: { capacity_id: capacityId ?? '', ...(q && { q }) } },
    }),
    enabled: Boolean(capacityId),
  });
  return (
    <Select
      {...props}
      disabled={!capacityId}
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={isFetching}
      options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
