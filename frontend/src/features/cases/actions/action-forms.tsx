import type { ComponentType } from 'react';
import type { CaseReferral, CaseView } from '../../../shared/api/types';
import { RoutingSuggestion } from '../routing/routing-suggestion';
import {
  AssistDepartmentsField,
  CaseTypeField,
  CheckField,
  CodeField,
  DateField,
  DaysField,
  DepartmentField,
  EnumField,
  LevelField,
  OpenAssistantField,
  OutcomeField,
  TextField,
  YesNoField,
} from './action-fields';
import { AskedExtension } from './asked-extension';
import { AskedStop } from './asked-stop';
import { CallbackFields } from './callback-fields';
import { type CaseVerb, isCaseVerb } from './case-verbs';
import { CenterField } from './center-field';
import { MergeTargetField } from './merge-target-field';
import { SplitFields } from './split-fields';
import { DecideStopFields, ProcedureFields, SuspendFields } from './suspend-fields';

interface ActionForm {
  Fields?: ComponentType<{ seen: CaseView }>;
  initial?: (seen: CaseView) => object;
  /** Cannot be taken back: the case number is asked for. */
  isFinal?: boolean;
  /** Done seldom: waits behind one button beside those of every day. */
  isRare?: boolean;
}

const isOpenAssist = ({ kind, state }: CaseReferral) =>
  kind === 'assist' && (state === 'sent' || state === 'signed');

const Reason = () => <TextField name="reason" required />;
const Remark = () => <TextField name="reason" />;

/**
 * What each action asks for, named as in the contract, in the order in which the buttons stand:
 * what somebody waits for, what moves the case on, the rest of the work, what is done seldom.
 */
export const actionForms: Record<CaseVerb, ActionForm> = {
  decide_extension: {
    Fields: ({ seen }) => (
      <>
        <AskedExtension seen={seen} />
        <YesNoField name="approve" required />
        <Reason />
      </>
    ),
  },
  decide_suspension: {
    Fields: ({ seen }) => (
      <>
        <AskedStop seen={seen} />
        <DecideStopFields />
        <Reason />
      </>
    ),
  },
  rule: {
    Fields: ({ seen }) => (
      <RoutingSuggestion seen={seen} asksFallback>
        <DepartmentField name="lead_department_id" required />
        <TextField name="reason" required />
        <CheckField name="fallback" />
      </RoutingSuggestion>
    ),
  },
  sign: { Fields: () => <TextField name="note" /> },
  complete_assist: { Fields: () => <TextField name="result" required longest={10_000} /> },
  resume: { Fields: () => <TextField name="note" /> },
  accept_resolution: {},
  record_callback: { Fields: CallbackFields },
  archive: { isFinal: true },
  dispatch: {
    Fields: ({ seen }) => (
      <RoutingSuggestion seen={seen}>
        <DepartmentField name="lead_department_id" required />
        <AssistDepartmentsField />
        <LevelField />
        <TextField name="note" />
      </RoutingSuggestion>
    ),
    initial: ({ level }) => ({ level }),
  },
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
  report_progress: { Fields: () => <TextField name="note" required /> },
  reject_resolution: { Fields: Reason },
  return: {
    Fields: () => (
      <>
        <CodeField name="ground_code" set="return_ground" />
        <TextField name="note" required />
        <DepartmentField name="suggested_department_id" />
      </>
    ),
  },
  add_assist: {
    Fields: () => (
      <>
        <DepartmentField name="department_id" required />
        <TextField name="task" required />
        <DateField name="due_on" />
      </>
    ),
  },
  return_assist: {
    Fields: () => (
      <>
        <CodeField name="ground_code" set="return_ground" />
        <TextField name="note" required />
      </>
    ),
  },
  remove_assist: {
    Fields: ({ seen }) => (
      <>
        <OpenAssistantField among={seen.referrals.filter(isOpenAssist)} />
        <Reason />
      </>
    ),
    isRare: true,
  },
  take_charge: {
    Fields: () => (
      <>
        <TextField name="plan" required />
        <DateField name="next_review_on" required mayBeToday />
      </>
    ),
    initial: ({ charge }) => ({ plan: charge?.plan }),
  },
  close: { Fields: Reason },
  reopen: { Fields: Reason },
  unmerge: { Fields: Remark },
  unsplit: { Fields: Remark },
  request_extension: {
    Fields: () => (
      <>
        <DaysField />
        <Reason />
      </>
    ),
    isRare: true,
  },
  suspend: {
    Fields: ({ seen }) => <SuspendFields left={seen.own_stop_days_left ?? null} />,
    isRare: true,
  },
  record_procedure: {
    Fields: () => <ProcedureFields />,
    initial: ({ suspension }) => ({
      accepted_on: suspension?.accepted_on,
      external_no: suspension?.external_no,
    }),
    isRare: true,
  },
  request_suspension: { Fields: () => <SuspendFields asks />, isRare: true },
  transfer_level: {
    Fields: ({ seen }) => (
      <>
        <CenterField seen={seen} />
        <Reason />
      </>
    ),
    isRare: true,
  },
  merge: {
    Fields: ({ seen }) => (
      <>
        <MergeTargetField seen={seen} />
        <Remark />
      </>
    ),
    isRare: true,
  },
  split: { Fields: SplitFields, initial: () => ({ parts: [{}] }), isRare: true },
  decline: {
    Fields: () => (
      <>
        <CodeField name="ground_code" set="decline_ground" />
        <TextField name="told_applicant" required />
      </>
    ),
    isFinal: true,
    isRare: true,
  },
  withdraw: { Fields: Reason, isFinal: true, isRare: true },
  restrict: {
    Fields: () => (
      <>
        <EnumField name="class" group="restriction" />
        <TextField name="reason" required longest={500} />
      </>
    ),
    isRare: true,
  },
  lift_restriction: { Fields: Reason, isRare: true },
};

/** The buttons of a case: those of every day, and those behind 「更多」 where there are several. */
export function arrange(allowed: string[]): { shown: CaseVerb[]; more: CaseVerb[] } {
  const verbs = Object.keys(actionForms)
    .filter(isCaseVerb)
    .filter((verb) => allowed.includes(verb));
  const shown = verbs.filter((verb) => !actionForms[verb].isRare);
  const more = verbs.filter((verb) => actionForms[verb].isRare);
  // A menu of one, or a menu alone, would only hide a button.
  return shown.length > 0 && more.length > 1 ? { shown, more } : { shown: verbs, more: [] };
}
