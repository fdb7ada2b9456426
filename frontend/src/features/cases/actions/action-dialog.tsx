import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIdempotencyKey } from '../../../shared/api/concurrency';
import { isConflict } from '../../../shared/api/problem';
import type { BurdenForm, CaseView, Problem } from '../../../shared/api/types';
import { useBurden } from '../../../shared/lib/use-burden';
import { Dialog } from '../../../shared/ui/dialog';
import { FormBasis } from '../../../shared/ui/form-basis';
import { placeProblem } from '../../../shared/ui/form-problems';
import { useNotices } from '../../../shared/ui/notices';
import { ProblemAlert } from '../../../shared/ui/problem-alert';
import { useFormDraft } from '../../../shared/ui/use-form-draft';
import { caseOptions, refreshAfterChange } from '../queries';
import { actionForms } from './action-forms';
import { withoutConfirmation, withoutEmpty } from './action-values';
import { CaseConflict, changesOf } from './case-conflict';
import { type ActionBody, type CaseVerb, performAction } from './case-verbs';

/** Steps that are counted by themselves; the others are counted together. */
const counted: Partial<Record<CaseVerb, BurdenForm>> = {
  classify: 'classify',
  dispatch: 'dispatch',
  report_progress: 'progress',
  resolve: 'resolve',
  record_callback: 'callback',
};

interface ActionDialogProps {
  verb: CaseVerb;
  caseView: CaseView;
  onClose: (done: boolean) => void;
}

export function ActionDialog({ verb, caseView, onClose }: ActionDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Record<string, unknown>>();
  // What the person saw when opening: a refresh behind the dialog must not hide a conflict.
  const [seen, setSeen] = useState(caseView);
  const idempotencyKey = useIdempotencyKey();
  const draft = useFormDraft(form, `action.${caseView.id}.${verb}`, withoutConfirmation);
  const burden = useBurden(counted[verb] ?? 'other');
  const { Fields, initial, isFinal } = actionForms[verb];

  const act = useMutation<CaseView, Problem, { on: CaseView; values: object }>({
    mutationFn: ({ on, values }) => {
      // The fields of a form are named as in the contract.
      const body = withoutEmpty(values) as ActionBody;
      const key = idempotencyKey({ ...body, version: on.version });
      return performAction({ verb, seen: on, idempotencyKey: key, body });
    },
    onSuccess: async (changed) => {
      draft.forget();
      burden.sent(changed.type_code);
      queryClient.setQueryData(caseOptions(changed.id).queryKey, changed);
      notices.success(t('common.doneAction', { action: t(`cases.action.${verb}`) }));
      onClose(true);
      await refreshAfterChange(queryClient, changed.id);
    },
    onError: (error) => {
      burden.refused();
      placeProblem(form, error);
    },
  });
  const conflict = isConflict(act.error);

  const submit = (on: CaseView) => {
    act.mutate({ on, values: withoutConfirmation(form.getFieldsValue()) });
  };

  return (
    <Dialog
      width={conflict ? 760 : 560}
      title={t(`cases.action.${verb}`)}
      okText={t(`cases.action.${verb}`)}
      cancelText={t('common.cancel')}
      okButtonProps={isFinal ? { danger: true } : {}}
      confirmLoading={act.isPending}
      {...(conflict && { footer: null })}
      onOk={() => form.submit()}
      onCancel={() => onClose(false)}
    >
      <p>{t(`cases.actionHelp.${verb}`)}</p>
      {act.error && !conflict && <ProblemAlert error={act.error} />}
      {conflict && (
        <CaseConflict
          verb={verb}
          seen={seen}
          changes={changesOf(act.error)}
          pending={act.isPending}
          onKeepMine={(fresh) => {
            setSeen(fresh);
            submit(fresh);
          }}
          onTakeTheirs={() => {
            void refreshAfterChange(queryClient, seen.id);
            onClose(false);
          }}
        />
      )}
      <Form
        form={form}
        layout="vertical"
        hidden={conflict}
        initialValues={initial?.(caseView) ?? {}}
        onValuesChange={(changed, values) => {
          burden.keep(changed);
          draft.keep(changed, values);
        }}
        onFinish={() => submit(seen)}
      >
        {draft.notice}
        {Fields && <Fields seen={seen} />}
        {isFinal && <ConfirmationField caseNo={seen.case_no} />}
      </Form>
      {!conflict && <FormBasis form={`cases_${verb}`} />}
    </Dialog>
  );
}

const SERIAL_DIGITS = 6;

/** What cannot be taken back asks for the number of the case, at least its serial. */
function ConfirmationField({ caseNo }: { caseNo: string }) {
  const { t } = useTranslation();
  const answers = [caseNo, caseNo.slice(-SERIAL_DIGITS)];
  return (
    <Form.Item
      name="confirmation"
      label={t('cases.actions.confirmation')}
      extra={t('cases.actions.confirmationHelp', { caseNo })}
      rules={[
        {
          validator: (_, value: string | undefined) =>
            answers.includes(value?.trim() ?? '')
              ? Promise.resolve()
              : Promise.reject(new Error(t('cases.actions.confirmationWrong'))),
        },
      ]}
      required
    >
      <Input autoComplete="off" />
    </Form.Item>
  );
}
