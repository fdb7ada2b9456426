import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import type { User } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { useDebounced } from '../../shared/lib/use-debounced';
import { DayRange } from '../../shared/ui/day-range';
import { Filter } from '../../shared/ui/filter';
import { SearchRegion } from '../../shared/ui/search-region';
import styles from './audit.module.css';
import { type AuditSearch, auditActions, parseAuditSearch } from './audit-search';

interface AuditFiltersProps {
  search: AuditSearch;
  onSearch: (search: AuditSearch) => void;
}

/** What was done, by whom, and when. */
export function AuditFilters({ search, onSearch }: AuditFiltersProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const change = (part: Record<string, unknown>) =>
    onSearch(parseAuditSearch({ ...search, ...part }));
  return (
    <SearchRegion className={styles.filters} label={t('audit.filters')}>
      <Filter label={t('audit.action')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            allowClear
            maxTagCount="responsive"
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('common.all')}
            value={search.action ?? []}
            options={auditActions.map((action) => ({
              value: action,
              label: enumName('auditAction', action.replace('.', '_')),
            }))}
            onChange={(action) => change({ action })}
          />
        )}
      </Filter>
      <Filter label={t('audit.account')}>
        {(id) => (
          <AccountSelect
            id={id}
            chosen={search.user_id}
            onChoose={(user_id) => change({ user_id })}
          />
        )}
      </Filter>
      <Filter label={t('audit.day')}>
        {(id) => (
          <DayRange
            id={id}
            from={search.from}
            to={search.to}
            onChange={(from, to) => change({ from, to })}
          />
        )}
      </Filter>
      <Button type="text" onClick={() => onSearch({})}>
        {t('common.reset')}
      </Button>
    </SearchRegion>
  );
}

const STILL_MS = 300;

interface AccountSelectProps {
  id: string;
  chosen: string | undefined;
  onChoose: (id: string | null | undefined) => void;
}

/** Accounts are many: the server searches. The one in the address is named whether found or not. */
function AccountSelect({ id, chosen, onChoose }: AccountSelectProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), STILL_MS);
  const found = useQuery(
    api.queryOptions('get', '/api/v1/users', { params: { query: { limit: 20, ...(q && { q }) } } }),
  );
  const one = useQuery({
    ...api.queryOptions('get', '/api/v1/users/{id}', { params: { path: { id: chosen ?? '' } } }),
    enabled: chosen !== undefined,
  });
  const label = ({ username, person }: User) =>
    t('common.noted', { text: username, note: person.name });
  const unnamed = t(one.isError ? 'audit.nobody' : 'common.loading');
  return (
    <Select
      id={id}
      allowClear
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={found.isFetching}
      placeholder={t('audit.anyAccount')}
      value={chosen ?? null}
      options={[
        ...(chosen ? [{ value: chosen, label: one.data ? label(one.data) : unnamed }] : []),
        ...(found.data?.items ?? [])
          .filter((user) => user.id !== chosen)
          .map((user) => ({ value: user.id, label: label(user) })),
      ]}
      onChange={(user: string | null | undefined) => onChoose(user)}
    />
  );
}
