import type { DataFieldQuery } from '../../shared/api/types';

type DataObject = NonNullable<DataFieldQuery['object']>[number];

/** The filters of the registry as they stand in the address. */
export interface DataFieldSearch {
  object?: DataObject;
  origin?: 'derived' | 'entered';
}

/** Every object of the contract; one that is missing here does not compile. */
const known: Record<DataObject, true> = {
  case: true,
  party: true,
  referral: true,
  visit: true,
  document: true,
  correspondence: true,
  supervision_order: true,
  ledger: true,
  mediation: true,
  agreement: true,
  reception: true,
  case_task: true,
  review_meeting: true,
  attachment: true,
  citizen: true,
};

export const dataObjects = Object.keys(known) as DataObject[];

/** Reads the address; what is unknown or empty is left out. */
export function parseDataFieldSearch(search: Record<string, unknown>): DataFieldSearch {
  const object = dataObjects.find((one) => one === search.object);
  const { origin } = search;
  return {
    ...(object && { object }),
    ...((origin === 'entered' || origin === 'derived') && { origin }),
  };
}

export function toDataFieldQuery({ object, origin }: DataFieldSearch): DataFieldQuery {
  return { ...(object && { object: [object] }), ...(origin && { origin }) };
}
