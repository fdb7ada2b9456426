import { type CaseVerb, isCaseVerb } from './case-verbs';

/** Which right the page explains. */
interface RightsSearch {
  action?: CaseVerb;
}

/** What of an address is one; the rest is left aside. */
export function parseRightsSearch({ action }: Record<string, unknown>): RightsSearch {
  return typeof action === 'string' && isCaseVerb(action) ? { action } : {};
}
