import type { RegisterCase } from '../../../shared/api/types';

interface PartyValues {
  kind?: string;
  name?: string;
  phone?: string;
  id_type?: string;
  id_number?: string;
  address?: string;
  gender?: string;
  ethnicity?: string;
  age?: number;
  occupation?: string;
}

/** The registration form. Its paths are the request's, so that problems find their fields. */
export interface RegisterValues {
  anonymous?: boolean;
  parties?: PartyValues[];
  title: string;
  narrative: string;
  demand?: string;
  channel: string;
  type_code?: string;
  place?: { region_id?: string; address?: string };
  people_count?: number;
  amount_yuan?: number;
  willing_to_mediate?: boolean;
  occurred_on?: string;
  source?: { system?: string; number?: string };
  /** 限制知悉. */
  restriction?: { class?: string; reason?: string };
}

export const emptyValues: Partial<RegisterValues> = { channel: 'walk_in' };

const partyRoles = ['applicant', 'respondent'] as const;
const FEN = 100;

/** The request without what was left empty; money goes out in fen. */
export function toRegisterCase(values: RegisterValues): RegisterCase {
  const { parties, amount_yuan, place, source, restriction, ...plain } = values;
  const named = (parties ?? [])
    .map((party, index) => ({ ...party, role: partyRoles[index] ?? 'third_party' }))
    .filter((party) => party.name?.trim())
    .filter((party) => !(values.anonymous && party.role === 'applicant'));
  return filled({
    ...plain,
    parties: named.map((party) => filled({ ...party, kind: party.kind ?? 'person' })),
    place: filled(place ?? {}),
    source: source?.system && source.number ? source : undefined,
    restriction: restriction?.class ? filled(restriction) : undefined,
    amount_fen: amount_yuan === undefined ? undefined : Math.round(amount_yuan * FEN),
  }) as unknown as RegisterCase;
}

/** What is kept while it is unsent: everything but the document numbers. */
export function toDraft(values: RegisterValues): RegisterValues {
  const { parties, ...rest } = values;
  return {
    ...rest,
    ...(parties && { parties: parties.map(({ id_number: _, ...party }) => party) }),
  };
}

function filled(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
