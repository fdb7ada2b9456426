import { Link } from '@tanstack/react-router';
import { Button, QRCode } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../../shared/api/session';
import type { CaseView } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { formatInstant } from '../../../shared/lib/dates';
import styles from './register.module.css';

interface ReceiptProps {
  registered: CaseView;
  /** Whether it has a new code for a case that was registered before. */
  isReplaced?: boolean;
  onNext: () => void;
}

/** The citizens' page of a case; what stands behind the `#` is never sent to a server. */
function trackAddress(case_no: string, code: string): string {
  const fragment = new URLSearchParams({ no: case_no, code });
  return `${globalThis.location.origin}/public/track#${fragment}`;
}

/** What the citizen takes home: the number, the tracking code, what happens next. */
export function Receipt({ registered, isReplaced = false, onNext }: ReceiptProps) {
  const { t } = useTranslation();
  const me = useMe();
  const enumName = useEnumName();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const capacity = me.capacities.find(({ id }) => id === me.acting_capacity_id);
  const office = capacity?.center?.name ?? capacity?.region?.name ?? t('app.demo');

  return (
    <article className={styles.receipt}>
      <p className={styles.office}>{office}</p>
      <h1 ref={heading} tabIndex={-1}>
        {t('cases.receipt.title')}
      </h1>
      <dl>
        <dt>{t('cases.field.case_no')}</dt>
        <dd className={styles.number} data-testid="case-no">
          {registered.case_no}
        </dd>
        {registered.receipt && (
          <>
            <dt>{t('cases.receipt.code')}</dt>
            <dd className={styles.number} data-testid="tracking-code">
              {registered.receipt.tracking_code}
            </dd>
          </>
        )}
        <dt>{t('cases.field.title')}</dt>
        <dd>{registered.title}</dd>
        <dt>{t('cases.field.registered_at')}</dt>
        <dd>{formatInstant(registered.registered_at)}</dd>
        <dt>{t('cases.field.channel')}</dt>
        <dd>{enumName('channel', registered.channel)}</dd>
        {!isReplaced && (
          <>
            <dt>{t('cases.receipt.firstContact')}</dt>
            <dd>{me.person.name}</dd>
          </>
        )}
      </dl>
      {registered.receipt && (
        <figure className={styles.scan}>
          <QRCode
            value={trackAddress(registered.case_no, registered.receipt.tracking_code)}
            size={176}
            marginSize={2}
            type="svg"
            aria-hidden
          />
          <figcaption>{t('cases.receipt.scan')}</figcaption>
        </figure>
      )}
      <p>{t(isReplaced ? 'cases.receipt.replaced' : 'cases.receipt.next')}</p>
      <p className={styles.keep}>{t('cases.receipt.keep')}</p>
      <div className={`${styles.submit} no-print`}>
        <Button type="primary" size="large" onClick={() => window.print()}>
          {t('cases.receipt.print')}
        </Button>
        <Button size="large" onClick={onNext}>
          {t(isReplaced ? 'cases.receipt.back' : 'cases.receipt.another')}
        </Button>
        {!isReplaced && (
          <Link to="/cases/$caseId" params={{ caseId: registered.id }}>
            {t('cases.receipt.open')}
          </Link>
        )}
      </div>
    </article>
  );
}
