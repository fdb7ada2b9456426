import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QueryState } from '../../shared/ui/query-state';
import { caseTimeOptions } from './queries';
import styles from './supervision.module.css';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** By whose time a case is late: asked for row by row, because it reads the whole ledger. */
export function WhoseTime({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const query = useQuery({ ...caseTimeOptions(caseId), enabled: asked });
  if (!asked) {
    return (
      <Button size="small" onClick={() => setAsked(true)}>
        {t('supervision.whose.show')}
      </Button>
    );
  }
  return (
    <QueryState query={query} rows={1}>
      {({ holders }) => (
        <ul className={styles.plain}>
          {holders.map((holder) => (
            <li key={`${holder.kind}${holder.name}`}>
              {t('supervision.whose.holder', {
                name: holder.name,
                days: Math.floor(holder.seconds / DAY),
                hours: Math.floor((holder.seconds % DAY) / HOUR),
              })}
            </li>
          ))}
        </ul>
      )}
    </QueryState>
  );
}
