import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Segmented, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SwapRequest } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import styles from './duty.module.css';
import { refreshDuty, swapsOptions } from './queries';
import { SwapDialog, type SwapVerb, swapVerbs } from './swap-dialog';

const states = ['asked', 'agreed', 'declined', 'approved', 'rejected', 'withdrawn'] as const;

interface SwapsPageProps {
  state: string | undefined;
  onState: (state: string | undefined) => void;
}

/** Swaps of turns: those I asked or am asked, and for the director what waits for a decision. */
export function SwapsPage({ state, onState }: SwapsPageProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const chosen = states.find((one) => one === state);
  const query = useInfiniteQuery(swapsOptions(chosen ? { state: [chosen] } : {}));
  const [acting, setActing] = useState<{ verb: SwapVerb; row: SwapRequest } | null>(null);
  const turn = ({ post_name, from_on, until_on }: SwapRequest['gives']) =>
    t('rotation.cell', { name: post_name, from: from_on, until: until_on });
  return (
    <>
      <PageHeader title={t('nav.swap_requests')} note={t('dutyCalendar.swapsNote')} />
      <div className={styles.filters}>
        <Segmented
          aria-label={t('dutyCalendar.state')}
          value={chosen ?? 'all'}
          options={[
            { value: 'all', label: t('dutyCalendar.all') },
            ...states.map((one) => ({ value: one, label: enumName('swapRequestState', one) })),
          ]}
          onChange={(next) => onState(next === 'all' ? undefined : next)}
        />
      </div>
      <KeysetTable<SwapRequest>
        label={t('nav.swap_requests')}
        query={query}
        empty={t('dutyCalendar.noSwaps')}
        columns={[
          {
            title: t('dutyCalendar.who'),
            cell: (row) =>
              t('dutyCalendar.whoOf', { by: row.asked_by.name, of: row.asked_of.name }),
          },
          {
            title: t('dutyCalendar.gives'),
            cell: (row) => (
              <>
                {turn(row.gives)}
                {row.takes && (
                  <span className={styles.soft}>
                    {t('dutyCalendar.against', { turn: turn(row.takes) })}
                  </span>
                )}
              </>
            ),
          },
          { title: t('dutyCalendar.reason'), cell: (row) => row.reason },
          {
            title: t('dutyCalendar.state'),
            cell: (row) => (
              <>
                {enumName('swapRequestState', row.state)}
                <span className={styles.soft}>{row.answer}</span>
              </>
            ),
          },
          {
            title: t('leaves.manage'),
            cell: (row) => (
              <Space wrap>
                {swapVerbs
                  .filter((verb) => row.allowed_actions.includes(verb))
                  .map((verb) => (
                    <Button key={verb} size="small" onClick={() => setActing({ verb, row })}>
                      {enumName('swapStep', verb)}
                    </Button>
                  ))}
              </Space>
            ),
          },
        ]}
      />
      {acting && (
        <SwapDialog
          verb={acting.verb}
          swap={acting.row}
          onDone={() => void refreshDuty(queryClient)}
          onClose={() => setActing(null)}
        />
      )}
    </>
  );
}
