import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { formatDay, formatInstant } from '../../../shared/lib/dates';
import { FactList } from '../../../shared/ui/fact-list';
import styles from './case-page.module.css';

/** The leader who answers for it, and the last hand-over between levels. */
export function Oversight({ caseView }: { caseView: CaseView }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const { charge, handed } = caseView;
  return (
    <>
      {charge && (
        <section className={styles.panel} aria-labelledby="charge-title" data-testid="charge">
          <h2 id="charge-title">{t('cases.action.take_charge')}</h2>
          <FactList
            facts={[
              [t('cases.charge.leader'), charge.leader_name],
              [t('cases.charge.since'), formatDay(charge.since)],
              [t('cases.actionField.next_review_on'), charge.next_review_on],
              [t('cases.actionField.plan'), charge.plan],
            ]}
          />
        </section>
      )}
      {handed && (
        <section className={styles.panel} aria-labelledby="handed-title" data-testid="handed">
          <h2 id="handed-title">{enumName('handed', handed.direction)}</h2>
          <FactList
            facts={[
              [t('cases.handed.from'), handed.from_center.name],
              [t('cases.handed.to'), caseView.center.name],
              [t('cases.handed.at'), formatInstant(handed.at)],
            ]}
          />
        </section>
      )}
    </>
  );
}
