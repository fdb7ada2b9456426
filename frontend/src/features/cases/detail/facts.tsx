import type { ReactNode } from 'react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useCodeName } from '../../../shared/api/reference';
import type { CaseView } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { formatInstant } from '../../../shared/lib/dates';
import { formatFen } from '../../../shared/lib/money';
import { useMatterAndPeople } from '../use-matter-and-people';
import styles from './case-page.module.css';

/** What is known about the matter; what was not asked for leaves no empty line. */
export function Facts({ caseView }: { caseView: CaseView }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const typeName = useCodeName('case_type');
  const methodName = useCodeName('resolution_method');
  const matterAndPeople = useMatterAndPeople();
  const { place, source, first_contact: first } = caseView;
  const asked = first?.asked_at && formatInstant(first.asked_at);
  const facts: [string, ReactNode][] = [
    [t('cases.field.demand'), caseView.demand],
    [t('cases.field.type_code'), typeName(caseView.type_code)],
    [t('cases.field.channel'), enumName('channel', caseView.channel)],
    [t('cases.column.region'), place.region.name],
    [t('cases.field.address'), place.address],
    [t('cases.field.occurred_on'), caseView.occurred_on],
    [t('cases.field.people_count'), matterAndPeople(caseView.people_count)],
    [t('cases.field.amount'), formatFen(caseView.amount_fen)],
    [t('cases.field.source_number'), source && `${source.system} ${source.number}`],
    [t('cases.firstContact.person'), first?.person_name],
    [
      t('cases.firstContact.asked'),
      first?.is_recorded_late ? t('cases.firstContact.late', { at: asked ?? '' }) : null,
    ],
    [t('cases.field.registered_at'), formatInstant(caseView.registered_at)],
    [t('cases.field.resolved_at'), caseView.resolved_at && formatInstant(caseView.resolved_at)],
    [t('cases.field.outcome'), enumName('outcome', caseView.outcome)],
    [t('cases.actionField.method_code'), methodName(caseView.method_code)],
    [t('cases.actionField.summary'), caseView.summary],
    [t('cases.field.closed_at'), caseView.closed_at && formatInstant(caseView.closed_at)],
  ];
  return (
    <section className={styles.panel} aria-labelledby="facts-title">
      <h2 id="facts-title">{t('cases.detail.facts')}</h2>
      <p className={styles.narrative}>{caseView.narrative}</p>
      <dl className={styles.pairs}>
        {facts
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <Fragment key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </Fragment>
          ))}
      </dl>
    </section>
  );
}
