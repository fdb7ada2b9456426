import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import { AgreementLinks } from './agreement-links';
import styles from './agreements.module.css';
import { caseAgreementsOptions } from './queries';

/** The agreements of a case; nothing for who may not see them, or where there are none. */
export function CaseAgreements({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const enabled = useMe().nav.includes('agreements');
  const items = useQuery({ ...caseAgreementsOptions(caseId), enabled }).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section
      className={styles.panel}
      aria-labelledby="case-agreements"
      data-testid="case-agreements"
    >
      <h2 id="case-agreements">{t('agreements.panel')}</h2>
      <AgreementLinks items={items} />
    </section>
  );
}
