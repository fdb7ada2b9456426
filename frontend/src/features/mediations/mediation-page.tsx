import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMissing } from '../../shared/api/problem';
import { useCodeName } from '../../shared/api/reference';
import type { Mediation } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant, formatTime } from '../../shared/lib/dates';
import { FactList } from '../../shared/ui/fact-list';
import { Marked } from '../../shared/ui/marked';
import { NoticePage } from '../../shared/ui/notice-page';
import { PageHeader } from '../../shared/ui/page-header';
import { codeText } from '../../shared/ui/problem-text';
import { QueryState } from '../../shared/ui/query-state';
import { MediationDialog } from './mediation-dialog';
import { type MediationVerb, mediationVerbs } from './mediation-verbs';
import styles from './mediations.module.css';
import { mediationOptions } from './queries';

interface MediationPageProps {
  mediationId: string;
  /** What was agreed on in it. */
  agreements?: (session: Mediation) => ReactNode;
}

/** Why a session cannot begin now: something is missing, or it is not its time. */
function hindrance({ obstacle, refused_actions }: Mediation): string | null | undefined {
  const refused = refused_actions.start;
  return obstacle ?? (refused === 'mediation.start_outside_slot' ? refused : null);
}

/** One session: who, where and when, what the sides say, the minutes, and what I can do now. */
export function MediationPage({ mediationId, agreements }: MediationPageProps) {
  const { t } = useTranslation();
  const query = useQuery(mediationOptions(mediationId));
  if (isMissing(query.error) && !query.data) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  return (
    <QueryState query={query} rows={10}>
      {(session) => (
        <Marked>
          <Header session={session} />
          {hindrance(session) && (
            <Alert
              type="info"
              showIcon
              className="form-notice"
              title={t('mediations.obstacle', { why: codeText(hindrance(session)) })}
            />
          )}
          <div className={styles.columns}>
            <Facts session={session} />
            <Consents session={session} />
            <Minutes session={session} />
            {session.state === 'concluded' && agreements?.(session)}
            <WaysOut session={session} />
          </div>
        </Marked>
      )}
    </QueryState>
  );
}

function Header({ session }: { session: Mediation }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const [acting, setActing] = useState<MediationVerb | null>(null);
  const allowed = mediationVerbs.filter((verb) => session.allowed_actions.includes(verb));
  // Once nothing stands in the way, beginning is the main thing.
  const main = allowed.includes('start') ? 'start' : allowed[0];
  return (
    <>
      <PageHeader
        title={t('mediations.title', { no: session.session_no, title: session.case.title })}
        note={
          <span data-testid="mediation-state" data-state={session.state}>
            {enumName('mediationState', session.state)}{' '}
            {enumName('mediationOutcome', session.outcome)}
          </span>
        }
        actions={
          <>
            {allowed.map((verb) => (
              <Button
                key={verb}
                data-testid={`mediation-${verb}`}
                {...(verb === main && { type: 'primary' as const })}
                danger={verb === 'cancel'}
                onClick={() => setActing(verb)}
              >
                {t(`mediations.action.${verb}`)}
              </Button>
            ))}
            <Link to="/mediations">{t('mediations.back')}</Link>
          </>
        }
      />
      {acting && (
        <MediationDialog verb={acting} session={session} onClose={() => setActing(null)} />
      )}
    </>
  );
}

function Facts({ session }: { session: Mediation }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const reasonName = useCodeName('mediation_cancel_reason');
  const groundName = useCodeName('recusal_ground');
  const lapsing: [string, string] = [
    t('mediations.lapsing'),
    session.lapsing
      .map(({ mediator, qualified_until_on: day, is_before_session }) => {
        const key = is_before_session ? 'mediations.lapsed' : 'mediations.lapsesOn';
        return t(key, { name: mediator.person.name, day });
      })
      .join(t('common.separator')),
  ];
  return (
    <section className={styles.panel}>
      <FactList
        facts={[
          [
            t('mediations.case'),
            <Link key="case" to="/cases/$caseId" params={{ caseId: session.case.id }}>
              {session.case.case_no}
            </Link>,
          ],
          [
            t('mediations.when'),
            `${formatInstant(session.starts_at)}–${formatTime(session.ends_at)}`,
          ],
          [t('mediations.room'), `${session.center.name} ${session.room.name}`],
          [
            t('mediations.mediators'),
            session.mediators.map(({ person }) => person.name).join(t('common.separator')) ||
              t('mediations.noMediator'),
          ],
          ...(session.lapsing.length > 0 ? [lapsing] : []),
          [t('mediations.bookedBy'), session.booked_by.name],
          ...(session.guided_to
            ? ([[t('mediations.guidedTo'), enumName('procedure', session.guided_to)]] as [
                string,
                string,
              ][])
            : []),
        ]}
      />
      {session.cancel_reason_code && (
        <p>{t('mediations.cancelled', { why: reasonName(session.cancel_reason_code) })}</p>
      )}
      {session.adjourn_reason && (
        <p>{t('mediations.adjourned', { why: session.adjourn_reason })}</p>
      )}
      {session.note && <p className={styles.words}>{session.note}</p>}
      {session.next_id && (
        <p>
          <Link to="/mediations/$mediationId" params={{ mediationId: session.next_id }}>
            {t('mediations.next')}
          </Link>
        </p>
      )}
      {session.recusals.map(({ mediator, ground_code, declared_at }) => (
        <p key={mediator.id} className={styles.soft}>
          {t('mediations.recused', {
            name: mediator.person.name,
            why: groundName(ground_code),
            at: formatInstant(declared_at),
          })}
        </p>
      ))}
    </section>
  );
}

function Consents({ session }: { session: Mediation }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const nameOf = (no: number | null | undefined, side: string) =>
    session.parties.find(({ party_no }) => party_no === no)?.name ??
    enumName('mediationSide', side);
  return (
    <section className={styles.panel} aria-labelledby="consents-title">
      <h2 id="consents-title">{t('mediations.consents')}</h2>
      {session.consents.length === 0 && <p>{t('mediations.noConsents')}</p>}
      <ol className={styles.plain}>
        {session.consents.map((word, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what was said is only ever added to.
          <li key={at} className={styles.session}>
            {t(word.agrees ? 'mediations.said.yes' : 'mediations.said.no', {
              side: enumName('mediationSide', word.side),
              name: nameOf(word.party_no, word.side),
            })}
            <span className={styles.soft}>
              {enumName('consentManner', word.manner)} {formatInstant(word.given_at)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Minutes({ session: { minutes, parties } }: { session: Mediation }) {
  const { t } = useTranslation();
  const names = (minutes?.party_nos ?? []).map(
    (no) => parties.find(({ party_no }) => party_no === no)?.name ?? String(no),
  );
  return (
    <section className={styles.panel} aria-labelledby="minutes-title" data-testid="minutes">
      <h2 id="minutes-title">{t('mediations.minutes')}</h2>
      {!minutes && <p>{t('mediations.noMinutes')}</p>}
      {minutes && <p className={styles.words}>{minutes.text ?? t('mediations.hiddenMinutes')}</p>}
      {minutes?.signed_at && (
        <p className={styles.soft}>
          {t('mediations.signed', {
            names: names.join(t('common.separator')),
            at: formatInstant(minutes.signed_at),
          })}
        </p>
      )}
    </section>
  );
}

function WaysOut({ session: { ways_out } }: { session: Mediation }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  if (ways_out.length === 0) return null;
  return (
    <section className={styles.panel} aria-labelledby="ways-title">
      <h2 id="ways-title">{t('mediations.waysOut')}</h2>
      <ul className={styles.ways}>
        {ways_out.map(({ procedure, source }) => (
          <li key={procedure}>
            {enumName('procedure', procedure)} <cite lang="zh-CN">{source}</cite>
          </li>
        ))}
      </ul>
    </section>
  );
}
