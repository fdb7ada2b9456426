import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PartyField } from '../../../shared/api/types';
import styles from './case-page.module.css';
import { RevealDialog } from './reveal-dialog';

const SHOWN_MS = 60_000;

interface MaskedFieldProps {
  caseId: string;
  partyId: string;
  field: PartyField;
  masked: string;
  revealable: boolean;
}

/**
 * A field of a party as the caller may see it. The clear value lives in this component alone:
 * leaving the page, turning to another window or a minute masks it again, and no cache keeps it.
 */
export function MaskedField({ caseId, partyId, field, masked, revealable }: MaskedFieldProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [clear, setClear] = useState<string | null>(null);
  const label = t(`cases.masked.${field}`);

  useEffect(() => {
    if (clear === null) return;
    const mask = () => setClear(null);
    const onHidden = () => document.visibilityState === 'hidden' && mask();
    const timer = setTimeout(mask, SHOWN_MS);
    document.addEventListener('visibilitychange', onHidden);
    // A page kept for going back to must not come back in clear.
    window.addEventListener('pagehide', mask);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onHidden);
      window.removeEventListener('pagehide', mask);
    };
  }, [clear]);

  return (
    <>
      <dt>{label}</dt>
      <dd className={styles.masked}>
        <span>{clear ?? masked}</span>
        {revealable && clear === null && (
          <Button
            size="small"
            type="link"
            className="no-print"
            aria-label={t('cases.reveal.button', { field: label })}
            onClick={() => setAsking(true)}
          >
            {t('cases.reveal.short')}
          </Button>
        )}
        {clear !== null && (
          <Button
            size="small"
            type="link"
            className="no-print"
            aria-label={t('cases.reveal.maskButton', { field: label })}
            onClick={() => setClear(null)}
          >
            {t('cases.reveal.mask')}
          </Button>
        )}
        {asking && (
          <RevealDialog
            caseId={caseId}
            partyId={partyId}
            field={field}
            label={label}
            onRevealed={setClear}
            onClose={() => setAsking(false)}
          />
        )}
      </dd>
    </>
  );
}
