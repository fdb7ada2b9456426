import { useQueryClient } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../../shared/api/concurrency';
import type { AddParty, CaseParty, CaseView, CorrectParty } from '../../../shared/api/types';
import { unwrap } from '../../../shared/api/unwrap';
import { useEnumOptions } from '../../../shared/i18n/use-enum-name';
import { ActDialog } from '../../../shared/ui/act-dialog';
import { CreateDialog } from '../../../shared/ui/create-dialog';
import { useNotices } from '../../../shared/ui/notices';
import { caseOptions, refreshAfterChange } from '../queries';

const fields = ['name', 'phone', 'id_number', 'address'] as const;

type Corrections = Partial<Record<(typeof fields)[number], string>> & { reason?: string };

interface CorrectDialogProps {
  caseView: CaseView;
  party: CaseParty;
  onClose: () => void;
}

/** What is right instead, and why. What is left empty stays as it is. */
export function CorrectPartyDialog({ caseView, party, onClose }: CorrectDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  const path = { case_id: caseView.id, party_id: party.id };
  const reason = t('cases.detail.correctReason');
  const label = (field: (typeof fields)[number]) =>
    field === 'name' ? t('cases.detail.partyName') : t(`cases.masked.${field}`);
  return (
    <ActDialog<Corrections, CaseView, CaseParty>
      title={t('cases.detail.correctPartyOf', { no: party.party_no })}
      okText={t('cases.detail.correctParty')}
      original={caseView}
      describe={(seen) => {
        const now = seen.parties.find(({ id }) => id === party.id) ?? party;
        return Object.fromEntries(fields.map((field) => [label(field), now[field] ?? '']));
      }}
      mine={(values) =>
        Object.fromEntries(
          fields.map((field) => [label(field), values[field] ?? party[field] ?? '']),
        )
      }
      reload={() => queryClient.fetchQuery({ ...caseOptions(caseView.id), staleTime: 0 })}
      send={(values, { version }) => {
        const body: CorrectParty = {
          reason: values.reason?.trim() ?? '',
          ...Object.fromEntries(
            fields.flatMap((field) => {
              const text = values[field]?.trim();
              return text ? [[field, text]] : [];
            }),
          ),
        };
        const header = { ...ifMatch(version), ...idempotencyKey({ ...body, version }) };
        return unwrap(
          client.PATCH('/api/v1/cases/{case_id}/parties/{party_id}', {
            params: { path, header },
            body,
          }),
        );
      }}
      isAllowed={({ beside }) => beside.includes('keep_parties')}
      onDone={() => {
        notices.success(t('common.saved'));
        void refreshAfterChange(queryClient, caseView.id);
      }}
      onTheirs={(fresh) => queryClient.setQueryData(caseOptions(fresh.id).queryKey, fresh)}
      onClose={onClose}
    >
      <p>{t('cases.detail.correctHelp')}</p>
      {fields.map((field) => (
        <Form.Item key={field} name={field} label={label(field)}>
          <Input
            maxLength={field === 'address' ? 200 : 40}
            placeholder={party[field] ?? ''}
            autoComplete="off"
          />
        </Form.Item>
      ))}
      <Form.Item
        name="reason"
        label={reason}
        rules={[
          { required: true, whitespace: true, message: t('common.required', { label: reason }) },
          ({ getFieldsValue }) => ({
            validator: () => {
              const values = getFieldsValue() as Corrections;
              const isEmpty = fields.every((field) => !values[field]?.trim());
              return isEmpty
                ? Promise.reject(new Error(t('cases.detail.partyUnchanged')))
                : Promise.resolve();
            },
          }),
        ]}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
    </ActDialog>
  );
}

/** Somebody who turned out to be a party. */
export function AddPartyDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const roles = useEnumOptions('partyRole');
  const kinds = useEnumOptions('partyKind');
  const label = { name: t('cases.detail.partyName'), reason: t('cases.detail.addReason') };
  const required = (name: string) => ({
    required: true,
    whitespace: true,
    message: t('common.required', { label: name }),
  });
  return (
    <CreateDialog<AddParty, CaseParty>
      form="cases_add_party"
      title={t('cases.detail.addParty')}
      initialValues={{ party: { role: 'respondent', kind: 'person', name: '' } }}
      create={({ party, reason }, header) => {
        const said = Object.entries(party).filter(([, value]) => value !== '' && value != null);
        return unwrap(
          client.POST('/api/v1/cases/{case_id}/parties', {
            params: { path: { case_id: caseId }, header },
            body: { party: Object.fromEntries(said) as AddParty['party'], reason: reason.trim() },
          }),
        );
      }}
      onCreated={() => void refreshAfterChange(queryClient, caseId)}
      onClose={onClose}
    >
      <Form.Item name={['party', 'role']} label={t('cases.detail.partyRole')}>
        <Select options={roles} />
      </Form.Item>
      <Form.Item name={['party', 'kind']} label={t('cases.detail.partyKind')}>
        <Select options={kinds} />
      </Form.Item>
      <Form.Item name={['party', 'name']} label={label.name} rules={[required(label.name)]}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name={['party', 'phone']} label={t('cases.masked.phone')}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name={['party', 'id_number']} label={t('cases.masked.id_number')}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name={['party', 'address']} label={t('cases.masked.address')}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="reason" label={label.reason} rules={[required(label.reason)]}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
    </CreateDialog>
  );
}
