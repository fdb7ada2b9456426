import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import { useDebounced } from '../lib/use-debounced';

const STILL_MS = 300;

export interface ChosenCase {
  value: string;
  label: string;
}

interface CaseSelectProps {
  multiple?: boolean;
  /** Given by Ant Design's Form. */
  id?: string;
  value?: ChosenCase | ChosenCase[];
  onChange?: (chosen: ChosenCase | ChosenCase[]) => void;
}

/** Cases in scope by number or text; they are too many to list. */
export function CaseSelect({ multiple = false, ...field }: CaseSelectProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), STILL_MS);
  const { data, isFetching } = useQuery(
    api.queryOptions(
      'get',
      '/api/v1/cases',
      { params: { query: { q, limit: 20 } } },
      { enabled: q !== '' },
    ),
  );
  return (
    <Select<ChosenCase | ChosenCase[]>
      {...field}
      labelInValue
      {...(multiple && { mode: 'multiple' as const })}
      showSearch={{ filterOption: false, onSearch: setText }}
      notFoundContent={t('common.typeToFind')}
      loading={isFetching}
      options={(data?.items ?? []).map(({ id, title, case_no }) => ({
        value: id,
        label: `${case_no} ${title}`,
      }))}
    />
  );
}
