import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { Room } from '../../shared/api/types';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { roomsOptions } from './queries';
import { CreateRoomDialog, EditRoomDialog } from './room-dialogs';

/** The rooms sessions are booked in. */
export function RoomsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(roomsOptions);
  const [creating, setCreating] = useState(false);
  const [editing, setEditing] = useState<Room | null>(null);
  const changed = () => void queryClient.invalidateQueries({ queryKey: roomsOptions.queryKey });
  return (
    <>
      <PageHeader
        title={t('nav.rooms')}
        note={t('rooms.note')}
        actions={
          me.nav.includes('room_new') && (
            <Button type="primary" onClick={() => setCreating(true)}>
              {t('rooms.create')}
            </Button>
          )
        }
      />
      <KeysetTable<Room>
        label={t('nav.rooms')}
        query={query}
        empty={t('rooms.empty')}
        columns={[
          { title: t('rooms.name'), cell: (row) => row.name },
          { title: t('rooms.place'), cell: (row) => row.place },
          { title: t('rooms.seats'), cell: (row) => row.seats },
          {
            title: t('rooms.isVideo'),
            cell: (row) => t(row.is_video ? 'common.yes' : 'common.no'),
          },
          {
            title: t('rooms.isActive'),
            cell: (row) => t(row.is_active ? 'common.yes' : 'common.no'),
          },
          {
            title: t('rooms.manage'),
            cell: (row) =>
              row.allowed_actions.includes('update') && (
                <Button size="small" onClick={() => setEditing(row)}>
                  {t('common.edit')}
                </Button>
              ),
          },
        ]}
      />
      {creating && <CreateRoomDialog onCreated={changed} onClose={() => setCreating(false)} />}
      {editing && (
        <EditRoomDialog room={editing} onSaved={changed} onClose={() => setEditing(null)} />
      )}
    </>
  );
}
