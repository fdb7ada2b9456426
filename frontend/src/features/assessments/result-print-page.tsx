import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { isMissing } from '../../shared/api/problem';
import { useMe } from '../../shared/api/session';
import type { Assessment } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { NoticePage } from '../../shared/ui/notice-page';
import { QueryState } from '../../shared/ui/query-state';
import styles from './assessments.module.css';
import { formatPoints } from './points';
import { resultOptions } from './queries';

/** 考核结果 on A4: what was looked at, by which formula, and what came out. */
export function ResultPrintPage({ assessmentId }: { assessmentId: string }) {
  const { t } = useTranslation();
  const query = useQuery(resultOptions(assessmentId));
  if (isMissing(query.error) && !query.data) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  return (
    <QueryState query={query} rows={12}>
      {(result) => <Letter result={result} />}
    </QueryState>
  );
}

function Letter({ result }: { result: Assessment }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const me = useMe();
  const { unit, person, period, scheme } = result;
  const head: [string, string][] = [
    [t('assessments.unit'), unit.name],
    ...(person ? [[t('assessments.person'), person.name] as [string, string]] : []),
    [
      t('assessments.period'),
      t('assessments.periodOf', { name: scheme.name, from: period.from_on, to: period.to_on }),
    ],
    [
      t('assessments.points'),
      result.points_hundredths === null
        ? t('assessments.nothing')
        : formatPoints(result.points_hundredths),
    ],
    [t('assessments.exact'), result.points_exact ?? ''],
    [
      t('assessments.edition'),
      t(result.edition > 1 ? 'assessments.correctedResult' : 'assessments.firstResult'),
    ],
  ];
  return (
    <article className={styles.letter} data-testid="letter">
      <div className="no-print">
        <Button type="primary" onClick={() => window.print()}>
          {t('common.print')}
        </Button>
      </div>
      <h1>{t('assessments.letterTitle', { name: result.center.name })}</h1>
      <table>
        <tbody>
          {head.map(([label, value]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('assessments.facts')}</th>
            <th scope="col">{t('assessments.weight')}</th>
            <th scope="col">{t('assessments.formula')}</th>
            <th scope="col">{t('assessments.kept')}</th>
            <th scope="col">{t('assessments.failed')}</th>
            <th scope="col">{t('assessments.points')}</th>
          </tr>
        </thead>
        <tbody>
          {result.indicators.map((one) => (
            <tr key={one.source}>
              <th scope="row">{one.source_name}</th>
              <td>{one.weight}</td>
              <td className={styles.code}>{one.formula}</td>
              <td>{one.kept}</td>
              <td>{one.failed}</td>
              <td>{formatPoints(one.score_hundredths)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {result.appeals.map((appeal) => (
        <p key={appeal.id}>
          {t('assessments.appeal')}: {enumName('assessmentAppealState', appeal.state)}{' '}
          {appeal.decision}
        </p>
      ))}
      <footer>
        <p className={styles.soft}>
          {t('assessments.printed', {
            name: me.person.name,
            at: formatInstant(new Date().toISOString()),
            until: period.appeal_until_on,
          })}
          <span className={styles.hash}>{result.result_hash}</span>
        </p>
      </footer>
    </article>
  );
}
