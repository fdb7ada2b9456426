import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { ReportCode, ScreeningQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { lastMonth, type ReportSearch, type RowSearch, toRowQuery } from './report-search';

export const reportOptions = (code: ReportCode, search: ReportSearch) =>
  api.queryOptions('get', '/api/v1/reports/{code}', {
    params: { path: { code }, query: { ...search, month: search.month ?? lastMonth() } },
  });

/** The closed months of the caller's county, newest first. */
export const closingsOptions = () => api.queryOptions('get', '/api/v1/report-closings');

/** The cases behind a figure, by keyset; a case has one row. */
export const reportRowsOptions = (search: RowSearch) =>
  infiniteQueryOptions({
    queryKey: ['reports', 'rows', search],
    queryFn: async ({ pageParam, signal }) => {
      const page = await unwrap(
        client.GET('/api/v1/reports/{code}/rows', {
          params: {
            path: { code: search.code },
            query: { ...toRowQuery(search), ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      );
      return { ...page, items: page.items.map((row) => ({ ...row, id: row.case.id })) };
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const screeningOptions = (query: ScreeningQuery) =>
  infiniteQueryOptions({
    queryKey: ['reports', 'screening', query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/reports/screening', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
