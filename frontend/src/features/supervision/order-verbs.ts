import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { SupervisionOrder } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

/** What may be done to an order, the main thing first. */
export const orderVerbs = ['reply', 'accept_reply', 'reject_reply', 'cancel'] as const;
export type OrderVerb = (typeof orderVerbs)[number];

export interface OrderValues {
  text?: string;
  reason?: string;
  reply_due_on?: string;
}

/** What was filled in. */
export function given(values: OrderValues): OrderValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as OrderValues;
}

/** Does it to the version of the order that was seen. */
export function performOnOrder(
  verb: OrderVerb,
  { id, version }: SupervisionOrder,
  values: OrderValues,
  key: { 'Idempotency-Key': string },
): Promise<SupervisionOrder> {
  const params = { path: { id }, header: { ...ifMatch(version), ...key } };
  const { text = '', reason = '', reply_due_on } = values;
  switch (verb) {
    case 'reply':
      return unwrap(
        client.POST('/api/v1/supervision-orders/{id}/actions/reply', { params, body: { text } }),
      );
    case 'accept_reply':
      return unwrap(
        client.POST('/api/v1/supervision-orders/{id}/actions/accept_reply', {
          params,
          body: reason ? { reason } : {},
        }),
      );
    case 'reject_reply':
      return unwrap(
        client.POST('/api/v1/supervision-orders/{id}/actions/reject_reply', {
          params,
          body: { reason, ...(reply_due_on && { reply_due_on }) },
        }),
      );
    case 'cancel':
      return unwrap(
        client.POST('/api/v1/supervision-orders/{id}/actions/cancel', {
          params,
          body: { reason },
        }),
      );
  }
}
