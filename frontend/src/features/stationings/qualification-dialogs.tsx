import { Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { useCodeOptions } from '../../shared/api/reference';
import type { Qualification } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { today } from '../../shared/lib/dates';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';
import { EditDialog } from '../../shared/ui/edit-dialog';

interface EditValues {
  certificate_no?: string | null;
  issued_by?: string | null;
  valid_until?: string | null;
}

interface CreateValues extends EditValues {
  skill_code: string;
  valid_from: string;
}

interface CreateQualificationDialogProps {
  personId: string;
  onCreated: () => void;
  onClose: () => void;
}

export function CreateQualificationDialog(props: CreateQualificationDialogProps) {
  const { personId, onCreated, onClose } = props;
  const { t } = useTranslation();
  const skills = useCodeOptions('skill').filter(({ value }) => value !== 'mediation');
  const required = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  return (
    <CreateDialog<CreateValues, Qualification>
      title={t('qualifications.add')}
      initialValues={{ valid_from: today() }}
      create={({ skill_code, valid_from, valid_until, certificate_no, issued_by }, header) =>
        unwrap(
          client.POST('/api/v1/people/{id}/qualifications', {
            params: { path: { id: personId }, header },
            body: {
              skill_code,
              valid_from,
              ...(valid_until && { valid_until }),
              ...(certificate_no?.trim() && { certificate_no: certificate_no.trim() }),
              ...(issued_by?.trim() && { issued_by: issued_by.trim() }),
            },
          }),
        )
      }
      onCreated={onCreated}
      onClose={onClose}
    >
      <Form.Item name="skill_code" {...required(t('qualifications.skill'))}>
        <Select options={skills} />
      </Form.Item>
      <DayItem name="valid_from" {...required(t('qualifications.from'))} />
      <Fields />
    </CreateDialog>
  );
}

interface EditQualificationDialogProps {
  qualification: Qualification;
  onSaved: () => void;
  onClose: () => void;
}

/** Prolongs, corrects or revokes a qualification. */
export function EditQualificationDialog(props: EditQualificationDialogProps) {
  const { qualification, onSaved, onClose } = props;
  const { t } = useTranslation();
  const path = { id: qualification.person.id, qualification_id: qualification.id };
  const reload = async () => {
    const all = await unwrap(
      client.GET('/api/v1/people/{id}/qualifications', { params: { path: { id: path.id } } }),
    );
    return all.items.find(({ id }) => id === qualification.id) ?? qualification;
  };
  return (
    <EditDialog<EditValues & { is_revoked: boolean }, Qualification>
      title={t('common.editOf', { name: qualification.skill.name })}
      original={qualification}
      toValues={({ certificate_no, issued_by, valid_until, state }) => ({
        certificate_no: certificate_no ?? null,
        issued_by: issued_by ?? null,
        valid_until: valid_until ?? null,
        is_revoked: state === 'revoked',
      })}
      describe={(values) => ({
        [t('qualifications.certificate')]: values.certificate_no,
        [t('qualifications.issuedBy')]: values.issued_by,
        [t('qualifications.until')]: values.valid_until,
        [t('qualifications.revoked')]: t(values.is_revoked ? 'common.yes' : 'common.no'),
      })}
      reload={reload}
      save={({ certificate_no, issued_by, valid_until, is_revoked }, version) =>
        unwrap(
          client.PATCH('/api/v1/people/{id}/qualifications/{qualification_id}', {
            params: { path, header: ifMatch(version) },
            body: {
              is_revoked,
              valid_until: valid_until ?? null,
              certificate_no: certificate_no?.trim() || null,
              issued_by: issued_by?.trim() || null,
            },
          }),
        )
      }
      onSaved={onSaved}
      onClose={onClose}
    >
      <Fields />
      <Form.Item name="is_revoked" valuePropName="checked">
        <Checkbox>{t('qualifications.revoked')}</Checkbox>
      </Form.Item>
    </EditDialog>
  );
}

function Fields() {
  const { t } = useTranslation();
  return (
    <>
      <DayItem name="valid_until" label={t('qualifications.until')} />
      <Form.Item name="certificate_no" label={t('qualifications.certificate')}>
        <Input maxLength={50} />
      </Form.Item>
      <Form.Item name="issued_by" label={t('qualifications.issuedBy')}>
        <Input maxLength={100} />
      </Form.Item>
    </>
  );
}
