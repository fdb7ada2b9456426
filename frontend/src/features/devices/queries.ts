import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { Device, DeviceQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const LIST = ['devices', 'list'] as const;
const LOOKS = ['devices', 'looks'] as const;

/** Devices by keyset, the oldest entries first. */
export const devicesOptions = (query: DeviceQuery) =>
  infiniteQueryOptions({
    queryKey: [...LIST, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/devices', {
          params: { query: pageParam ? { ...query, cursor: pageParam } : query },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const deviceOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/devices/{id}', { params: { path: { id } } });

export const reloadDevice = (id: string): Promise<Device> =>
  unwrap(client.GET('/api/v1/devices/{id}', { params: { path: { id } } }));

/** Looks by keyset, the newest first. */
export const looksOptions = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...LOOKS, id],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/devices/{id}/looks', {
          params: { path: { id }, query: pageParam ? { cursor: pageParam } : {} },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** After a change: the page shows what came back, the lists are not what was loaded. */
export async function keepDevice(queryClient: QueryClient, device: Device): Promise<void> {
  queryClient.setQueryData(deviceOptions(device.id).queryKey, device);
  await queryClient.invalidateQueries({ queryKey: LIST });
}

export const looked = (queryClient: QueryClient, id: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: [...LOOKS, id] });
