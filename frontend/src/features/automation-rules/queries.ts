import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { PreviewRule, RuleState, RunOutcome } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const paged = { initialPageParam: '', getNextPageParam: nextCursor };

function nextCursor(page: { next_cursor?: string | null }): string | undefined {
  return page.next_cursor ?? undefined;
}

const at = (id: string) => ({ path: { id } });

export const rulesKey = ['automation-rules'] as const;

export const rulesOptions = (state: RuleState[]) =>
  infiniteQueryOptions({
    queryKey: [...rulesKey, 'list', state],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/automation-rules', {
          params: { query: { state, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    ...paged,
  });

export const ruleOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/automation-rules/{id}', { params: at(id) });

export const versionsOptions = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...rulesKey, id, 'versions'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/automation-rules/{id}/versions', {
          params: { ...at(id), query: pageParam ? { cursor: pageParam } : {} },
          signal,
        }),
      ),
    ...paged,
  });

export const runsOptions = (id: string, outcome: RunOutcome[]) =>
  infiniteQueryOptions({
    queryKey: [...rulesKey, id, 'runs', outcome],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/automation-rules/{id}/runs', {
          params: { ...at(id), query: { outcome, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    ...paged,
  });

/** How many matches of a draft are listed before somebody asks for more. */
export const FEW = 10;

/** Asks for the effect of a draft; the last answer stays while the next one is on its way. */
export const previewOptions = (body: PreviewRule | null) =>
  queryOptions({
    queryKey: [...rulesKey, 'preview', body],
    enabled: body !== null,
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ signal }) => {
      if (!body) throw new Error('nothing to look at yet');
      return unwrap(client.POST('/api/v1/automation-rules/preview', { body, signal }));
    },
  });
