import { Button, Space } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseVerb } from '../actions/case-verbs';
import styles from './bulk.module.css';
import { useBulkVerbs } from './bulk-actions';
import { MOST, type Selection } from './use-selection';

// Half the forms there are, for who has ticked something.
const BulkDialog = lazy(() => import('./bulk-dialog'));

/** How many rows are ticked, and what may be told to all of them. */
export function BulkBar({ selection }: { selection: Selection }) {
  const { t } = useTranslation();
  const verbs = useBulkVerbs();
  const [open, setOpen] = useState<CaseVerb | null>(null);
  const { chosen, clear } = selection;
  if (verbs.length === 0) return null;
  return (
    <section className={`${styles.bar} no-print`} aria-label={t('cases.bulk.title')}>
      <strong role="status">
        {chosen.length === 0
          ? t('cases.bulk.none')
          : t('cases.bulk.chosen', { count: chosen.length })}
        {chosen.length === MOST && t('cases.bulk.most', { count: MOST })}
      </strong>
      {chosen.length > 0 && (
        <Space wrap>
          {verbs.map((verb) => (
            <Button key={verb} onClick={() => setOpen(verb)}>
              {t(`cases.action.${verb}`)}
            </Button>
          ))}
          <Button type="text" onClick={clear}>
            {t('cases.bulk.clear')}
          </Button>
        </Space>
      )}
      <Suspense fallback={null}>
        {open && (
          <BulkDialog
            verb={open}
            cases={chosen}
            onClose={(done) => {
              setOpen(null);
              if (done) clear();
            }}
          />
        )}
      </Suspense>
    </section>
  );
}
