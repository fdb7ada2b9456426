import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseRights, CaseView } from '../../../shared/api/types';
import { formatInstant } from '../../../shared/lib/dates';
import { PageHeader } from '../../../shared/ui/page-header';
import { QueryState } from '../../../shared/ui/query-state';
import { caseOptions, rightsOptions } from '../queries';
import { type CaseVerb, isCaseVerb } from './case-verbs';
import styles from './rights-page.module.css';
import { RightsSteps } from './rights-steps';

interface RightsPageProps {
  caseId: string;
  verb: CaseVerb | undefined;
  onVerb: (verb: CaseVerb) => void;
}

/** Why may I, or why not: inputs with versions, steps, result; for the file, or for a dispute. */
export function RightsPage({ caseId, verb, onVerb }: RightsPageProps) {
  const query = useQuery(caseOptions(caseId));
  return (
    <QueryState query={query} rows={10}>
      {(caseView) => <Explained caseView={caseView} verb={verb} onVerb={onVerb} />}
    </QueryState>
  );
}

interface ExplainedProps extends Omit<RightsPageProps, 'caseId'> {
  caseView: CaseView;
}

function Explained({ caseView, verb, onVerb }: ExplainedProps) {
  const { t } = useTranslation();
  const named = [...caseView.allowed_actions, ...Object.keys(caseView.refusals)];
  const verbs = named.filter(isCaseVerb);
  const asked = verb ?? verbs[0] ?? 'classify';
  const query = useQuery(rightsOptions(caseView.id, asked, caseView.version));
  return (
    <div className={styles.page} data-testid="rights-page">
      <PageHeader
        title={t('rights.pageTitle', { action: t(`cases.action.${asked}`) })}
        note={
          <Link to="/cases/$caseId" params={{ caseId: caseView.id }}>
            {caseView.case_no} {caseView.title}
          </Link>
        }
        actions={
          <span className="no-print">
            <Select<CaseVerb>
              aria-label={t('rights.action')}
              className={styles.verb ?? ''}
              value={asked}
              options={[...new Set([asked, ...verbs])].map((one) => ({
                value: one,
                label: t(`cases.action.${one}`),
              }))}
              onChange={onVerb}
            />{' '}
            <Button type="primary" onClick={() => window.print()}>
              {t('common.print')}
            </Button>
          </span>
        }
      />
      <QueryState query={query} rows={8}>
        {(rights) => (
          <>
            <p className={styles.result}>
              <strong>{rights.result.sentence}</strong>
              <span className={styles.soft}>
                {t('cases.timeUse.asOf', { at: formatInstant(rights.as_of) })}
              </span>
            </p>
            <h2>{t('routing.inputs')}</h2>
            <Inputs rights={rights} />
            <h2>{t('routing.steps')}</h2>
            <RightsSteps rights={rights} />
          </>
        )}
      </QueryState>
    </div>
  );
}

function Inputs({ rights: { inputs } }: { rights: CaseRights }) {
  const { t } = useTranslation();
  const pairs: [string, string | number][] = [
    [t('rights.role'), inputs.role_name],
    [t('rights.unit'), inputs.department_name ?? t('rights.noUnit')],
    [t('rights.status'), inputs.status_name],
    [t('routing.caseVersion'), inputs.case_version],
    [t('rights.tableVersion'), inputs.rights_version],
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
