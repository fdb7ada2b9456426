import { useQuery } from '@tanstack/react-query';
import { api } from './client';

/** What may ever be done with a case, and by which roles. */
export function useTransitions() {
  const { data, isPending } = useQuery({
    ...api.queryOptions('get', '/api/v1/case-workflow'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { transitions: data?.transitions, isPending };
}
