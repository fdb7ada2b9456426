import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, client } from '../../shared/api/client';
import type { UserWithPassword } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useDebounced } from '../../shared/lib/use-debounced';
import { CreateDialog } from '../../shared/ui/create-dialog';

interface NewUser {
  username: string;
  person_id: string;
}

interface CreateUserDialogProps {
  onCreated: (account: UserWithPassword) => void;
  onClose: () => void;
}

export function CreateUserDialog({ onCreated, onClose }: CreateUserDialogProps) {
  const { t } = useTranslation();
  const required = (label: string) => ({
    required: true,
    message: t('common.required', { label }),
  });
  return (
    <CreateDialog<NewUser, UserWithPassword>
      title={t('users.create')}
      create={(body, header) => unwrap(client.POST('/api/v1/users', { params: { header }, body }))}
      onCreated={onCreated}
      onClose={onClose}
    >
      <Form.Item
        name="person_id"
        label={t('users.field.person')}
        rules={[required(t('users.field.person'))]}
      >
        <PersonSelect />
      </Form.Item>
      <Form.Item
        name="username"
        label={t('users.field.username')}
        rules={[required(t('users.field.username'))]}
      >
        <Input maxLength={64} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Form.Item>
    </CreateDialog>
  );
}

const STILL_MS = 300;

/** People are many: the server searches. Ant Design's Form passes id, value and onChange. */
function PersonSelect(props: { id?: string; value?: string; onChange?: (id: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), STILL_MS);
  const { data, isFetching } = useQuery(
    api.queryOptions('get', '/api/v1/people', {
      params: { query: { limit: 20, ...(q && { q }) } },
    }),
  );
  return (
    <Select
      {...props}
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={isFetching}
      options={(data?.items ?? []).map(({ id, name, department }) => ({
        value: id,
        label: department ? t('common.noted', { text: name, note: department.name }) : name,
      }))}
    />
  );
}
