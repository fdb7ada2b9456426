import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Segmented, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { StandIn } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import styles from './duty.module.css';
import { refreshDuty, standInsOptions } from './queries';
import {
  AskStandInDialog,
  StandInDialog,
  type StandInVerb,
  standInVerbs,
} from './stand-in-dialogs';

const states = ['requested', 'approved', 'refused', 'cancelled'] as const;

interface StandInsPageProps {
  state: string | undefined;
  onState: (state: string | undefined) => void;
}

/** Who stands in for whom, and for the director what waits for a decision. */
export function StandInsPage({ state, onState }: StandInsPageProps) {
  const { t } = useTranslation();
  const me = useMe();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const chosen = states.find((one) => one === state);
  const query = useInfiniteQuery(standInsOptions(chosen ? { state: [chosen] } : {}));
  const [asking, setAsking] = useState(false);
  const [acting, setActing] = useState<{ verb: StandInVerb; row: StandIn } | null>(null);
  const refresh = () => void refreshDuty(queryClient);
  return (
    <>
      <PageHeader
        title={t('nav.duty_stand_ins')}
        note={t('standIns.note')}
        actions={
          me.nav.includes('duty_stand_in_new') && (
            <Button type="primary" onClick={() => setAsking(true)}>
              {t('standIns.ask')}
            </Button>
          )
        }
      />
      <div className={styles.filters}>
        <Segmented
          aria-label={t('standIns.state')}
          value={chosen ?? 'all'}
          options={[
            { value: 'all', label: t('standIns.all') },
            ...states.map((one) => ({ value: one, label: enumName('standInState', one) })),
          ]}
          onChange={(next) => onState(next === 'all' ? undefined : next)}
        />
      </div>
      <KeysetTable<StandIn>
        label={t('nav.duty_stand_ins')}
        query={query}
        empty={t('standIns.empty')}
        columns={[
          { title: t('standIns.post'), cell: (row) => row.post.name },
          { title: t('standIns.person'), cell: (row) => row.person.name },
          { title: t('standIns.standIn'), cell: (row) => row.stand_in.name },
          {
            title: t('standIns.days'),
            cell: (row) => t('standIns.span', { from: row.from_on, until: row.until_on }),
          },
          { title: t('standIns.reason'), cell: (row) => row.reason },
          {
            title: t('standIns.state'),
            cell: (row) => (
              <>
                {enumName('standInState', row.state)}
                <span className={styles.soft}>{row.decision_note}</span>
              </>
            ),
          },
          {
            title: t('standIns.manage'),
            cell: (row) => (
              <Space wrap>
                {standInVerbs
                  .filter((verb) => row.allowed_actions.includes(verb))
                  .map((verb) => (
                    <Button key={verb} size="small" onClick={() => setActing({ verb, row })}>
                      {enumName('standInStep', verb)}
                    </Button>
                  ))}
              </Space>
            ),
          },
        ]}
      />
      {asking && <AskStandInDialog onAsked={refresh} onClose={() => setAsking(false)} />}
      {acting && (
        <StandInDialog
          verb={acting.verb}
          standIn={acting.row}
          onDone={refresh}
          onClose={() => setActing(null)}
        />
      )}
    </>
  );
}
