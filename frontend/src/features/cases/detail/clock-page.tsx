import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../../shared/ui/page-header';
import { QueryState } from '../../../shared/ui/query-state';
import { caseOptions } from '../queries';
import { ClockExplanationView } from './clock-explanation';

interface ClockPageProps {
  caseId: string;
  clockId: string;
}

/** The derivation of one limit on paper, for the file or for a dispute about it. */
export function ClockPage({ caseId, clockId }: ClockPageProps) {
  const { t } = useTranslation();
  const query = useQuery(caseOptions(caseId));
  return (
    <QueryState query={query}>
      {(caseView) => {
        const clock = caseView.clocks.find(({ id }) => id === clockId);
        return (
          <>
            <PageHeader
              title={t('cases.clocks.explainOf', { clock: clock?.kind_name ?? '' })}
              note={
                <Link to="/cases/$caseId" params={{ caseId }}>
                  {caseView.case_no} {caseView.title}
                </Link>
              }
              actions={
                <Button type="primary" onClick={() => window.print()}>
                  {t('common.print')}
                </Button>
              }
            />
            <ClockExplanationView caseId={caseId} clockId={clockId} />
          </>
        );
      }}
    </QueryState>
  );
}
