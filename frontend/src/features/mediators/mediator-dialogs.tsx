import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { Mediator, NewMediator } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { useDebounced } from '../../shared/lib/use-debounced';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';
import { EditDialog } from '../../shared/ui/edit-dialog';
import styles from './mediators.module.css';
import { candidatesOptions } from './queries';

const STILL_MS = 300;

type Tie = NonNullable<NewMediator['ties']>[number];

interface MediatorValues {
  person_id?: string;
  kind: NewMediator['kind'];
  certificate_no: string;
  qualified_from_on: string;
  qualified_until_on: string;
  /** Those typed now; what was declared before is never shown in full. */
  ties?: Tie[];
}

interface CreateMediatorDialogProps {
  onCreated: () => void;
  onClose: () => void;
}

export function CreateMediatorDialog({ onCreated, onClose }: CreateMediatorDialogProps) {
  const { t } = useTranslation();
  return (
    <CreateDialog<MediatorValues, Mediator>
      form="mediators_create"
      title={t('mediators.create')}
      initialValues={{ kind: 'people' }}
      create={({ person_id = '', ...values }, header) =>
        unwrap(
          client.POST('/api/v1/mediators', {
            params: { header },
            body: { ...values, person_id, ties: values.ties ?? [] },
          }),
        )
      }
      onCreated={onCreated}
      onClose={onClose}
    >
      <PersonItem />
      <MediatorFields />
      <TieFields />
    </CreateDialog>
  );
}

function useRequired(label: string) {
  const { t } = useTranslation();
  return { label, rules: [{ required: true, message: t('common.required', { label }) }] };
}

function PersonItem() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const { data, isFetching } = useQuery(candidatesOptions(useDebounced(text.trim(), STILL_MS)));
  return (
    <Form.Item name="person_id" {...useRequired(t('mediators.name'))}>
      <Select
        showSearch={{ filterOption: false, onSearch: setText }}
        loading={isFetching}
        options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  );
}

function MediatorFields() {
  const { t } = useTranslation();
  const kinds = useEnumOptions('mediatorKind');
  return (
    <>
      <Form.Item name="kind" {...useRequired(t('mediators.kind'))}>
        <Select options={kinds} />
      </Form.Item>
      <Form.Item name="certificate_no" {...useRequired(t('mediators.certificate'))}>
        <Input maxLength={50} />
      </Form.Item>
      <div className={styles.pair}>
        <DayItem name="qualified_from_on" {...useRequired(t('mediators.from'))} />
        <DayItem name="qualified_until_on" {...useRequired(t('mediators.until'))} />
      </div>
    </>
  );
}

/** Relatives, employers, interests: compared with the parties of a case, shown to nobody. */
function TieFields() {
  const { t } = useTranslation();
  const kinds = useEnumOptions('mediatorTieKind');
  const kind = useRequired(t('mediators.tieKind'));
  const name = useRequired(t('mediators.tieName'));
  return (
    <fieldset className={styles.ties}>
      <legend>{t('mediators.ties')}</legend>
      <p className={styles.soft}>{t('mediators.tiesHelp')}</p>
      <Form.List name="ties">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name: at }) => (
              <div key={key} className={styles.pair}>
                <Form.Item name={[at, 'kind']} {...kind}>
                  <Select options={kinds} />
                </Form.Item>
                <Form.Item name={[at, 'name']} {...name}>
                  <Input maxLength={100} autoComplete="off" />
                </Form.Item>
                <Button onClick={() => remove(at)}>{t('mediators.removeTie')}</Button>
              </div>
            ))}
            <Button onClick={() => add({})}>{t('mediators.addTie')}</Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

interface EditMediatorDialogProps {
  mediator: Mediator;
  onSaved: () => void;
  onClose: () => void;
}

interface EditValues extends MediatorValues {
  is_active: boolean;
  declares?: boolean;
}

/** Corrects an entry; what is declared anew takes the place of everything declared before. */
export function EditMediatorDialog({ mediator, onSaved, onClose }: EditMediatorDialogProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const path = { id: mediator.id };
  return (
    <EditDialog<EditValues, Mediator>
      title={t('common.editOf', { name: mediator.person.name })}
      original={mediator}
      toValues={({ kind, certificate_no, qualified_from_on, qualified_until_on, is_active }) => ({
        kind,
        certificate_no,
        qualified_from_on,
        qualified_until_on,
        is_active,
      })}
      describe={(values) => ({
        [t('mediators.kind')]: enumName('mediatorKind', values.kind),
        [t('mediators.certificate')]: values.certificate_no,
        [t('mediators.from')]: values.qualified_from_on,
        [t('mediators.until')]: values.qualified_until_on,
        [t('mediators.isActive')]: t(values.is_active ? 'common.yes' : 'common.no'),
      })}
      reload={() => unwrap(client.GET('/api/v1/mediators/{id}', { params: { path } }))}
      save={({ declares, ties, person_id: _person, ...values }, version) =>
        unwrap(
          client.PATCH('/api/v1/mediators/{id}', {
            params: { path, header: ifMatch(version) },
            body: { ...values, ...(declares && { ties: ties ?? [] }) },
          }),
        )
      }
      onSaved={onSaved}
      onClose={onClose}
    >
      <MediatorFields />
      <Form.Item name="is_active" valuePropName="checked">
        <Checkbox>{t('mediators.isActive')}</Checkbox>
      </Form.Item>
      <Declared />
    </EditDialog>
  );
}

function Declared() {
  const { t } = useTranslation();
  const declares = Form.useWatch('declares');
  return (
    <>
      <Form.Item name="declares" valuePropName="checked">
        <Checkbox>{t('mediators.declares')}</Checkbox>
      </Form.Item>
      {declares && <TieFields />}
    </>
  );
}
