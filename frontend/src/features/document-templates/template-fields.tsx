import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { type Dispatch, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import type { TemplateFact, TemplateField } from '../../shared/api/types';
import styles from './document-templates.module.css';
import type { DraftStep } from './template-draft';

interface TemplateFieldsProps {
  /** Those that will be published. */
  used: TemplateField[];
  /** All that are kept, those nobody shows yet included. */
  fields: TemplateField[];
  facts: TemplateFact[];
  dispatch: Dispatch<DraftStep>;
}

/** The fields on the paper: without which it is not issued, and those its issuer writes. */
export function TemplateFields({ used, fields, facts, dispatch }: TemplateFieldsProps) {
  const { t } = useTranslation();
  const isUsed = (field: TemplateField) => used.some(({ name }) => name === field.name);
  const own = fields.filter(({ label }) => label != null);
  const given = used.filter(({ label }) => label == null);
  return (
    <section className={styles.fields} aria-labelledby="template-fields">
      <h2 id="template-fields">{t('templates.fields')}</h2>
      <ul>
        {given.map((field) => (
          <GivenField key={field.name} field={field} facts={facts} dispatch={dispatch} />
        ))}
      </ul>
      <h3>{t('templates.ownFields')}</h3>
      <p className={styles.soft}>{t('templates.ownFieldsHelp')}</p>
      <ul>
        {own.map((field) => (
          <OwnField
            key={field.name}
            field={field}
            isUsed={isUsed(field)}
            facts={facts}
            dispatch={dispatch}
          />
        ))}
      </ul>
      <AddOwn fields={fields} facts={facts} dispatch={dispatch} />
    </section>
  );
}

interface FieldProps {
  field: TemplateField;
  facts: TemplateFact[];
  dispatch: Dispatch<DraftStep>;
}

function Required({ field, label, dispatch }: Omit<FieldProps, 'facts'> & { label: string }) {
  const { t } = useTranslation();
  return (
    <Checkbox
      checked={field.required ?? false}
      aria-label={t('templates.requiredOf', { name: label })}
      onChange={({ target }) =>
        dispatch({ type: 'field', field: { ...field, required: target.checked } })
      }
    >
      {t('templates.required')}
    </Checkbox>
  );
}

function GivenField({ field, facts, dispatch }: FieldProps) {
  const { t } = useTranslation();
  const fact = facts.find(({ name }) => name === field.name);
  const label = fact?.label ?? field.name;
  return (
    <li>
      {label} <Required field={field} label={label} dispatch={dispatch} />{' '}
      <span className={styles.soft}>
        {fact?.origin_name}
        {fact?.is_personal && ` · ${t('templates.namesParties')}`}
      </span>
    </li>
  );
}

function OwnField({ field, isUsed, facts, dispatch }: FieldProps & { isUsed: boolean }) {
  const { t } = useTranslation();
  const label = field.label ?? '';
  const change = (next: Partial<TemplateField>) =>
    dispatch({ type: 'field', field: { ...field, ...next } });
  return (
    <li className={styles.own}>
      <Input
        aria-label={t('templates.ownLabelOf', { name: label })}
        maxLength={40}
        value={label}
        status={isTaken(label, facts) ? 'error' : ''}
        onChange={({ target }) => change({ label: plain(target.value) })}
      />
      <span>
        {t('templates.maxLength')}{' '}
        <InputNumber
          aria-label={t('templates.maxLengthOf', { name: label })}
          min={1}
          max={5000}
          precision={0}
          value={field.max_length ?? null}
          onChange={(max_length) => change({ max_length })}
        />
      </span>
      <Required field={field} label={label} dispatch={dispatch} />
      <Ground field={field} label={label} onChange={change} />
      {isUsed ? (
        isTaken(label, facts) && <span role="alert">{t('templates.labelTaken')}</span>
      ) : (
        <>
          <span className={styles.soft}>{t('templates.notUsed')}</span>
          <Button
            size="small"
            aria-label={t('templates.removeOf', { name: label })}
            onClick={() => dispatch({ type: 'removeOwn', name: field.name })}
          >
            {t('templates.remove')}
          </Button>
        </>
      )}
    </li>
  );
}

interface GroundProps {
  field: TemplateField;
  label: string;
  onChange: (next: Partial<TemplateField>) => void;
}

/** On what ground it is asked for and how long it is kept: without both it is not published. */
function Ground({ field, label, onChange }: GroundProps) {
  const { t } = useTranslation();
  const [isWanted, setWanted] = useState(false);
  const { data, isFetching } = useQuery(
    api.queryOptions('get', '/api/v1/data-fields', {}, { enabled: isWanted }),
  );
  const known = data?.items ?? [];
  const bases = new Map(known.map(({ basis_code, basis }) => [basis_code, basis]));
  const terms = new Map(known.map(({ retention_code, retention }) => [retention_code, retention]));
  const options = (of: Map<string, string>) =>
    [...of].map(([value, text]) => ({ value, label: text }));
  const usual = {
    loading: isFetching,
    popupMatchSelectWidth: false,
    style: { minWidth: 160 },
    onOpenChange: (isOpen: boolean) => setWanted((was) => was || isOpen),
  };
  return (
    <>
      <Select
        {...usual}
        aria-label={t('templates.basisOf', { name: label })}
        placeholder={t('templates.basis')}
        status={field.basis ? '' : 'error'}
        value={field.basis ?? null}
        options={options(bases)}
        onChange={(basis) => onChange({ basis })}
      />
      <Select
        {...usual}
        aria-label={t('templates.retentionOf', { name: label })}
        placeholder={t('templates.retention')}
        status={field.retention ? '' : 'error'}
        value={field.retention ?? null}
        options={options(terms)}
        onChange={(retention) => onChange({ retention })}
      />
    </>
  );
}

function AddOwn({ fields, facts, dispatch }: Omit<TemplateFieldsProps, 'used'>) {
  const { t } = useTranslation();
  const [label, setLabel] = useState('');
  const wanted = label.trim();
  const isDouble = fields.some((field) => field.label === wanted) || isTaken(wanted, facts);
  const add = () => {
    dispatch({ type: 'addOwn', label: wanted, taken: facts.map(({ name }) => name) });
    setLabel('');
  };
  return (
    <div className={styles.own}>
      <Input
        aria-label={t('templates.newOwn')}
        placeholder={t('templates.newOwn')}
        maxLength={40}
        value={label}
        onChange={({ target }) => setLabel(plain(target.value))}
        onPressEnter={() => wanted && !isDouble && add()}
      />
      <Button disabled={!wanted || isDouble} onClick={add}>
        {t('templates.addOwn')}
      </Button>
      {wanted && isDouble && <span role="alert">{t('templates.labelTaken')}</span>}
    </div>
  );
}

/** Whether a fact of the case is called so: then the case says it, and nobody writes it. */
const isTaken = (label: string, facts: TemplateFact[]) =>
  facts.some((fact) => fact.label === label);

/** Braces would end the name in the middle of a text. */
const plain = (label: string) => label.replace(/[{}]/g, '');
