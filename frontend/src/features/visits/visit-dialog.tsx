import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCodeName } from '../../shared/api/reference';
import type { Visit } from '../../shared/api/types';
import { formatInstant } from '../../shared/lib/dates';
import { Dialog } from '../../shared/ui/dialog';
import { FactList } from '../../shared/ui/fact-list';
import { QueryState } from '../../shared/ui/query-state';
import { visitOptions } from './queries';
import { VisitSteps } from './visit-steps';
import styles from './visits.module.css';

interface VisitDialogProps {
  visitId: string;
  onChanged: () => void;
  onClose: () => void;
}

/** From hand to hand, and what I can do with it. */
export function VisitDialog({ visitId, onChanged, onClose }: VisitDialogProps) {
  const { t } = useTranslation();
  const query = useQuery(visitOptions(visitId));
  return (
    <Dialog width={640} title={t('visits.detailsOf')} footer={null} onCancel={onClose}>
      <QueryState query={query}>
        {(visit) => (
          <>
            <Facts visit={visit} />
            <h3>{t('visits.chain')}</h3>
            <Chain visit={visit} />
            <VisitSteps visit={visit} onChanged={onChanged} />
          </>
        )}
      </QueryState>
    </Dialog>
  );
}

function Facts({ visit }: { visit: Visit }) {
  const { t } = useTranslation();
  const reasonName = useCodeName('visit_close_reason');
  return (
    <FactList
      facts={[
        [t('visits.subject'), visit.subject],
        [t('visits.came'), formatInstant(visit.came_at)],
        [t('visits.due'), formatInstant(visit.due_at)],
        [t('visits.asked'), visit.asked_person.name],
        [t('visits.owner'), visit.owner.person.name],
        [t('visits.reason'), reasonName(visit.close_reason_code)],
        [t('visits.guided'), visit.guided_department?.name],
        [
          t('visits.case'),
          visit.case && (
            <Link to="/cases/$caseId" params={{ caseId: visit.case.id }}>
              {visit.case.case_no}
            </Link>
          ),
        ],
      ]}
    />
  );
}

function Chain({ visit }: { visit: Visit }) {
  return (
    <ol className={styles.chain}>
      {visit.chain.map((step) => {
        const to = [step.person?.name, step.department?.name].filter(Boolean).join(' ');
        return (
          <li key={step.seq}>
            {step.kind_name} · {step.actor.name}
            {to && ` → ${to}`}
            <span className={styles.soft}>
              {formatInstant(step.at)} {step.note}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
