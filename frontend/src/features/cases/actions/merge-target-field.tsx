import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../shared/api/client';
import type { CaseStatus, CaseView } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { useDebounced } from '../../../shared/lib/use-debounced';
import { caseOptions, similarCasesOptions } from '../queries';
import { useField } from './action-fields';

const STILL_MS = 300;

/** A case goes on only in one that is still worked on. */
const open: CaseStatus[] = [
  'registered',
  'dispatched',
  'in_progress',
  'returned',
  'suspended',
  'resolved',
  'in_callback',
];

export function MergeTargetField({ seen }: { seen: CaseView }) {
  const { t } = useTranslation();
  return (
    <Form.Item {...useField('into_case_id', true, true)} extra={t('cases.actionHint.into_case_id')}>
      <CaseSelect besides={seen} />
    </Form.Item>
  );
}

interface CaseSelectProps {
  besides: CaseView;
  /** Given by Ant Design's Form. */
  id?: string;
  value?: string;
  onChange?: (id: string) => void;
}

/** Begins with the similar ones; typing searches every case in scope by number or text. */
function CaseSelect({ besides, ...field }: CaseSelectProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), STILL_MS);
  const similar = useQuery(similarCasesOptions(besides.id));
  const search = { q, status: open, limit: 20 };
  const found = useQuery(
    api.queryOptions('get', '/api/v1/cases', { params: { query: search } }, { enabled: q !== '' }),
  );
  const items = (q === '' ? similar : found).data?.items ?? [];
  const listed = items.filter(({ id, status }) => id !== besides.id && open.includes(status));
  // What a draft brings back is not always among those listed.
  const isListed = !field.value || listed.some(({ id }) => id === field.value);
  const chosen = useQuery({ ...caseOptions(field.value ?? ''), enabled: !isListed });
  const shown = isListed || !chosen.data ? listed : [chosen.data, ...listed];
  return (
    <Select
      {...field}
      showSearch={{ filterOption: false, onSearch: setText }}
      notFoundContent={t('cases.actionHint.noCase')}
      loading={similar.isFetching || found.isFetching}
      options={shown.map(({ id, title, case_no, status }) => ({
        value: id,
        label: [title, case_no, enumName('status', status)].join(' · '),
      }))}
    />
  );
}
