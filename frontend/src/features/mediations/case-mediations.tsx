import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { BookDialog } from './book-dialog';
import styles from './mediations.module.css';
import { caseMediationsOptions } from './queries';

/** The sessions of a case, and the way to book one; nothing for who may not see them. */
export function CaseMediations({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const { nav } = useMe();
  const [booking, setBooking] = useState(false);
  const query = useQuery({ ...caseMediationsOptions(caseId), enabled: nav.includes('mediations') });
  const mayBook = nav.includes('mediators');
  const items = query.data?.items ?? [];
  if (!query.data || (items.length === 0 && !mayBook)) return null;
  return (
    <section className={styles.panel} aria-labelledby="mediation-title" data-testid="mediations">
      <h2 id="mediation-title">{t('mediations.panel')}</h2>
      {items.length === 0 && <p className={styles.soft}>{t('mediations.none')}</p>}
      <ul className={styles.plain}>
        {items.map((session) => (
          <li key={session.id} className={styles.session}>
            <Link to="/mediations/$mediationId" params={{ mediationId: session.id }}>
              {t('mediations.no', { no: session.session_no })} {formatInstant(session.starts_at)}
            </Link>
            <span className={styles.soft}>
              {session.room.name} {enumName('mediationState', session.state)}{' '}
              {enumName('mediationOutcome', session.outcome)}
            </span>
          </li>
        ))}
      </ul>
      {mayBook && (
        <Button className="no-print" data-testid="book-mediation" onClick={() => setBooking(true)}>
          {t('mediations.book')}
        </Button>
      )}
      {booking && <BookDialog caseId={caseId} onClose={() => setBooking(false)} />}
    </section>
  );
}
