import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { ReviewMeeting, ReviewMeetingQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const meetings = '/api/v1/review-meetings';
const LIST = ['review-meetings', 'list'] as const;

/** Meetings by keyset, the latest first. */
export const meetingsOptions = (query: ReviewMeetingQuery) =>
  infiniteQueryOptions({
    queryKey: [...LIST, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET(meetings, {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const meetingOptions = (id: string) =>
  api.queryOptions('get', `${meetings}/{id}`, { params: { path: { id } } });

export const minutesOptions = (id: string) =>
  api.queryOptions('get', `${meetings}/{id}/minutes`, { params: { path: { id } } });

export const chairsOptions = () => api.queryOptions('get', `${meetings}/chairs`);

/** The minutes as a DOCX file: the issued ones, or a draft. */
export async function downloadMinutes(id: string, name: string): Promise<void> {
  const file = await unwrap(
    client.GET(`${meetings}/{id}/minutes/docx`, { params: { path: { id } }, parseAs: 'blob' }),
  );
  const url = URL.createObjectURL(file as unknown as Blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The meeting as the server has it, for comparing. */
export const reloadMeeting = (id: string): Promise<ReviewMeeting> =>
  unwrap(client.GET(`${meetings}/{id}`, { params: { path: { id } } }));

/** After a meeting was changed: its page shows what came back, the list is not what was loaded. */
export async function keepMeeting(queryClient: QueryClient, meeting: ReviewMeeting): Promise<void> {
  queryClient.setQueryData(meetingOptions(meeting.id).queryKey, meeting);
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: LIST }),
    queryClient.invalidateQueries(minutesOptions(meeting.id)),
  ]);
}
