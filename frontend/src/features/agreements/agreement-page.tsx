import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMissing } from '../../shared/api/problem';
import type { Agreement, AgreementItem } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatFen } from '../../shared/lib/money';
import { FactList } from '../../shared/ui/fact-list';
import { Marked } from '../../shared/ui/marked';
import { NoticePage } from '../../shared/ui/notice-page';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { AgreementDialog } from './agreement-dialog';
import { type AgreementVerb, agreementVerbs } from './agreement-verbs';
import styles from './agreements.module.css';
import { Confirmation } from './confirmation';
import { agreementOptions } from './queries';

/** One agreement: who does what by when, what became of it, and what the law leaves open. */
export function AgreementPage({ agreementId }: { agreementId: string }) {
  const { t } = useTranslation();
  const query = useQuery(agreementOptions(agreementId));
  if (isMissing(query.error) && !query.data) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  return (
    <QueryState query={query} rows={10}>
      {(agreement) => (
        <Marked>
          <Header agreement={agreement} />
          <div className={styles.columns}>
            <Facts agreement={agreement} />
            <Items agreement={agreement} />
            <NextSteps agreement={agreement} />
            <Confirmation agreement={agreement} />
          </div>
        </Marked>
      )}
    </QueryState>
  );
}

function Header({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const [acting, setActing] = useState<AgreementVerb | null>(null);
  const allowed = agreementVerbs.filter((verb) => agreement.allowed_actions.includes(verb));
  return (
    <>
      <PageHeader
        title={agreement.agreement_no}
        note={
          <span data-testid="agreement-state" data-state={agreement.state}>
            {enumName('agreementState', agreement.state)}{' '}
            {enumName('agreementForm', agreement.form)}
          </span>
        }
        actions={
          <>
            {allowed.map((verb, at) => (
              <Button
                key={verb}
                data-testid={`agreement-${verb}`}
                {...(at === 0 && verb !== 'cancel' && { type: 'primary' as const })}
                danger={verb === 'cancel'}
                onClick={() => setActing(verb)}
              >
                {t(`agreements.action.${verb}`)}
              </Button>
            ))}
            <Link to="/agreements">{t('agreements.back')}</Link>
          </>
        }
      />
      {acting && (
        <AgreementDialog verb={acting} agreement={agreement} onClose={() => setActing(null)} />
      )}
    </>
  );
}

function Facts({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation();
  const { mediation_id } = agreement;
  return (
    <section className={styles.panel}>
      <FactList
        facts={[
          [
            t('agreements.case'),
            <Link key="case" to="/cases/$caseId" params={{ caseId: agreement.case.id }}>
              {agreement.case.case_no} {agreement.case.title}
            </Link>,
          ],
          [
            t('agreements.session'),
            mediation_id && (
              <Link
                key="session"
                to="/mediations/$mediationId"
                params={{ mediationId: mediation_id }}
              >
                {t('agreements.toSession')}
              </Link>
            ),
          ],
          [t('agreements.concludedOn'), agreement.concluded_on],
          [t('agreements.effectiveOn'), agreement.effective_on],
          [t('agreements.amount'), formatFen(agreement.amount_fen)],
          [t('agreements.recordedBy'), agreement.recorded_by.name],
        ]}
      />
      <h2>{t('agreements.terms')}</h2>
      <p className={styles.words}>{agreement.terms ?? t('agreements.hiddenTerms')}</p>
      {agreement.cancel_reason && (
        <p>{t('agreements.cancelled', { why: agreement.cancel_reason })}</p>
      )}
    </section>
  );
}

function Items({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation();
  return (
    <section className={styles.panel} aria-labelledby="items-title">
      <h2 id="items-title">{t('agreements.items')}</h2>
      <ol className={styles.plain}>
        {agreement.items.map((item) => (
          <Item key={item.item_no} item={item} />
        ))}
      </ol>
    </section>
  );
}

function Item({ item }: { item: AgreementItem }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const { party, to_party, amount_fen, paid_fen } = item;
  return (
    <li className={styles.row} data-testid={`item-${item.item_no}`}>
      <strong>
        {t('agreements.itemNo', { no: item.item_no })} {enumName('agreementItemState', item.state)}
      </strong>
      {item.is_overdue && <strong className={styles.over}>{t('agreements.late')}</strong>}
      <p className={styles.words}>
        {to_party ? t('agreements.toWhom', { who: party.name, whom: to_party.name }) : party.name}
        {': '}
        {item.what ?? t('agreements.hiddenTerms')}
      </p>
      <p className={styles.soft}>
        {t('agreements.dueNext', { day: item.due_on })}{' '}
        {amount_fen &&
          t('agreements.paidOf', { paid: formatFen(paid_fen), sum: formatFen(amount_fen) })}
      </p>
      <ul>
        {item.performances.map((done, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what happened is only ever added to.
          <li key={at}>
            {done.happened_on} {enumName('performanceState', done.state)}{' '}
            {formatFen(done.amount_fen)} {done.evidence}
            <span className={styles.soft}>{done.recorded_by.name}</span>
          </li>
        ))}
      </ul>
    </li>
  );
}

function NextSteps({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation();
  if (agreement.next_steps.length === 0) return null;
  return (
    <section className={styles.panel} aria-labelledby="steps-title" data-testid="next-steps">
      <h2 id="steps-title">{t('agreements.nextSteps')}</h2>
      <ol>
        {agreement.next_steps.map(({ step, name, source, item_no, until_on }) => (
          <li key={`${step}-${item_no ?? ''}`}>
            <strong>{name}</strong> {item_no ? t('agreements.itemNo', { no: item_no }) : null}{' '}
            {until_on && t('agreements.until', { day: until_on })}
            <cite className={styles.soft}>{source}</cite>
          </li>
        ))}
      </ol>
    </section>
  );
}
