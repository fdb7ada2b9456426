import type { CaseView } from '../shared/api/types';
import { caseEvent, dossier, routing } from './factories';
import { answer } from './http';

const page = (items: object[]) => ({ items, next_cursor: null, total: null });

/** The reference data every case page asks for. */
export function answerReference(): void {
  answer('get', '/code-sets/:name', {
    name: 'case_type',
    title: '事件类型',
    version: '1',
    items: [
      {
        code: '01',
        parent_code: null,
        name: '住房',
        name_en: null,
        valid_from: null,
        valid_to: null,
      },
    ],
  });
  answer('get', '/case-workflow', { statuses: [], transitions: [] });
  answer('get', '/views', page([]));
  answer('get', '/cases/:id/documents', page([]));
  answer('get', '/cases/:id/documents/kinds', page([]));
  answer('get', '/cases/:id/notes', page([]));
  answer('get', '/cases/:id/replies', page([]));
  answer('get', '/cases/:id/applicant-notices', page([]));
  answer('get', '/regions', page([]));
  answer('get', '/departments', page([{ id: 'd-1', name: '住建局', parent_id: null }]));
}

/** A case with one entry in its ledger, into which none was merged. */
export function answerCase(view: CaseView): void {
  answer('get', `/cases/${view.id}`, view);
  answer('get', `/cases/${view.id}/events`, page([caseEvent()]));
  answer('get', '/cases', page([]));
  answer('get', `/cases/${view.id}/routing`, routing());
  answer('get', `/cases/${view.id}/attachments`, page([]));
  answer('get', `/cases/${view.id}/dossier`, dossier());
}
