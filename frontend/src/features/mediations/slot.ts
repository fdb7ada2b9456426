import type { BookMediation, Mediation } from '../../shared/api/types';
import { formatDay, formatTime, instantAt } from '../../shared/lib/dates';

/** What the form holds: a day and clock times of China, as people say them. */
export interface SlotValues {
  day?: string;
  from?: string;
  to?: string;
  room_id?: string;
  mediator_ids?: string[];
}

const FIRST_HOUR = 8;
const LAST_HOUR = 21;

/** Clock times by the half hour, in which sessions are held. */
export const clockTimes: string[] = Array.from(
  { length: (LAST_HOUR - FIRST_HOUR) * 2 + 1 },
  (_, at) => `${String(FIRST_HOUR + Math.floor(at / 2)).padStart(2, '0')}:${at % 2 ? '30' : '00'}`,
);

/** The instants of a slot, once it is complete. */
export function timesOf(values: SlotValues): { starts_at: string; ends_at: string } | undefined {
  const { day, from, to } = values;
  if (!day || !from || !to || to <= from) return undefined;
  return { starts_at: instantAt(day, from), ends_at: instantAt(day, to) };
}

/** As the API takes it; the server names what is missing. */
export function toBooking(values: SlotValues): BookMediation {
  const { day = '', from = '', to = '', room_id = '', mediator_ids = [] } = values;
  return {
    room_id,
    mediator_ids,
    starts_at: instantAt(day, from),
    ends_at: instantAt(day, to),
  };
}

/** Where a session stands now. */
export function slotOf(session: Mediation): SlotValues {
  return {
    day: formatDay(session.starts_at),
    from: formatTime(session.starts_at),
    to: formatTime(session.ends_at),
    room_id: session.room.id,
    mediator_ids: session.mediators.map(({ id }) => id),
  };
}
