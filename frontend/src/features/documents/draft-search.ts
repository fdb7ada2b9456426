import type { DocumentKind } from '../../shared/api/types';

/** Every kind of document of a case, so that an address names none that is not. */
const kinds: Record<Exclude<DocumentKind, 'meeting_minutes' | 'coverage_report'>, true> = {
  intake_form: true,
  rights_notice: true,
  mediation_record: true,
  agreement: true,
  receipt: true,
  transfer_sheet: true,
  assist_sheet: true,
  reminder_letter: true,
  supervision_letter: true,
  reply: true,
  closing_report: true,
  dossier_cover: true,
  dossier_contents: true,
  oral_agreement: true,
  back_cover: true,
  performance_record: true,
  callback_record: true,
};

export interface DraftSearch {
  kind: DocumentKind;
  /** The referral, step or order it is about. */
  about?: string;
  /** The document it replaces. */
  replaces?: string;
}

const id = (value: unknown) =>
  typeof value === 'string' && /^[\w-]{1,40}$/.test(value) ? value : undefined;

export function parseDraftSearch(search: Record<string, unknown>): DraftSearch {
  const { kind } = search;
  const known = typeof kind === 'string' && kind in kinds;
  const [about, replaces] = [id(search.about), id(search.replaces)];
  return {
    kind: known ? (kind as DocumentKind) : 'receipt',
    ...(about && { about }),
    ...(replaces && { replaces }),
  };
}
