import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { Agreement } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { toFen } from '../../shared/lib/money';

/** What may be done to an agreement, the main thing first. */
export const agreementVerbs = [
  'record_performance',
  'apply_confirmation',
  'answer_confirmation',
  'cancel',
] as const;

export type AgreementVerb = (typeof agreementVerbs)[number];

/** What the forms hold; fields that are not shown have no value. */
export interface AgreementValues {
  item_no?: number;
  state?: Agreement['items'][number]['performances'][number]['state'];
  yuan?: number | null;
  happened_on?: string;
  evidence?: string;
  applied_on?: string;
  court?: string;
  party_nos?: number[];
  answer?: 'confirmed' | 'rejected' | 'withdrawn';
  answered_on?: string;
  court_no?: string;
  reason?: string;
}

const filled = (text: string | undefined) => text?.trim() || undefined;

/** Does it to the version of the agreement that was seen. */
export function performOnAgreement(
  verb: AgreementVerb,
  { id, version }: Agreement,
  values: AgreementValues,
  key: { 'Idempotency-Key': string },
): Promise<Agreement> {
  const params = { path: { id }, header: { ...ifMatch(version), ...key } };
  const reason = filled(values.reason);
  switch (verb) {
    case 'record_performance':
      return unwrap(
        client.POST('/api/v1/agreements/{id}/actions/record_performance', {
          params,
          body: {
            item_no: values.item_no ?? 0,
            state: values.state ?? 'performed',
            happened_on: values.happened_on ?? '',
            evidence: values.evidence ?? '',
            ...(values.state === 'partly' && values.yuan && { amount_fen: toFen(values.yuan) }),
          },
        }),
      );
    case 'apply_confirmation':
      return unwrap(
        client.POST('/api/v1/agreements/{id}/actions/apply_confirmation', {
          params,
          body: {
            applied_on: values.applied_on ?? '',
            court: values.court ?? '',
            party_nos: values.party_nos ?? [],
          },
        }),
      );
    case 'answer_confirmation': {
      const court_no = filled(values.court_no);
      return unwrap(
        client.POST('/api/v1/agreements/{id}/actions/answer_confirmation', {
          params,
          body: {
            answer: values.answer ?? 'confirmed',
            answered_on: values.answered_on ?? '',
            ...(court_no && { court_no }),
            ...(reason && { reason }),
          },
        }),
      );
    }
    case 'cancel':
      return unwrap(
        client.POST('/api/v1/agreements/{id}/actions/cancel', {
          params,
          body: { reason: reason ?? '' },
        }),
      );
  }
}
