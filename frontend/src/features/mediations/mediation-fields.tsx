import { Checkbox, Form, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCodeOptions } from '../../shared/api/reference';
import type { Mediation } from '../../shared/api/types';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import type { MediationVerb } from './mediation-verbs';
import styles from './mediations.module.css';
import { SlotFields } from './slot-fields';

interface FieldsProps {
  session: Mediation;
}

/** The fields of one verb. */
export function MediationFields({ verb, session }: FieldsProps & { verb: MediationVerb }) {
  const { t } = useTranslation();
  switch (verb) {
    case 'record_consent':
      return <ConsentFields session={session} />;
    case 'start':
      return <p>{t('mediations.startNote')}</p>;
    case 'conclude':
      return <ConcludeFields session={session} />;
    case 'write_minutes':
      return <MinutesField />;
    case 'sign_minutes':
      return <SignFields session={session} />;
    case 'adjourn':
      return <AdjournFields session={session} />;
    case 'rebook':
      return <SlotFields caseId={session.case.id} mediationId={session.id} />;
    case 'recuse':
      return <RecuseFields session={session} />;
    case 'cancel':
      return <CancelFields />;
  }
}

function useRequired(label: string) {
  const { t } = useTranslation();
  return { label, rules: [{ required: true, message: t('common.required', { label }) }] };
}

/** `张*（申请人）`, by number. */
function useParties(session: Mediation) {
  const enumName = useEnumName();
  return session.parties.map(({ party_no, name, role, side }) => ({
    party_no,
    side,
    label: `${party_no}. ${name}（${enumName('partyRole', role)}）`,
  }));
}

function MinutesField() {
  const { t } = useTranslation();
  return (
    <Form.Item name="text" {...useRequired(t('mediations.minutes'))}>
      <Input.TextArea rows={12} maxLength={20_000} showCount />
    </Form.Item>
  );
}

const sides = ['applicant', 'respondent'] as const;

function ConsentFields({ session }: FieldsProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const manners = useEnumOptions('consentManner');
  const parties = useParties(session);
  // Where the case names nobody of a side, the side itself speaks.
  const options = sides.flatMap((side) => {
    const named = parties.filter((party) => party.side === side);
    return named.length > 0
      ? named.map(({ party_no, label }) => ({ value: `${side}:${party_no}`, label }))
      : [{ value: `${side}:`, label: enumName('mediationSide', side) }];
  });
  return (
    <>
      <Form.Item name="party" {...useRequired(t('mediations.party'))}>
        <Select options={options} />
      </Form.Item>
      <Form.Item name="agrees" {...useRequired(t('mediations.agrees'))}>
        <Radio.Group
          options={[
            { value: true, label: t('mediations.yes') },
            { value: false, label: t('mediations.refuses') },
          ]}
        />
      </Form.Item>
      <Form.Item name="manner" {...useRequired(t('mediations.manner'))}>
        <Select options={manners} />
      </Form.Item>
    </>
  );
}

function ConcludeFields({ session }: FieldsProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const outcomes = useEnumOptions('mediationOutcome');
  const procedures = useEnumOptions('procedure').filter(
    ({ value }) => !value.endsWith('mediation'),
  );
  const outcome = Form.useWatch('outcome');
  const guided = useRequired(t('mediations.guidedTo'));
  return (
    <>
      <Form.Item name="outcome" {...useRequired(t('mediations.outcome'))}>
        <Radio.Group options={outcomes} />
      </Form.Item>
      {outcome && outcome !== 'agreed' && (
        <>
          <Form.Item
            name="guided_to"
            {...(outcome === 'failed' ? guided : { label: guided.label })}
          >
            <Select allowClear options={procedures} />
          </Form.Item>
          <ul className={styles.ways}>
            {session.ways_out.map(({ procedure, source }) => (
              <li key={procedure}>
                {enumName('procedure', procedure)}：<cite>{source}</cite>
              </li>
            ))}
          </ul>
        </>
      )}
      <NoteField />
    </>
  );
}

function NoteField() {
  const { t } = useTranslation();
  return (
    <Form.Item name="note" label={t('mediations.noteField')}>
      <Input.TextArea rows={3} maxLength={1000} />
    </Form.Item>
  );
}

function SignFields({ session }: FieldsProps) {
  const { t } = useTranslation();
  const parties = useParties(session);
  return (
    <>
      <p>{t('mediations.signNote')}</p>
      <Form.Item name="party_nos" {...useRequired(t('mediations.signers'))}>
        <Checkbox.Group
          options={parties.map(({ party_no, label }) => ({ value: party_no, label }))}
        />
      </Form.Item>
    </>
  );
}

function ReasonField() {
  const { t } = useTranslation();
  return (
    <Form.Item name="reason" {...useRequired(t('mediations.reason'))}>
      <Input.TextArea rows={3} maxLength={1000} />
    </Form.Item>
  );
}

function AdjournFields({ session }: FieldsProps) {
  const { t } = useTranslation();
  const hasNext = Form.useWatch('has_next');
  return (
    <>
      <ReasonField />
      <Form.Item name="has_next" valuePropName="checked">
        <Checkbox>{t('mediations.hasNext')}</Checkbox>
      </Form.Item>
      {hasNext && <SlotFields caseId={session.case.id} mediationId={session.id} />}
    </>
  );
}

function RecuseFields({ session }: FieldsProps) {
  const { t } = useTranslation();
  const grounds = useCodeOptions('recusal_ground');
  const parties = useParties(session);
  return (
    <>
      <Form.Item name="mediator_id" {...useRequired(t('mediations.mediator'))}>
        <Select
          options={session.mediators.map(({ id, person }) => ({ value: id, label: person.name }))}
        />
      </Form.Item>
      <Form.Item name="ground_code" {...useRequired(t('mediations.ground'))}>
        <Select options={grounds} />
      </Form.Item>
      <Form.Item name="party_no" label={t('mediations.about')}>
        <Select
          allowClear
          options={parties.map(({ party_no, label }) => ({ value: party_no, label }))}
        />
      </Form.Item>
      <ReasonField />
    </>
  );
}

function CancelFields() {
  const { t } = useTranslation();
  const reasons = useCodeOptions('mediation_cancel_reason');
  return (
    <>
      <Form.Item name="reason_code" {...useRequired(t('mediations.reason'))}>
        <Select options={reasons} />
      </Form.Item>
      <NoteField />
    </>
  );
}
