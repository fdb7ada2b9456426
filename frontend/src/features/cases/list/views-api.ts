import { api, client } from '../../../shared/api/client';
import { ifMatch, newIdempotencyKey } from '../../../shared/api/concurrency';
import type { SavedView, SaveView } from '../../../shared/api/types';
import { unwrap } from '../../../shared/api/unwrap';

const key = () => ({ 'Idempotency-Key': newIdempotencyKey() });

export const viewsOptions = () => api.queryOptions('get', '/api/v1/views');

export function saveView(body: SaveView): Promise<SavedView> {
  return unwrap(client.POST('/api/v1/views', { params: { header: key() }, body }));
}

export function removeView({ id, version }: SavedView): Promise<SavedView> {
  return unwrap(
    client.POST('/api/v1/views/{view_id}/actions/remove', {
      params: { path: { view_id: id }, header: { ...ifMatch(version), ...key() } },
    }),
  );
}

/** In this order, those hidden that say so. */
export function arrangeViews(views: Pick<SavedView, 'id' | 'is_hidden'>[]) {
  const places = views.map(({ id, is_hidden }) => ({ id, is_hidden }));
  return unwrap(
    client.POST('/api/v1/views/actions/arrange', { params: { header: key() }, body: { places } }),
  );
}
