import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import type { OperationName } from '../api/types';
import styles from './form-basis.module.css';
import { QueryState } from './query-state';

/** On what ground a form asks what it asks, and how long the answers are kept; read when wanted. */
export function FormBasis({ form }: { form: OperationName }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className={`${styles.basis} no-print`}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{t('formBasis.title')}</summary>
      {isOpen && <Fields form={form} />}
    </details>
  );
}

function Fields({ form }: { form: OperationName }) {
  const { t } = useTranslation();
  const query = useQuery(
    api.queryOptions('get', '/api/v1/data-fields', { params: { query: { form } } }),
  );
  return (
    <QueryState query={query} rows={3}>
      {({ items }) => (
        <>
          {[...new Set(items.map(({ basis }) => basis))].map((basis) => {
            const ours = items.filter((field) => field.basis === basis);
            const kept = [...new Set(ours.map(({ retention }) => retention))];
            return (
              <p key={basis}>
                <strong>{ours.map(({ name }) => name).join(t('common.separator'))}</strong>
                <br />
                {t('formBasis.basis', { text: basis })}
                <br />
                {t('formBasis.kept', { text: kept.join(t('common.separator')) })}
              </p>
            );
          })}
          {items.length === 0 && <p>{t('formBasis.nothing')}</p>}
        </>
      )}
    </QueryState>
  );
}
