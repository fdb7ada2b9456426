import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { TimeLimitRule } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { today } from '../../shared/lib/dates';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';

interface RetireDialogProps {
  rule: TimeLimitRule;
  onRetired: () => void;
  onClose: () => void;
}

/** Sets the last day of a version, as it stands at the moment of sending. */
export function RetireDialog({ rule, onRetired, onClose }: RetireDialogProps) {
  const { t } = useTranslation();
  const label = t('rules.lastDay');
  const path = { id: rule.id };
  return (
    <CreateDialog<{ valid_to: string }, TimeLimitRule>
      title={t('rules.retire')}
      create={async (body, header) => {
        const now = await client.GET('/api/v1/time-limit-rules/{id}', { params: { path } });
        const version = Number(now.response.headers.get('ETag')?.replaceAll('"', '') ?? 0);
        return unwrap(
          client.POST('/api/v1/time-limit-rules/{id}/actions/retire', {
            params: { path, header: { ...header, ...ifMatch(version) } },
            body,
          }),
        );
      }}
      onCreated={onRetired}
      onClose={onClose}
    >
      <p>{t('rules.retireNote')}</p>
      <DayItem
        name="valid_to"
        label={label}
        rules={[{ required: true, message: t('common.requiredChoice', { label }) }]}
        first={today()}
      />
    </CreateDialog>
  );
}
