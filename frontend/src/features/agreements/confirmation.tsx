import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Agreement, ClockExplanation } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatDay } from '../../shared/lib/dates';
import { useReturnFocus } from '../../shared/lib/use-return-focus';
import { FactList } from '../../shared/ui/fact-list';
import { QueryState } from '../../shared/ui/query-state';
import styles from './agreements.module.css';
import { confirmationOptions } from './queries';

/** Where judicial confirmation stands: the days that are left, day by day, and the court's answer. */
export function Confirmation({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const [explaining, setExplaining] = useState(false);
  const { confirmation } = agreement;
  const { clock } = confirmation;
  return (
    <section className={styles.panel} aria-labelledby="confirm-title" data-testid="confirmation">
      <h2 id="confirm-title">{t('agreements.confirmation')}</h2>
      {confirmation.is_confirmable ? (
        <>
          {confirmation.caution && <Alert type="warning" showIcon title={confirmation.caution} />}
          <FactList
            facts={[
              [t('agreements.state'), enumName('confirmationState', confirmation.state)],
              [
                t('agreements.limit'),
                `${clock.due_at ? formatDay(clock.due_at) : ''} ${clock.time_left.text}`,
              ],
              [t('agreements.appliedOn'), confirmation.applied_on],
              [t('agreements.court'), confirmation.court],
              [t('agreements.answeredOn'), confirmation.answered_on],
              [t('agreements.courtNo'), confirmation.court_no],
              [t('agreements.reason'), confirmation.reason],
            ]}
          />
          <p className={styles.soft}>
            <cite lang="zh-CN">{clock.source}</cite>
          </p>
          <Button className="no-print" onClick={() => setExplaining(true)}>
            {t('agreements.explain')}
          </Button>
        </>
      ) : (
        <p>{t('agreements.notConfirmable')}</p>
      )}
      {explaining && (
        <ExplanationDrawer agreementId={agreement.id} onClose={() => setExplaining(false)} />
      )}
    </section>
  );
}

function ExplanationDrawer({ agreementId, onClose }: { agreementId: string; onClose: () => void }) {
  const { t } = useTranslation();
  useReturnFocus();
  const query = useQuery(confirmationOptions(agreementId));
  return (
    <Drawer open size={520} title={t('agreements.explainTitle')} onClose={onClose}>
      <QueryState query={query}>{(told) => <Explanation told={told} />}</QueryState>
    </Drawer>
  );
}

function Explanation({ told }: { told: ClockExplanation }) {
  return (
    <>
      <p>{told.result.sentence}</p>
      <ol className={styles.plain}>
        {told.steps.map(({ date, number, reason }) => (
          <li key={date} className={styles.row}>
            {date} {number && `#${number}`} <span className={styles.soft}>{reason}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
