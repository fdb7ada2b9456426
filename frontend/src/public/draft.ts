import type { Submission } from './api';

/** What has been typed so far; kept in memory only, because the PC may be shared. */
export interface Draft {
  narrative: string;
  demand: string;
  centerId: string;
  regionId: string;
  address: string;
  respondent: string;
  mediate: 'yes' | 'no' | 'unsure' | null;
  isAnonymous: boolean;
  name: string;
  phone: string;
  email: string;
  notifyByEmail: boolean;
}

export const emptyDraft: Draft = {
  narrative: '',
  demand: '',
  centerId: '',
  regionId: '',
  address: '',
  respondent: '',
  mediate: null,
  isAnonymous: false,
  name: '',
  phone: '',
  email: '',
  notifyByEmail: false,
};

/** The draft as it is sent: what was left out is not there. */
export function toSubmission(draft: Draft): Submission {
  const text = (value: string) => value.trim() || null;
  const willing = { yes: true, no: false, unsure: null };
  return {
    narrative: draft.narrative.trim(),
    demand: text(draft.demand),
    region_id: draft.regionId,
    address: text(draft.address),
    respondent: text(draft.respondent),
    willing_to_mediate: draft.mediate && willing[draft.mediate],
    anonymous: draft.isAnonymous,
    applicant: draft.isAnonymous ? null : { name: draft.name.trim(), phone: draft.phone.trim() },
    email: draft.isAnonymous ? null : text(draft.email),
    notify_by_email: !draft.isAnonymous && draft.notifyByEmail && draft.email.trim() !== '',
  };
}
