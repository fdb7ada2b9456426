import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Routing } from '../../../shared/api/types';
import { formatInstant } from '../../../shared/lib/dates';
import { PageHeader } from '../../../shared/ui/page-header';
import { QueryState } from '../../../shared/ui/query-state';
import { caseOptions, routingOptions } from '../queries';
import { Reasons } from './routing-suggestion';
import styles from './routing-suggestion.module.css';

/** Inputs with versions, steps, result: for the file, or for a dispute about it. */
export function RoutingPage({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const query = useQuery(routingOptions(caseId));
  const { data: caseView } = useQuery(caseOptions(caseId));
  return (
    <div className={styles.page}>
      <PageHeader
        title={t('routing.pageTitle')}
        note={
          <Link to="/cases/$caseId" params={{ caseId }}>
            {caseView ? `${caseView.case_no} ${caseView.title}` : caseId}
          </Link>
        }
        actions={
          <Button type="primary" onClick={() => window.print()}>
            {t('common.print')}
          </Button>
        }
      />
      <QueryState query={query} rows={10}>
        {(routing) => (
          <>
            <p className={styles.suggestion}>
              <strong>{routing.result.sentence}</strong>
              {routing.result.door && (
                <span>
                  {t('routing.door', {
                    text: routing.result.door.text,
                    source: routing.result.door.source,
                  })}
                </span>
              )}
              <span className={styles.soft}>
                {t('cases.timeUse.asOf', { at: formatInstant(routing.as_of) })}
              </span>
            </p>
            <h2>{t('routing.inputs')}</h2>
            <Inputs routing={routing} />
            <h2>{t('routing.steps')}</h2>
            <ol>
              {routing.steps.map((step) => (
                <li key={step.number}>{step.text}</li>
              ))}
            </ol>
            <h2>{t('routing.result')}</h2>
            <Ranks routing={routing} />
          </>
        )}
      </QueryState>
    </div>
  );
}

function Inputs({ routing: { inputs } }: { routing: Routing }) {
  const { t } = useTranslation();
  const willing = { true: t('common.yes'), false: t('common.no') };
  const list = (items: { key: string; text: string }[]): ReactNode =>
    items.length === 0
      ? t('routing.noneOfIt')
      : items.map(({ key, text }) => <div key={key}>{text}</div>);
  const pairs: [string, ReactNode][] = [
    [t('routing.type'), [inputs.type_code, inputs.type_name].filter(Boolean).join(' ')],
    [t('routing.region'), `${inputs.region.name} ${inputs.region.code}`],
    [
      t('routing.willing'),
      inputs.willing_to_mediate === null || inputs.willing_to_mediate === undefined
        ? t('routing.notAsked')
        : willing[`${inputs.willing_to_mediate}`],
    ],
    [
      t('routing.duties'),
      list(
        inputs.duty_lists.map((duty) => ({
          key: duty.department.id,
          text: t('routing.duty', {
            name: duty.department.name,
            code: duty.type_code,
            version: duty.version,
            at: formatInstant(duty.updated_at),
          }),
        })),
      ),
    ],
    [
      t('routing.precedents'),
      list(
        inputs.precedents.map((one) => ({
          key: one.id,
          text: t('routing.precedent', {
            on: one.ruled_on,
            type: one.type_code,
            number: one.case_no ? ` ${one.case_no}` : '',
          }),
        })),
      ),
    ],
    [
      t('routing.returns'),
      list(
        inputs.returns.map((one, at) => ({
          key: `${at}${one.department.id}`,
          text: t('routing.returned', { name: one.department.name, ground: one.ground ?? '' }),
        })),
      ),
    ],
    [t('routing.fallbackUnit'), inputs.fallback_department?.name ?? t('routing.noneOfIt')],
    [t('routing.caseVersion'), inputs.case_version],
  ];
  return (
    <dl className={styles.pairs}>
      {pairs.map(([label, value]) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function Ranks({ routing: { result } }: { routing: Routing }) {
  const { t } = useTranslation();
  if (result.candidates.length === 0) return <p>{result.sentence}</p>;
  return (
    <table className={styles.ranks}>
      <thead>
        <tr>
          <th scope="col">{t('routing.rank')}</th>
          <th scope="col">{t('routing.unit')}</th>
          <th scope="col">{t('routing.standing')}</th>
          <th scope="col">{t('routing.reasons')}</th>
        </tr>
      </thead>
      <tbody>
        {result.candidates.map((one) => (
          <tr key={one.department.id}>
            <td>{one.rank}</td>
            <th scope="row">{one.department.name}</th>
            <td>{one.standing_name}</td>
            <td>
              <Reasons of={one} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
