import type { ComponentType } from 'react';
import type { CaseReferral, CaseView } from '../../../shared/api/types';
import {
  AssistDepartmentsField,
  CaseTypeField,
  CheckField,
  CodeField,
  DepartmentField,
  LevelField,
  OutcomeField,
  TextField,
} from './action-fields';
import { CallbackFields } from './callback-fields';
import type { CaseVerb } from './case-verbs';

interface ActionForm {
  Fields?: ComponentType<{ seen: CaseView }>;
  initial?: (seen: CaseView) => object;
  /** Cannot be taken back: the case number is asked for. */
  isFinal?: boolean;
}

const isOpenAssist = ({ kind, state }: CaseReferral) =>
  kind === 'assist' && (state === 'sent' || state === 'signed');

const Reason = () => <TextField name="reason" required />;

/** What each action asks for, named as in the contract. */
export const actionForms: Record<CaseVerb, ActionForm> = {
  classify: {
    Fields: () => (
      <>
        <CaseTypeField />
        <LevelField required />
        <TextField name="reason" />
      </>
    ),
    initial: ({ type_code, level }) => ({ type_code, level }),
  },
  dispatch: {
    Fields: () => (
      <>
        <DepartmentField name="lead_department_id" required />
        <AssistDepartmentsField />
        <LevelField />
        <TextField name="note" />
      </>
    ),
    initial: ({ level }) => ({ level }),
  },
  sign: { Fields: () => <TextField name="note" /> },
  return: {
    Fields: () => (
      <>
        <CodeField name="ground_code" set="return_ground" />
        <TextField name="note" required />
        <DepartmentField name="suggested_department_id" />
      </>
    ),
  },
  rule: {
    Fields: () => (
      <>
        <DepartmentField name="lead_department_id" required />
        <TextField name="reason" required />
        <CheckField name="fallback" />
      </>
    ),
  },
  report_progress: { Fields: () => <TextField name="note" required /> },
  resolve: {
    Fields: ({ seen }) => (
      <>
        <OutcomeField />
        <CodeField name="method_code" set="resolution_method" />
        <TextField name="summary" required />
        {seen.referrals.some(isOpenAssist) && <TextField name="override_reason" as="reason" />}
      </>
    ),
  },
  accept_resolution: {},
  reject_resolution: { Fields: Reason },
  record_callback: { Fields: CallbackFields },
  close: { Fields: Reason },
  archive: { isFinal: true },
  reopen: { Fields: Reason },
  decline: {
    Fields: () => (
      <>
        <CodeField name="ground_code" set="decline_ground" />
        <TextField name="told_applicant" required />
      </>
    ),
    isFinal: true,
  },
  withdraw: { Fields: Reason, isFinal: true },
};

export function isCaseVerb(action: string): action is CaseVerb {
  return action in actionForms;
}
