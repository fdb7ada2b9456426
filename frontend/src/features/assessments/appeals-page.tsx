import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssessmentAppeal } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { DecideDialog, type Verdict } from './decide-dialog';
import { appealsOptions, forgetResults } from './queries';

interface Deciding {
  appeal: AssessmentAppeal;
  verdict: Verdict;
}

/** Appeals from the centres below, for whoever decides on them. */
export function AppealsPage() {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(appealsOptions());
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  return (
    <>
      <PageHeader title={t('nav.assessment_appeals')} note={t('assessments.appealsNote')} />
      <KeysetTable<AssessmentAppeal>
        label={t('nav.assessment_appeals')}
        query={query}
        empty={t('assessments.noAppeals')}
        columns={[
          {
            title: t('assessments.unit'),
            cell: ({ assessment }) => (
              <Link to="/assessments/$assessmentId" params={{ assessmentId: assessment.id }}>
                {assessment.unit.name} {assessment.person?.name}
              </Link>
            ),
          },
          { title: t('assessments.madeAt'), cell: (row) => formatInstant(row.made_at) },
          { title: t('assessments.reason'), cell: (row) => row.reason, width: '30%' },
          { title: t('assessments.whichFacts'), cell: (row) => row.facts.length },
          {
            title: t('assessments.state'),
            cell: (row) => enumName('assessmentAppealState', row.state),
          },
          {
            title: t('assessments.decide'),
            cell: (row) =>
              (['accept', 'reject'] as const)
                .filter((verdict) => row.allowed_actions.includes(verdict))
                .map((verdict) => (
                  <Button
                    key={verdict}
                    size="small"
                    onClick={() => setDeciding({ appeal: row, verdict })}
                  >
                    {t(`assessments.verdict.${verdict}`)}
                  </Button>
                )),
          },
        ]}
      />
      {deciding && (
        <DecideDialog
          {...deciding}
          onDone={() => void forgetResults(queryClient, deciding.appeal.assessment.id)}
          onClose={() => setDeciding(null)}
        />
      )}
    </>
  );
}
