import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { Webhook, WebhookDelivery, WebhookDeliveryState } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const WEBHOOKS = ['webhooks'] as const;

/** Webhooks within one's scope, by keyset. */
export const webhooksOptions = () =>
  infiniteQueryOptions({
    queryKey: [...WEBHOOKS, 'list'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/webhooks', {
          params: { query: pageParam ? { cursor: pageParam } : {} },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** What a webhook delivered, newest first. */
export const deliveriesOptions = (webhookId: string, state: WebhookDeliveryState | undefined) =>
  infiniteQueryOptions({
    queryKey: [...WEBHOOKS, 'deliveries', webhookId, state],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/webhooks/{id}/deliveries', {
          params: {
            path: { id: webhookId },
            query: { ...(state && { state }), ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    // Somebody waits for what comes of it.
    refetchInterval: 5000,
  });

export const attemptsOptions = (webhookId: string, deliveryId: string) =>
  infiniteQueryOptions({
    queryKey: [...WEBHOOKS, 'attempts', webhookId, deliveryId],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/webhooks/{id}/deliveries/{delivery_id}/attempts', {
          params: {
            path: { id: webhookId, delivery_id: deliveryId },
            query: pageParam ? { cursor: pageParam } : {},
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const eventTypesOptions = () => api.queryOptions('get', '/api/v1/webhook-event-types');

/** The applications a webhook may be bound to are among them; one has twenty at most. */
export const activeApplicationsOptions = () =>
  api.queryOptions('get', '/api/v1/applications', {
    params: { query: { state: ['active'], limit: 200 } },
  });

export const readWebhook = (id: string): Promise<Webhook> =>
  unwrap(client.GET('/api/v1/webhooks/{id}', { params: { path: { id } } }));

/** What needs no form. */
export type PlainVerb = 'enable' | 'test' | 'remove';

export async function actOnWebhook(verb: PlainVerb, { id, version }: Webhook): Promise<void> {
  const params = { path: { id }, header: ifMatch(version) };
  if (verb === 'enable') {
    const body = { is_missed_skipped: false };
    await unwrap(client.POST('/api/v1/webhooks/{id}/actions/enable', { params, body }));
  } else if (verb === 'test') {
    await unwrap(client.POST('/api/v1/webhooks/{id}/actions/test', { params }));
  } else {
    await unwrap(client.POST('/api/v1/webhooks/{id}/actions/remove', { params }));
  }
}

export const replayDelivery = (delivery: WebhookDelivery): Promise<WebhookDelivery> =>
  unwrap(
    client.POST('/api/v1/webhooks/{id}/deliveries/{delivery_id}/actions/replay', {
      params: {
        path: { id: delivery.webhook_id, delivery_id: delivery.id },
        header: ifMatch(delivery.version),
      },
    }),
  );

/** After anything was done to a webhook or a delivery. */
export const refreshWebhooks = (queryClient: QueryClient): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: WEBHOOKS });
