import { Checkbox, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { Room } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { EditDialog } from '../../shared/ui/edit-dialog';
import { RoomFields } from './room-fields';

interface RoomValues {
  name: string;
  place?: string | null;
  seats: number;
  is_video?: boolean;
}

interface CreateRoomDialogProps {
  onCreated: () => void;
  onClose: () => void;
}

export function CreateRoomDialog({ onCreated, onClose }: CreateRoomDialogProps) {
  const { t } = useTranslation();
  return (
    <CreateDialog<RoomValues, Room>
      form="rooms_create"
      title={t('rooms.create')}
      initialValues={{ seats: 8, is_video: false }}
      create={({ place, ...values }, header) =>
        unwrap(
          client.POST('/api/v1/rooms', {
            params: { header },
            body: { ...values, ...(place?.trim() && { place: place.trim() }) },
          }),
        )
      }
      onCreated={onCreated}
      onClose={onClose}
    >
      <RoomFields />
    </CreateDialog>
  );
}

interface EditRoomDialogProps {
  room: Room;
  onSaved: () => void;
  onClose: () => void;
}

/** Corrects a room; one that sessions to come are booked in stays in use. */
export function EditRoomDialog({ room, onSaved, onClose }: EditRoomDialogProps) {
  const { t } = useTranslation();
  const path = { id: room.id };
  return (
    <EditDialog<RoomValues & { is_active: boolean }, Room>
      title={t('common.editOf', { name: room.name })}
      original={room}
      toValues={({ name, place, seats, is_video, is_active }) => ({
        name,
        place: place ?? null,
        seats,
        is_video,
        is_active,
      })}
      describe={(values) => ({
        [t('rooms.name')]: values.name,
        [t('rooms.place')]: values.place,
        [t('rooms.seats')]: values.seats,
        [t('rooms.isVideo')]: t(values.is_video ? 'common.yes' : 'common.no'),
        [t('rooms.isActive')]: t(values.is_active ? 'common.yes' : 'common.no'),
      })}
      reload={() => unwrap(client.GET('/api/v1/rooms/{id}', { params: { path } }))}
      save={({ place, ...values }, version) =>
        unwrap(
          client.PATCH('/api/v1/rooms/{id}', {
            params: { path, header: ifMatch(version) },
            body: { ...values, place: place?.trim() || null },
          }),
        )
      }
      onSaved={onSaved}
      onClose={onClose}
    >
      <RoomFields />
      <Form.Item name="is_active" valuePropName="checked">
        <Checkbox>{t('rooms.isActive')}</Checkbox>
      </Form.Item>
    </EditDialog>
  );
}
