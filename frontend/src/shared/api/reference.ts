import { queryOptions, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { currentLanguage } from '../i18n/i18n';
import { api, client } from './client';
import { collectAll } from './collect-all';
import { unwrap } from './unwrap';

/** Reference data changes a few times a year; a page load is fresh enough. */
const REFERENCE = { staleTime: 30 * 60_000 } as const;
const WHOLE_LIST = 200;

/** The code tables people choose from; names and validity come with them. */
export type CodeSetName =
  | 'case_type'
  | 'case_scale'
  | 'id_type'
  | 'gender'
  | 'resolution_method'
  | 'return_ground'
  | 'decline_ground'
  | 'suspend_reason'
  | 'visit_close_reason'
  | 'supervision_ground'
  | 'recusal_ground'
  | 'mediation_cancel_reason'
  | 'skill';

export const codeSetOptions = (name: CodeSetName) =>
  api.queryOptions('get', '/api/v1/code-sets/{name}', { params: { path: { name } } }, REFERENCE);

/** Turns a code of a table into its name in the reader's language. */
export function useCodeName(name: CodeSetName): (code: string | null | undefined) => string {
  const { data } = useQuery(codeSetOptions(name));
  return useCallback(
    (code) => {
      const item = data?.items.find((one) => one.code === code);
      if (!item) return code ?? '';
      return currentLanguage() === 'en' && item.name_en ? item.name_en : item.name;
    },
    [data],
  );
}

/** The codes of a flat table as choices. */
export function useCodeOptions(name: CodeSetName): { value: string; label: string }[] {
  const { data } = useQuery(codeSetOptions(name));
  const codeName = useCodeName(name);
  return (data?.items ?? []).map(({ code }) => ({ value: code, label: codeName(code) }));
}

export const regionsOptions = () =>
  queryOptions({
    queryKey: ['regions', 'all'],
    ...REFERENCE,
    queryFn: ({ signal }) =>
      collectAll((cursor) =>
        unwrap(
          client.GET('/api/v1/regions', {
            params: { query: { limit: WHOLE_LIST, ...cursor } },
            signal,
          }),
        ),
      ),
  });

export const departmentsOptions = () =>
  queryOptions({
    queryKey: ['departments', 'all'],
    ...REFERENCE,
    queryFn: ({ signal }) =>
      collectAll((cursor) =>
        unwrap(
          client.GET('/api/v1/departments', {
            params: { query: { limit: WHOLE_LIST, ...cursor } },
            signal,
          }),
        ),
      ),
  });

export const centersOptions = () =>
  queryOptions({
    queryKey: ['centers', 'all'],
    ...REFERENCE,
    queryFn: ({ signal }) =>
      collectAll((cursor) =>
        unwrap(
          client.GET('/api/v1/centers', {
            params: { query: { limit: WHOLE_LIST, ...cursor } },
            signal,
          }),
        ),
      ),
  });
