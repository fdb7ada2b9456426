import type { AuditQuery } from '../../shared/api/types';
import { startOfDay } from '../../shared/lib/dates';

type AuditAction = NonNullable<AuditQuery['action']>[number];

/** The filters of the log as they stand in the address; its days are China's. */
export interface AuditSearch {
  action?: AuditAction[];
  user_id?: string;
  from?: string;
  to?: string;
}

/** Every action of the contract; one that is missing here does not compile. */
const known: Record<AuditAction, true> = {
  'auth.signed_in': true,
  'auth.sign_in_failed': true,
  'auth.name_locked': true,
  'auth.signed_out': true,
  'auth.capacity_switched': true,
  'auth.password_changed': true,
  'auth.refresh_reused': true,
  'auth.otp_enabled': true,
  'auth.otp_disabled': true,
  'user.created': true,
  'user.changed': true,
  'user.password_reset': true,
  'user.otp_reset': true,
  'person.created': true,
  'person.changed': true,
  'capacity.granted': true,
  'capacity.changed': true,
  'substitution.set': true,
  'substitution.revoked': true,
  'case.field_revealed': true,
  'duty.phone_revealed': true,
  'department.created': true,
  'department.changed': true,
  'center.created': true,
  'center.changed': true,
  'automation_rule.turned': true,
  'precedent.retired': true,
  'report.closed': true,
  'report.exported': true,
  'callback.quota_set': true,
  'attachment.opened': true,
  'dossier.exported': true,
  'document.exported': true,
  'document_template.published': true,
  'document.issued': true,
  'document.opened': true,
  'time_limit.published': true,
  'time_limit.retired': true,
  'procedure_rule.published': true,
  'calendar.imported': true,
  'assessment_scheme.published': true,
  'assessment_scheme.retired': true,
  'assessment.period_closed': true,
  'assessment.appeal_decided': true,
  'department.head_named': true,
  'application.signed_in': true,
  'application.created': true,
  'application.approved': true,
  'application.suspended': true,
  'application.resumed': true,
  'application.revoked': true,
  'application.secret_rotated': true,
  'application.secret_revoked': true,
  'api_settings.changed': true,
  'adapter.changed': true,
  'device.entered': true,
  'device.changed': true,
  'device.looked_through': true,
  'webhook.created': true,
  'webhook.changed': true,
  'webhook.secret_rotated': true,
  'webhook.enabled': true,
  'webhook.disabled': true,
  'webhook.replayed': true,
  'webhook.removed': true,
  'cases.imported': true,
  'cases.exported': true,
  'export.opened': true,
};

export const auditActions = Object.keys(known) as AuditAction[];

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads the address; what is unknown or empty is left out. */
export function parseAuditSearch(search: Record<string, unknown>): AuditSearch {
  const parsed: AuditSearch = {};
  const asked: unknown[] = Array.isArray(search.action) ? search.action : [search.action];
  const actions = auditActions.filter((action) => asked.includes(action));
  if (actions.length > 0) parsed.action = actions;
  if (typeof search.user_id === 'string' && search.user_id) parsed.user_id = search.user_id;
  for (const name of ['from', 'to'] as const) {
    const day = search[name];
    if (typeof day === 'string' && DAY.test(day)) parsed[name] = day;
  }
  return parsed;
}

/** The same filters as the API takes them: instants, the last one left out. */
export function toAuditQuery({ from, to, ...others }: AuditSearch): AuditQuery {
  return {
    ...others,
    ...(from && { from: startOfDay(from) }),
    ...(to && { to: startOfDay(to, 1) }),
  };
}
