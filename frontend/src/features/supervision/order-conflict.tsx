import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SupervisionOrder } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { conflictRows } from '../../shared/ui/conflict-rows';
import { ConflictView } from '../../shared/ui/conflict-view';
import { QueryState } from '../../shared/ui/query-state';
import type { OrderValues, OrderVerb } from './order-verbs';
import { orderOptions } from './queries';

interface OrderConflictProps {
  verb: OrderVerb;
  seen: SupervisionOrder;
  /** What this person has filled in. */
  values: OrderValues;
  pending: boolean;
  onKeepMine: (fresh: SupervisionOrder) => void;
  onTakeTheirs: () => void;
}

/** The order as somebody left it meanwhile, beside what this person has filled in. */
export function OrderConflict(props: OrderConflictProps) {
  const { verb, seen, values, pending, onKeepMine, onTakeTheirs } = props;
  const { t } = useTranslation();
  const enumName = useEnumName();
  const query = useQuery({
    ...orderOptions(seen.id),
    staleTime: 0,
    refetchOnMount: 'always',
  });
  const shown = (order: SupervisionOrder) => {
    const last = order.replies.at(-1);
    return {
      [t('supervision.field.state')]: enumName('orderState', order.state),
      [t('supervision.field.round')]: t('supervision.round', { round: order.round }),
      [t('supervision.field.reply_due_on')]: order.reply_due_on,
      [t('supervision.field.reply')]: last?.text ?? '',
      [t('supervision.field.verdict')]: enumName('verdict', last?.verdict),
      [t('supervision.field.reason')]: order.cancel_reason ?? last?.verdict_reason ?? '',
    };
  };
  const mine = {
    ...(values.text && { [t('supervision.field.reply')]: values.text }),
    ...(values.reason && { [t('supervision.field.reason')]: values.reason }),
    ...(values.reply_due_on && { [t('supervision.field.reply_due_on')]: values.reply_due_on }),
  };
  return (
    <QueryState query={{ ...query, data: query.isFetching ? undefined : query.data }}>
      {(fresh) => {
        const isAllowed = fresh.allowed_actions.includes(verb);
        return (
          <ConflictView
            who={lastToAct(seen, fresh)}
            rows={conflictRows(shown(seen), shown(fresh), mine)}
            pending={pending}
            canKeepMine={isAllowed}
            onKeepMine={() => onKeepMine(fresh)}
            onTakeTheirs={onTakeTheirs}
          >
            {!isAllowed && <p>{t('conflict.noLongerAllowed')}</p>}
          </ConflictView>
        );
      }}
    </QueryState>
  );
}

/** Who replied or decided since; an order does not say who cancelled it. */
function lastToAct(seen: SupervisionOrder, fresh: SupervisionOrder): string | undefined {
  const last = fresh.replies.at(-1);
  const before = seen.replies.find(({ round }) => round === last?.round);
  if (fresh.cancelled_at || !last) return undefined;
  if (last.decided_at && !before?.decided_at) return last.decided_by?.name;
  return before ? undefined : last.replied_by.name;
}
