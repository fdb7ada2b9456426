import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QueryState } from '../../../shared/ui/query-state';
import { similarCasesOptions } from '../queries';
import { SimilarCases } from '../similar-cases';
import styles from './case-page.module.css';

/** Loaded when somebody opens it: comparing costs the server. */
export function SimilarSection({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const query = useQuery({ ...similarCasesOptions(caseId), enabled: opened });
  return (
    <details
      className={`${styles.panel} no-print`}
      onToggle={(event) => event.currentTarget.open && setOpened(true)}
    >
      <summary>{t('cases.similar.heading')}</summary>
      {opened && (
        <QueryState query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <p className={styles.empty}>{t('cases.similar.noneHere')}</p>
            ) : (
              <SimilarCases items={items} />
            )
          }
        </QueryState>
      )}
    </details>
  );
}
