import { useQuery } from '@tanstack/react-query';
import { Form, type FormInstance } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../shared/api/client';
import { formatInstant } from '../../../shared/lib/dates';
import { useDebounced } from '../../../shared/lib/use-debounced';
import { SimilarCases } from '../similar-cases';
import styles from './register.module.css';
import type { RegisterValues } from './register-values';

const STILL_MS = 400;
const ENOUGH_LETTERS = 4;
/** Shorter is no telephone number yet, and no number of a document. */
const ENOUGH_DIGITS = 7;

interface SimilarPanelProps {
  form: FormInstance<RegisterValues>;
}

/** "Is it this one?" beside the form, never in front of it. */
export function SimilarPanel({ form }: SimilarPanelProps) {
  const { t } = useTranslation();
  // Watched here and not in the form: typing must not draw the whole form again.
  const title = Form.useWatch('title', form) ?? '';
  const regionId = Form.useWatch(['place', 'region_id'], form);
  const narrative = Form.useWatch('narrative', form) ?? '';
  const phone = Form.useWatch(['parties', 0, 'phone'], form) ?? '';
  const idNumber = Form.useWatch(['parties', 0, 'id_number'], form) ?? '';
  const numbers = useDebounced(`${idNumber.trim()}\n${phone.trim()}`, STILL_MS).split('\n');
  const [knownId = '', knownPhone = ''] = numbers;
  const settled = useDebounced(title.trim(), STILL_MS);
  const told = useDebounced(narrative.trim(), STILL_MS);
  const enabled = settled.length >= ENOUGH_LETTERS;
  const { data } = useQuery(
    api.queryOptions(
      'post',
      '/api/v1/cases/similar',
      {
        body: {
          title: settled,
          ...(regionId && { region_id: regionId }),
          ...(told && { narrative: told }),
          ...(knownId.length >= ENOUGH_DIGITS && { id_number: knownId }),
          ...(knownPhone.length >= ENOUGH_DIGITS && { phone: knownPhone }),
        },
      },
      { enabled, staleTime: 60_000, retry: false },
    ),
  );
  const items = enabled ? (data?.items ?? []) : [];
  const emergencies = enabled ? (data?.emergencies ?? []) : [];

  return (
    <aside className={styles.similar} aria-labelledby="similar-title">
      {emergencies.length > 0 && (
        <section role="alert" data-testid="emergency" className={styles.emergency}>
          <h2>{t('cases.emergency.title')}</h2>
          {emergencies.map(({ kind, text, phones }) => (
            <p key={kind}>
              {text} <strong>{phones.join(t('common.separator'))}</strong>
            </p>
          ))}
          {data?.report && (
            <p>
              {t('cases.emergency.report', {
                phone: formatInstant(data.report.by_phone_until),
                writing: formatInstant(data.report.in_writing_until),
              })}{' '}
              <cite>{data.report.source}</cite>
            </p>
          )}
        </section>
      )}
      <h2 id="similar-title">{t('cases.similar.title')}</h2>
      <p aria-live="polite">
        {items.length > 0
          ? t('cases.similar.found', { count: items.length })
          : t('cases.similar.none')}
      </p>
      <SimilarCases items={items} newTab />
    </aside>
  );
}
