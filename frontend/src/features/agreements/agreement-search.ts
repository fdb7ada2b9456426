import type { AgreementQuery } from '../../shared/api/types';
import { addDays, today } from '../../shared/lib/dates';

/** The lists people look at. */
export const agreementViews = ['due', 'overdue', 'breached', 'confirm', 'all'] as const;

export type AgreementListView = (typeof agreementViews)[number];

/** What stands in the address. */
export interface AgreementSearch {
  view?: AgreementListView;
}

/** Reads the address; what is unknown is left out. */
export function parseAgreementSearch(search: Record<string, unknown>): AgreementSearch {
  const view = agreementViews.find((one) => one === search.view);
  return view ? { view } : {};
}

const CONFIRM_DAYS = 30;

/** The same as the API takes it. */
export function toAgreementQuery(view: AgreementListView): AgreementQuery {
  switch (view) {
    case 'due':
      return { state: ['in_force', 'breached'], sort: 'next_due_on' };
    case 'overdue':
      return { is_overdue: true, sort: 'next_due_on' };
    case 'breached':
      return { state: ['breached'] };
    case 'confirm':
      return { confirm_by: addDays(today(), CONFIRM_DAYS) };
    case 'all':
      return {};
  }
}
