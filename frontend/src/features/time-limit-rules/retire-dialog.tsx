import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import type { LimitChange, TimeLimitRule } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';
import { RetireFields } from './retire-fields';
import { type AppliesTo, retirementOf, toldOf, trialKey } from './retirement';

interface RetireValues {
  valid_to?: string;
  applies_to?: AppliesTo;
  reason?: string;
}

/** A rule, and the version of its record; `version` of the rule itself counts its successors. */
interface Seen {
  rule: TimeLimitRule;
  etag?: number;
}

async function readRule(id: string): Promise<Seen> {
  const answer = await client.GET('/api/v1/time-limit-rules/{id}', { params: { path: { id } } });
  const rule = await unwrap(Promise.resolve(answer));
  return { rule, etag: Number(answer.response.headers.get('ETag')?.replaceAll('"', '') ?? 0) };
}

/** The record as it was when the dialog was opened: lists have no `ETag`. */
const openedOptions = (id: string) =>
  queryOptions({
    queryKey: ['time-limit-rules', 'opened', id],
    queryFn: () => readRule(id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

interface RetireDialogProps {
  rule: TimeLimitRule;
  onRetired: () => void;
  onClose: () => void;
}

/** Sets the last day of a version, as it stood when the dialog was opened. */
export function RetireDialog({ rule, onRetired, onClose }: RetireDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  useQuery(openedOptions(rule.id));
  const label = t('rules.lastDay');
  const path = { id: rule.id };
  return (
    <ActDialog<RetireValues, Seen, TimeLimitRule>
      title={t('rules.retire')}
      okText={t('common.save')}
      original={{ rule }}
      initialValues={{ applies_to: 'new' }}
      describe={(seen) => ({ [label]: seen.rule.valid_to ?? '' })}
      mine={({ valid_to }) => ({ [label]: valid_to ?? '' })}
      reload={() => readRule(rule.id)}
      send={async (values, { etag }) => {
        const retirement = retirementOf(values);
        // Limits that run change only as it was shown.
        const tried = queryClient.getQueryData<LimitChange>(trialKey(rule.id, retirement));
        const body = { ...retirement, ...toldOf(values, tried) };
        const version = etag ?? (await queryClient.ensureQueryData(openedOptions(rule.id))).etag;
        const header = { ...ifMatch(version ?? 0), ...idempotencyKey({ ...body, version }) };
        return unwrap(
          client.POST('/api/v1/time-limit-rules/{id}/actions/retire', {
            params: { path, header },
            body,
          }),
        );
      }}
      isAllowed={(seen) => seen.rule.allowed_actions.includes('retire')}
      onDone={() => {
        notices.success(t('common.saved'));
        onRetired();
      }}
      onTheirs={onRetired}
      onClose={onClose}
    >
      <p>{t('rules.retireNote')}</p>
      <RetireFields ruleId={rule.id} />
    </ActDialog>
  );
}
