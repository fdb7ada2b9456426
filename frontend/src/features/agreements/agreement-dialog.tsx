import { useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { useIdempotencyKey } from '../../shared/api/concurrency';
import type { Agreement } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { formatDay, today } from '../../shared/lib/dates';
import { ActDialog } from '../../shared/ui/act-dialog';
import { DayItem } from '../../shared/ui/day-item';
import { useNotices } from '../../shared/ui/notices';
import { type AgreementValues, type AgreementVerb, performOnAgreement } from './agreement-verbs';
import { agreementOptions, refreshAgreements } from './queries';

interface AgreementDialogProps {
  verb: AgreementVerb;
  agreement: Agreement;
  onClose: () => void;
}

/** One step of an agreement, on the version the person has seen. */
export function AgreementDialog({ verb, agreement, onClose }: AgreementDialogProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  const took = (fresh: Agreement) => {
    queryClient.setQueryData(agreementOptions(fresh.id).queryKey, fresh);
    void refreshAgreements(queryClient);
  };
  const title = t(`agreements.action.${verb}`);
  return (
    <ActDialog<AgreementValues, Agreement, Agreement>
      title={title}
      okText={title}
      original={agreement}
      initialValues={initial(verb, agreement)}
      describe={(view) => ({
        [t('agreements.state')]: enumName('agreementState', view.state),
        [t('agreements.confirmation')]: enumName('confirmationState', view.confirmation.state),
        [t('agreements.nextDue')]: view.items
          .map(({ item_no, state }) => `${item_no} ${enumName('agreementItemState', state)}`)
          .join(t('common.separator')),
        [t('agreements.evidence')]: view.items.flatMap(({ performances }) => performances).at(-1)
          ?.evidence,
        [t('agreements.reason')]: view.cancel_reason ?? view.confirmation.reason,
      })}
      mine={(values) => ({
        ...(values.evidence && { [t('agreements.evidence')]: values.evidence }),
        ...(values.reason && { [t('agreements.reason')]: values.reason }),
      })}
      reload={() =>
        unwrap(client.GET('/api/v1/agreements/{id}', { params: { path: { id: agreement.id } } }))
      }
      send={(values, seen) => {
        const key = idempotencyKey({ verb, version: seen.version, ...values });
        return performOnAgreement(verb, seen, values, key);
      }}
      isAllowed={(fresh) => fresh.allowed_actions.includes(verb)}
      onDone={(done) => {
        notices.success(t('common.doneAction', { action: title }));
        took(done);
      }}
      onTheirs={took}
      onClose={onClose}
    >
      <Fields verb={verb} agreement={agreement} />
    </ActDialog>
  );
}

function initial(verb: AgreementVerb, agreement: Agreement): AgreementValues {
  switch (verb) {
    case 'record_performance': {
      const open = agreement.items.find(({ state }) => state !== 'performed');
      return {
        ...(open && { item_no: open.item_no }),
        state: 'performed',
        happened_on: today(),
      };
    }
    case 'apply_confirmation':
      return { applied_on: today() };
    case 'answer_confirmation':
      return { answer: 'confirmed', answered_on: today() };
    case 'cancel':
      return {};
  }
}

interface FieldsProps {
  verb: AgreementVerb;
  agreement: Agreement;
}

function Fields({ verb, agreement }: FieldsProps) {
  switch (verb) {
    case 'record_performance':
      return <PerformanceFields agreement={agreement} />;
    case 'apply_confirmation':
      return <ApplyFields agreement={agreement} />;
    case 'answer_confirmation':
      return <AnswerFields />;
    case 'cancel':
      return <ReasonField isRequired />;
  }
}

function useRequired(label: string) {
  const { t } = useTranslation();
  return { label, rules: [{ required: true, message: t('common.required', { label }) }] };
}

function ReasonField({ isRequired = false }: { isRequired?: boolean }) {
  const { t } = useTranslation();
  const required = useRequired(t('agreements.reason'));
  return (
    <Form.Item name="reason" {...(isRequired ? required : { label: required.label })}>
      <Input.TextArea rows={3} maxLength={1000} />
    </Form.Item>
  );
}

function PerformanceFields({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation();
  const states = useEnumOptions('performanceState');
  const open = agreement.items.filter(({ state }) => state !== 'performed');
  const itemNo = Form.useWatch('item_no');
  const state = Form.useWatch('state');
  const paid = useRequired(t('agreements.paid'));
  const chosen = agreement.items.find(({ item_no }) => item_no === itemNo);
  return (
    <>
      <Form.Item name="item_no" {...useRequired(t('agreements.item'))}>
        <Select
          options={open.map(({ item_no, what, party }) => ({
            value: item_no,
            label: `${item_no}. ${party.name} ${what ?? ''}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="state" {...useRequired(t('agreements.became'))}>
        <Radio.Group options={states} />
      </Form.Item>
      {state === 'partly' && chosen?.amount_fen && (
        <Form.Item name="yuan" {...paid}>
          <InputNumber min={0.01} precision={2} suffix={t('common.yuan')} />
        </Form.Item>
      )}
      <DayItem
        name="happened_on"
        first={agreement.concluded_on}
        last={today()}
        {...useRequired(t('agreements.happenedOn'))}
      />
      <Form.Item name="evidence" {...useRequired(t('agreements.evidence'))}>
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
    </>
  );
}

function ApplyFields({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const { due_at } = agreement.confirmation.clock;
  return (
    <>
      <p>{t('agreements.applyNote')}</p>
      <DayItem
        name="applied_on"
        first={agreement.effective_on}
        last={today()}
        extra={due_at && t('agreements.until', { day: formatDay(due_at) })}
        {...useRequired(t('agreements.appliedOn'))}
      />
      <Form.Item name="court" {...useRequired(t('agreements.court'))}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="party_nos" {...useRequired(t('agreements.applicants'))}>
        <Checkbox.Group
          options={agreement.parties.map(({ party_no, name, role }) => ({
            value: party_no,
            label: `${party_no}. ${name}（${enumName('partyRole', role)}）`,
          }))}
        />
      </Form.Item>
    </>
  );
}

function AnswerFields() {
  const { t } = useTranslation();
  const answers = useEnumOptions('confirmationAnswer');
  const isWithdrawn = Form.useWatch('answer') === 'withdrawn';
  const number = useRequired(t('agreements.courtNo'));
  return (
    <>
      <Form.Item name="answer" {...useRequired(t('agreements.answer'))}>
        <Radio.Group options={answers} />
      </Form.Item>
      <DayItem name="answered_on" last={today()} {...useRequired(t('agreements.answeredOn'))} />
      {!isWithdrawn && (
        <Form.Item name="court_no" {...number}>
          <Input maxLength={100} />
        </Form.Item>
      )}
      <ReasonField />
    </>
  );
}
