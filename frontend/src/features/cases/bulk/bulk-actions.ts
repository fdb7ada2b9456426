import { useQuery } from '@tanstack/react-query';
import { api, client } from '../../../shared/api/client';
import { useActingRole } from '../../../shared/api/session';
import type { BulkReport, BulkRow, CaseSummary } from '../../../shared/api/types';
import { unwrap } from '../../../shared/api/unwrap';
import { type CaseVerb, isCaseVerb } from '../actions/case-verbs';

/** Cases of one request; a run of more goes in several, so that it can tell how far it is. */
const CHUNK = 20;

type Seen = Pick<CaseSummary, 'id' | 'version'>;

/** The verbs that may be told to many and that somebody in this role may use. */
export function useBulkVerbs(): CaseVerb[] {
  const role = useActingRole();
  const { data } = useQuery({
    ...api.queryOptions('get', '/api/v1/case-workflow'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const rows = data?.transitions ?? [];
  return rows
    .filter(({ is_bulk, roles }) => is_bulk && role !== undefined && roles.includes(role))
    .map(({ action }) => action)
    .filter(isCaseVerb);
}

interface BulkRequest {
  verb: string;
  body: Record<string, unknown>;
  cases: Seen[];
}

function asked({ verb, body, cases }: BulkRequest) {
  const items = cases.map(({ id, version }) => ({ id, version }));
  return { verb, body, items };
}

/** What would become of each; nothing is stored. */
export function previewBulk(request: BulkRequest): Promise<BulkReport> {
  return unwrap(client.POST('/api/v1/cases/actions/preview', { body: asked(request) }));
}

/**
 * Carries it out in chunks. `keyOf` gives each chunk a key of its own: sent again after a broken
 * line it goes on where it was.
 */
export async function runBulk(
  request: BulkRequest,
  keyOf: (chunk: number) => { 'Idempotency-Key': string },
  onRows: (rows: BulkRow[]) => void,
): Promise<BulkReport['undo']> {
  let undo: BulkReport['undo'] = null;
  for (let chunk = 0; chunk * CHUNK < request.cases.length; chunk += 1) {
    const cases = request.cases.slice(chunk * CHUNK, (chunk + 1) * CHUNK);
    const report = await unwrap(
      client.POST('/api/v1/cases/actions', {
        params: { header: keyOf(chunk) },
        body: asked({ ...request, cases }),
      }),
    );
    undo = report.undo ?? null;
    onRows(report.rows);
  }
  return undo;
}
