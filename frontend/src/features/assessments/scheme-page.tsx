import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { isMissing } from '../../shared/api/problem';
import { useMe } from '../../shared/api/session';
import type { AssessmentScheme } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { DataTable } from '../../shared/ui/data-table';
import { FactList } from '../../shared/ui/fact-list';
import { NoticePage } from '../../shared/ui/notice-page';
import { PageHeader } from '../../shared/ui/page-header';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { QueryState } from '../../shared/ui/query-state';
import styles from './assessments.module.css';
import { keepScheme, schemeOptions } from './queries';
import { PublishSchemeDialog, RetireSchemeDialog } from './scheme-dialogs';
import { SchemeEditor } from './scheme-editor';
import { SimulationTable } from './simulation-table';

type Acting = 'update' | 'publish' | 'retire' | 'revise';

/** One version: what it looks at, and what would have come out last time. */
export function SchemePage({ schemeId }: { schemeId: string }) {
  const { t } = useTranslation();
  const query = useQuery(schemeOptions(schemeId));
  if (isMissing(query.error) && !query.data) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  return (
    <QueryState query={query} rows={12}>
      {(scheme) => <Scheme scheme={scheme} />}
    </QueryState>
  );
}

function Scheme({ scheme }: { scheme: AssessmentScheme }) {
  const { t } = useTranslation();
  const { nav } = useMe();
  const enumName = useEnumName();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [acting, setActing] = useState<Acting | null>(null);
  const done = () => setActing(null);
  const keep = (changed: AssessmentScheme) => void keepScheme(queryClient, changed);
  const simulate = useMutation({
    mutationFn: () =>
      unwrap(
        client.POST('/api/v1/assessment-schemes/{id}/actions/simulate', {
          params: { path: { id: scheme.id }, header: ifMatch(scheme.version) },
        }),
      ),
    onSuccess: ({ scheme: changed }) => keep(changed),
  });
  const may = (verb: string) => scheme.allowed_actions.includes(verb);
  return (
    <>
      <PageHeader
        title={t('assessments.nameAndEdition', { name: scheme.name, edition: scheme.edition })}
        note={enumName('assessmentSchemeState', scheme.state)}
        actions={
          <>
            {may('simulate') && (
              <Button loading={simulate.isPending} onClick={() => simulate.mutate()}>
                {t('assessments.simulate')}
              </Button>
            )}
            {(['publish', 'update', 'retire'] as const).filter(may).map((verb) => (
              <Button
                key={verb}
                {...(verb === 'publish' && { type: 'primary' as const })}
                onClick={() => setActing(verb)}
              >
                {t(`assessments.action.${verb}`)}
              </Button>
            ))}
            {nav.includes('assessment_scheme_new') && (
              <Button onClick={() => setActing('revise')}>{t('assessments.revise')}</Button>
            )}
            <Link to="/assessment-schemes">{t('assessments.backToSchemes')}</Link>
          </>
        }
      />
      {simulate.error && <ProblemAlert error={simulate.error} />}
      <SchemeFacts scheme={scheme} />
      <section className={styles.panel} aria-labelledby="indicators-title">
        <h2 id="indicators-title">{t('assessments.indicators')}</h2>
        <DataTable
          label={t('assessments.indicators')}
          rows={scheme.indicators.map((one) => ({ ...one, id: one.source }))}
          columns={[
            { title: t('assessments.facts'), cell: (row) => row.source_name },
            { title: t('assessments.weight'), cell: (row) => row.weight },
            {
              title: t('assessments.formula'),
              cell: (row) => <span className={styles.code}>{row.formula}</span>,
            },
            { title: t('assessments.definition'), cell: (row) => row.definition },
          ]}
        />
      </section>
      {simulate.data && <SimulationTable simulation={simulate.data} />}
      {(acting === 'update' || acting === 'revise') && (
        <SchemeEditor
          {...(acting === 'update' ? { draft: scheme } : { follows: scheme })}
          onSaved={(saved) => {
            keep(saved);
            void navigate({ to: '/assessment-schemes/$schemeId', params: { schemeId: saved.id } });
          }}
          onClose={done}
        />
      )}
      {acting === 'publish' && <PublishSchemeDialog scheme={scheme} onDone={keep} onClose={done} />}
      {acting === 'retire' && <RetireSchemeDialog scheme={scheme} onDone={keep} onClose={done} />}
    </>
  );
}

function SchemeFacts({ scheme }: { scheme: AssessmentScheme }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return (
    <section className={styles.panel}>
      <FactList
        facts={[
          [t('assessments.center'), scheme.center.name],
          [t('assessments.subject'), enumName('assessmentSubject', scheme.subject)],
          [t('assessments.periodKind'), enumName('assessmentPeriodKind', scheme.period_kind)],
          [t('assessments.appealDays'), scheme.appeal_days],
          [t('assessments.closeAfterDays'), String(scheme.close_after_days)],
          [t('assessments.source'), scheme.source],
          [t('assessments.validFrom'), scheme.valid_from],
          [t('assessments.validTo'), scheme.valid_to],
          [t('assessments.simulatedAt'), scheme.simulated_at && formatInstant(scheme.simulated_at)],
          [t('assessments.retireReason'), scheme.retire_reason],
          [t('assessments.createdBy'), scheme.created_by.name],
        ]}
      />
    </section>
  );
}
