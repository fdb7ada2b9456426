import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { ReviewMeeting } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import type { ChosenCase } from '../../shared/ui/case-select';

/** What may be done to a meeting or an item of it, the main thing first. */
export const meetingVerbs = [
  'start',
  'close',
  'attend',
  'decide',
  'refill',
  'add_item',
  'move_item',
  'remove_item',
  'update',
  'issue_minutes',
  'cancel',
] as const;
export type MeetingVerb = (typeof meetingVerbs)[number];

export interface MeetingValues {
  place?: string;
  department_ids?: string[];
  department_id?: string;
  chosen?: ChosenCase;
  position?: number;
  reason?: string;
  text?: string;
  due_on?: string;
  summary?: string;
}

/** Does it to the version of the meeting that was seen. */
export function perform(
  verb: MeetingVerb,
  { id, version }: ReviewMeeting,
  item_id: string,
  values: MeetingValues,
): Promise<ReviewMeeting> {
  const params = { path: { id }, header: ifMatch(version) };
  const reason = values.reason?.trim() ?? '';
  const { department_ids = [], department_id = '', due_on = '' } = values;
  switch (verb) {
    case 'start':
      return unwrap(client.POST('/api/v1/review-meetings/{id}/actions/start', { params }));
    case 'refill':
      return unwrap(client.POST('/api/v1/review-meetings/{id}/actions/refill', { params }));
    case 'update':
      return unwrap(
        client.PATCH('/api/v1/review-meetings/{id}', {
          params,
          body: {
            department_ids,
            ...(values.place?.trim() && { place: values.place.trim() }),
          },
        }),
      );
    case 'attend':
      return unwrap(
        client.POST('/api/v1/review-meetings/{id}/actions/attend', {
          params,
          body: { department_ids },
        }),
      );
    case 'add_item':
      return unwrap(
        client.POST('/api/v1/review-meetings/{id}/actions/add_item', {
          params,
          body: { case_id: values.chosen?.value ?? '', reason },
        }),
      );
    case 'move_item':
      return unwrap(
        client.POST('/api/v1/review-meetings/{id}/actions/move_item', {
          params,
          body: { item_id, position: values.position ?? 1, reason },
        }),
      );
    case 'remove_item':
      return unwrap(
        client.POST('/api/v1/review-meetings/{id}/actions/remove_item', {
          params,
          body: { item_id, reason },
        }),
      );
    case 'issue_minutes':
      return unwrap(client.POST('/api/v1/review-meetings/{id}/actions/issue_minutes', { params }));
    case 'cancel':
      return unwrap(
        client.POST('/api/v1/review-meetings/{id}/actions/cancel', { params, body: { reason } }),
      );
    case 'decide':
      return unwrap(
        client.POST('/api/v1/review-meetings/{id}/actions/decide', {
          params,
          body: { item_id, department_id, text: values.text?.trim() ?? '', due_on },
        }),
      );
    case 'close':
      return unwrap(
        client.POST('/api/v1/review-meetings/{id}/actions/close', {
          params,
          body: values.summary?.trim() ? { summary: values.summary.trim() } : {},
        }),
      );
  }
}
