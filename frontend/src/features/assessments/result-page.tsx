import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMissing } from '../../shared/api/problem';
import type { AssessedIndicator, Assessment } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { FactList } from '../../shared/ui/fact-list';
import { NoticePage } from '../../shared/ui/notice-page';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { AppealDialog } from './appeal-dialog';
import styles from './assessments.module.css';
import { FactRows } from './fact-rows';
import { formatPoints } from './points';
import { forgetResults, resultOptions } from './queries';

/** One result: every point opens the facts behind it. */
export function ResultPage({ assessmentId }: { assessmentId: string }) {
  const { t } = useTranslation();
  const query = useQuery(resultOptions(assessmentId));
  if (isMissing(query.error) && !query.data) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  return (
    <QueryState query={query} rows={12}>
      {(result) => <Result result={result} />}
    </QueryState>
  );
}

function Result({ result }: { result: Assessment }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [isAppealing, setAppealing] = useState(false);
  const { period, scheme, unit, person } = result;
  return (
    <>
      <PageHeader
        title={person ? `${unit.name} ${person.name}` : unit.name}
        note={t('assessments.periodOf', {
          name: scheme.name,
          from: period.from_on,
          to: period.to_on,
        })}
        actions={
          <>
            {result.allowed_actions.includes('appeal') && (
              <Button type="primary" onClick={() => setAppealing(true)}>
                {t('assessments.makeAppeal')}
              </Button>
            )}
            <Link to="/assessments/$assessmentId/print" params={{ assessmentId: result.id }}>
              {t('common.print')}
            </Link>
            <Link to="/assessments" search={{ period: period.id }}>
              {t('assessments.backToResults')}
            </Link>
          </>
        }
      />
      <section className={styles.panel}>
        <FactList
          facts={[
            [
              t('assessments.points'),
              <strong key="points" className={styles.number} data-testid="points">
                {result.points_hundredths === null
                  ? t('assessments.nothing')
                  : formatPoints(result.points_hundredths)}
              </strong>,
            ],
            [t('assessments.exact'), result.points_exact],
            [t('assessments.appealUntil'), period.appeal_until_on],
            [t('assessments.edition'), <Edition key="edition" result={result} />],
          ]}
        />
      </section>
      {result.indicators.map((indicator) => (
        <Indicator key={indicator.source} id={result.id} indicator={indicator} />
      ))}
      <Appeals result={result} />
      {isAppealing && (
        <AppealDialog
          result={result}
          onMade={() => void forgetResults(queryClient, result.id)}
          onClose={() => setAppealing(false)}
        />
      )}
    </>
  );
}

/** The result this one corrects, and the one that corrects it. */
function Edition({ result }: { result: Assessment }) {
  const { t } = useTranslation();
  const { edition, corrects_id, corrected_by_id } = result;
  return (
    <>
      {t(edition > 1 ? 'assessments.correctedResult' : 'assessments.firstResult')}{' '}
      {corrects_id && (
        <Link to="/assessments/$assessmentId" params={{ assessmentId: corrects_id }}>
          {t('assessments.seeFirst')}
        </Link>
      )}
      {corrected_by_id && (
        <Link to="/assessments/$assessmentId" params={{ assessmentId: corrected_by_id }}>
          {t('assessments.seeCorrected')}
        </Link>
      )}
    </>
  );
}

function Indicator({ id, indicator }: { id: string; indicator: AssessedIndicator }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { source, source_name, weight, formula, kept, failed, score_hundredths } = indicator;
  const count = kept + failed;
  return (
    <section className={styles.panel} data-testid={`indicator-${source}`}>
      <h2>{t('assessments.indicatorOf', { name: source_name, weight })}</h2>
      <p>
        {t('assessments.came', { kept, failed, points: formatPoints(score_hundredths) })}{' '}
        <span className={styles.code}>{formula}</span>
      </p>
      <p className={styles.soft}>{indicator.definition}</p>
      {count === 0 ? (
        <p>{t('assessments.noFacts')}</p>
      ) : (
        <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'assessments.hideFacts' : 'assessments.showFacts', { count })}
        </Button>
      )}
      {isOpen && <FactRows id={id} source={source} />}
    </section>
  );
}

function Appeals({ result }: { result: Assessment }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  if (result.appeals.length === 0) return null;
  return (
    <section className={styles.panel} aria-labelledby="appeals-title">
      <h2 id="appeals-title">{t('assessments.appeals')}</h2>
      <ul className={styles.plain}>
        {result.appeals.map((appeal) => (
          <li key={appeal.id} data-testid="appeal">
            <strong>{enumName('assessmentAppealState', appeal.state)}</strong>{' '}
            {formatInstant(appeal.made_at)} {appeal.reason}
            {appeal.decision && (
              <p className={styles.soft}>
                {t('assessments.decisionIs', { text: appeal.decision })}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
