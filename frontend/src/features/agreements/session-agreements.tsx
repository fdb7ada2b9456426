import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AgreementLinks } from './agreement-links';
import styles from './agreements.module.css';
import { agreementOfSessionOptions } from './queries';
import { type AgreementParty, RecordAgreementDialog } from './record-agreement-dialog';

interface SessionAgreementsProps {
  caseId: string;
  mediationId: string;
  parties: AgreementParty[];
  mayRecord: boolean;
}

/** What was agreed on in a session, and the way to write it down. */
export function SessionAgreements(props: SessionAgreementsProps) {
  const { caseId, mediationId, parties, mayRecord } = props;
  const { t } = useTranslation();
  const [recording, setRecording] = useState(false);
  const query = useQuery(agreementOfSessionOptions(mediationId));
  const items = query.data?.items ?? [];
  const isOpen = mayRecord && query.data && items.every(({ state }) => state === 'cancelled');
  if (items.length === 0 && !isOpen) return null;
  return (
    <section className={styles.panel} aria-labelledby="agreements-title" data-testid="agreements">
      <h2 id="agreements-title">{t('agreements.panel')}</h2>
      <AgreementLinks items={items} />
      {isOpen && (
        <Button type="primary" data-testid="record-agreement" onClick={() => setRecording(true)}>
          {t('agreements.record')}
        </Button>
      )}
      {recording && (
        <RecordAgreementDialog
          caseId={caseId}
          mediationId={mediationId}
          parties={parties}
          onClose={() => setRecording(false)}
        />
      )}
    </section>
  );
}
