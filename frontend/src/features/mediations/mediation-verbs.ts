import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { Mediation } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { type SlotValues, toBooking } from './slot';

/** What may be done to a session, the main thing first. */
export const mediationVerbs = [
  'record_consent',
  'start',
  'conclude',
  'write_minutes',
  'sign_minutes',
  'adjourn',
  'rebook',
  'recuse',
  'cancel',
] as const;

export type MediationVerb = (typeof mediationVerbs)[number];

/** What the forms hold; fields that are not shown have no value. */
export interface MediationValues extends SlotValues {
  party?: string;
  agrees?: boolean;
  manner?: Mediation['consents'][number]['manner'];
  mediator_id?: string;
  ground_code?: string;
  reason_code?: string;
  party_no?: number;
  reason?: string;
  text?: string;
  party_nos?: number[];
  has_next?: boolean;
  outcome?: NonNullable<Mediation['outcome']>;
  guided_to?: NonNullable<Mediation['guided_to']>;
  note?: string;
}

type Side = Mediation['consents'][number]['side'];

/** `applicant:1`, or `respondent:` where the case names nobody of that side. */
function sideOf(party: string): { side: Side; party_no?: number } {
  const [side, no] = party.split(':');
  return { side: side as Side, ...(no && { party_no: Number(no) }) };
}

const filled = (text: string | undefined) => text?.trim() || undefined;

/** Does it to the version of the session that was seen. */
export function performOnMediation(
  verb: MediationVerb,
  { id, version }: Mediation,
  values: MediationValues,
  key: { 'Idempotency-Key': string },
): Promise<Mediation> {
  const params = { path: { id }, header: { ...ifMatch(version), ...key } };
  const note = filled(values.note);
  switch (verb) {
    case 'record_consent':
      return unwrap(
        client.POST('/api/v1/mediations/{id}/actions/record_consent', {
          params,
          body: {
            ...sideOf(values.party ?? ''),
            agrees: values.agrees ?? true,
            manner: values.manner ?? 'in_person',
          },
        }),
      );
    case 'start':
      return unwrap(client.POST('/api/v1/mediations/{id}/actions/start', { params, body: {} }));
    case 'conclude':
      return unwrap(
        client.POST('/api/v1/mediations/{id}/actions/conclude', {
          params,
          body: {
            outcome: values.outcome ?? 'agreed',
            ...(values.guided_to && { guided_to: values.guided_to }),
            ...(note && { note }),
          },
        }),
      );
    case 'write_minutes':
      return unwrap(
        client.POST('/api/v1/mediations/{id}/actions/write_minutes', {
          params,
          body: { text: values.text ?? '' },
        }),
      );
    case 'sign_minutes':
      return unwrap(
        client.POST('/api/v1/mediations/{id}/actions/sign_minutes', {
          params,
          body: { party_nos: values.party_nos ?? [] },
        }),
      );
    case 'adjourn':
      return unwrap(
        client.POST('/api/v1/mediations/{id}/actions/adjourn', {
          params,
          body: {
            reason: values.reason ?? '',
            ...(values.has_next && { next: toBooking(values) }),
          },
        }),
      );
    case 'rebook':
      return unwrap(
        client.POST('/api/v1/mediations/{id}/actions/rebook', {
          params,
          body: toBooking(values),
        }),
      );
    case 'recuse':
      return unwrap(
        client.POST('/api/v1/mediations/{id}/actions/recuse', {
          params,
          body: {
            mediator_id: values.mediator_id ?? '',
            ground_code: values.ground_code ?? '',
            reason: values.reason ?? '',
            ...(values.party_no && { party_no: values.party_no }),
          },
        }),
      );
    case 'cancel':
      return unwrap(
        client.POST('/api/v1/mediations/{id}/actions/cancel', {
          params,
          body: { reason_code: values.reason_code ?? '', ...(note && { note }) },
        }),
      );
  }
}
