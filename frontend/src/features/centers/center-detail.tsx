import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { Center } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { EditDialog } from '../../shared/ui/edit-dialog';
import { FactList } from '../../shared/ui/fact-list';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';

interface CenterValues {
  name: string;
  address: string | null;
  phone: string | null;
  opening_hours: string | null;
}

const fields = ['name', 'address', 'phone', 'opening_hours'] as const;

interface CenterDetailProps {
  centerId: string;
  onChanged: () => void;
}

export function CenterDetail({ centerId, onChanged }: CenterDetailProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const [editing, setEditing] = useState(false);
  const path = { id: centerId };
  const query = useQuery(api.queryOptions('get', '/api/v1/centers/{id}', { params: { path } }));

  return (
    <QueryState query={query}>
      {(center) => (
        <>
          <PageHeader
            title={center.name}
            note={enumName('regionLevel', center.level)}
            actions={
              center.allowed_actions.includes('update') && (
                <Button onClick={() => setEditing(true)}>{t('common.edit')}</Button>
              )
            }
          />
          <FactList
            facts={[
              [t('centers.field.region'), center.region_name],
              [t('centers.field.address'), center.address],
              [t('centers.field.phone'), center.phone],
              [t('centers.field.opening_hours'), center.opening_hours],
            ]}
          />
          <p>
            <Link to="/cases" search={{ region_id: center.region_id }}>
              {t('centers.cases')}
            </Link>
          </p>
          {editing && (
            <EditDialog<CenterValues, Center>
              title={t('centers.edit')}
              original={center}
              toValues={({ name, address = null, phone = null, opening_hours = null }) => ({
                name,
                address,
                phone,
                opening_hours,
              })}
              describe={(values) =>
                Object.fromEntries(fields.map((name) => [t(`centers.field.${name}`), values[name]]))
              }
              reload={async () => (await query.refetch({ throwOnError: true })).data ?? center}
              save={(body, version) =>
                unwrap(
                  client.PATCH('/api/v1/centers/{id}', {
                    params: { path, header: ifMatch(version) },
                    body,
                  }),
                )
              }
              onSaved={() => {
                void query.refetch();
                onChanged();
              }}
              onClose={() => setEditing(false)}
            >
              <CenterFields />
            </EditDialog>
          )}
        </>
      )}
    </QueryState>
  );
}

function CenterFields() {
  const { t } = useTranslation();
  return fields.map((name) => {
    const label = t(`centers.field.${name}`);
    const rule = { required: true, whitespace: true, message: t('common.required', { label }) };
    return (
      <Form.Item key={name} name={name} label={label} rules={name === 'name' ? [rule] : []}>
        <Input maxLength={200} />
      </Form.Item>
    );
  });
}
