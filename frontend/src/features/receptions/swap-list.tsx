import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { Problem, ReceptionSwap } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import styles from './receptions.module.css';

const verbs = ['agree', 'refuse', 'withdraw'] as const;
type Verb = (typeof verbs)[number];

interface SwapListProps {
  swaps: ReceptionSwap[];
  onChanged: () => void;
}

/** Exchanges of days, each with what I may do about it. */
export function SwapList({ swaps, onChanged }: SwapListProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const enumName = useEnumName();
  const act = useMutation<ReceptionSwap, Problem, { verb: Verb; swap: ReceptionSwap }>({
    mutationFn: ({ verb, swap: { id, version } }) => {
      const params = { path: { id }, header: ifMatch(version) };
      return unwrap(
        client.POST(`/api/v1/receptions/swaps/{id}/actions/${verb}`, { params, body: {} }),
      );
    },
    onSuccess: () => {
      notices.success(t('common.saved'));
      onChanged();
    },
    onError: onChanged,
  });
  return (
    <>
      {act.error && <ProblemAlert error={act.error} />}
      <ul className={styles.plain}>
        {swaps.map((swap) => (
          <li key={swap.id} data-testid="swap">
            <p>
              {t('receptions.swapOf', {
                by: swap.asked_by.name,
                day: swap.day.held_on,
                of: swap.asked_of.name,
                other: swap.other_day.held_on,
              })}{' '}
              <strong>{enumName('swapState', swap.state)}</strong>
            </p>
            <p className={styles.soft}>{swap.reason}</p>
            <span className={styles.actions}>
              {verbs
                .filter((verb) => swap.allowed_actions.includes(verb))
                .map((verb) => (
                  <Button
                    key={verb}
                    size="small"
                    {...(verb === 'agree' && { type: 'primary' as const })}
                    loading={act.isPending && act.variables?.verb === verb}
                    onClick={() => act.mutate({ verb, swap })}
                  >
                    {t(`receptions.swap.${verb}`)}
                  </Button>
                ))}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
