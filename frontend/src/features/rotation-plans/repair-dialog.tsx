import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { RotationJob, RotationPlan } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { addDays, today } from '../../shared/lib/dates';
import { ActDialog } from '../../shared/ui/act-dialog';
import { DayItem } from '../../shared/ui/day-item';
import { reloadPlan } from './queries';

interface Values {
  from_on: string;
  until_on: string;
}

interface RepairDialogProps {
  plan: RotationPlan;
  onMade: (job: RotationJob) => void;
  onTheirs: () => void;
  onClose: () => void;
}

/** Asks for the next edition of a published plan, with as few people changed as possible. */
export function RepairDialog({ plan, onMade, onTheirs, onClose }: RepairDialogProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const { from_on, until_on } = plan.period;
  // ISO days sort as texts.
  const [, first = from_on] = [today(), from_on].sort();
  const [last = until_on] = [addDays(first, 6), until_on].sort();
  const required = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  return (
    <ActDialog<Values, RotationPlan, RotationJob>
      title={t('rotation.repair')}
      okText={t('rotation.repair')}
      original={plan}
      initialValues={{ from_on: first, until_on: last }}
      describe={(seen) => ({
        [t('rotation.state')]: enumName('planState', seen.state),
        [t('rotation.cost')]: String(seen.objective ?? ''),
      })}
      mine={(values) => ({
        [t('rotation.repairFrom')]: values.from_on,
        [t('rotation.repairUntil')]: values.until_on,
      })}
      reload={() => reloadPlan(plan.id)}
      isAllowed={(fresh) => fresh.allowed_actions.includes('repair')}
      send={(values, { id, version }) =>
        unwrap(
          client.POST('/api/v1/rotation-plans/{id}/actions/repair', {
            params: { path: { id }, header: ifMatch(version) },
            body: values,
          }),
        )
      }
      onDone={onMade}
      onTheirs={onTheirs}
      onClose={onClose}
    >
      <p>{t('rotation.repairHelp')}</p>
      <DayItem
        name="from_on"
        first={first}
        last={until_on}
        {...required(t('rotation.repairFrom'))}
      />
      <DayItem
        name="until_on"
        first={first}
        last={until_on}
        {...required(t('rotation.repairUntil'))}
      />
    </ActDialog>
  );
}
