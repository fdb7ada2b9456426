import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { Person } from '../../shared/api/types';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { TextSearch } from '../../shared/ui/text-search';
import { CapacitiesDrawer } from './capacities-drawer';
import { CreatePersonDialog } from './create-person-dialog';
import { EditPersonDialog } from './edit-person-dialog';
import { peopleKey, peopleOptions } from './queries';

interface PeoplePageProps {
  q: string | undefined;
  onSearch: (q: string | undefined) => void;
}

export function PeoplePage({ q, onSearch }: PeoplePageProps) {
  const { t } = useTranslation();
  const me = useMe();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(peopleOptions(q));
  const [creating, setCreating] = useState(false);
  const [opened, setOpened] = useState<Person | null>(null);
  const [editing, setEditing] = useState<Person | null>(null);
  const refresh = () => void queryClient.invalidateQueries({ queryKey: peopleKey });

  return (
    <>
      <PageHeader
        title={t('nav.people')}
        note={t('people.note')}
        actions={
          me.nav.includes('person_new') && (
            <Button type="primary" onClick={() => setCreating(true)}>
              {t('people.create')}
            </Button>
          )
        }
      />
      <TextSearch label={t('people.search')} value={q} onSearch={onSearch} />
      <KeysetTable<Person>
        label={t('nav.people')}
        query={query}
        empty={t('people.empty')}
        columns={[
          { title: t('people.field.name'), cell: (row) => row.name },
          { title: t('people.field.department'), cell: (row) => row.department?.name },
          { title: t('people.field.phone'), cell: (row) => row.phone },
          {
            title: t('people.field.is_active'),
            cell: (row) => t(row.is_active ? 'common.yes' : 'common.no'),
          },
          {
            title: t('people.field.manage'),
            cell: (row) => (
              <Space wrap>
                <Button
                  size="small"
                  aria-label={t('people.capacitiesOf', { name: row.name })}
                  onClick={() => setOpened(row)}
                >
                  {t('people.capacities')}
                </Button>
                {row.allowed_actions.includes('update') && (
                  <Button
                    size="small"
                    aria-label={t('common.editOf', { name: row.name })}
                    onClick={() => setEditing(row)}
                  >
                    {t('common.edit')}
                  </Button>
                )}
              </Space>
            ),
          },
        ]}
      />
      {creating && <CreatePersonDialog onCreated={refresh} onClose={() => setCreating(false)} />}
      {editing && (
        <EditPersonDialog person={editing} onSaved={refresh} onClose={() => setEditing(null)} />
      )}
      {opened && <CapacitiesDrawer person={opened} onClose={() => setOpened(null)} />}
    </>
  );
}
