import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Segmented, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { Stationing } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { PersonDrawer } from './person-drawer';
import { refreshPeople, stationingsOptions } from './queries';
import { RequestDialog } from './request-dialog';
import styles from './stationings.module.css';
import { type StationingVerb, StepDialog, stationingVerbs } from './step-dialog';

const states = ['requested', 'in_force', 'exit_requested', 'ended'] as const;

interface StationingsPageProps {
  state: string | undefined;
  onState: (state: string | undefined) => void;
}

/** Who is admitted to the centre, who asks, and who has left. */
export function StationingsPage({ state, onState }: StationingsPageProps) {
  const { t } = useTranslation();
  const me = useMe();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const chosen = states.find((one) => one === state);
  const query = useInfiniteQuery(stationingsOptions(chosen ? { state: [chosen] } : {}));
  const [asking, setAsking] = useState(false);
  const [opened, setOpened] = useState<Stationing | null>(null);
  const [acting, setActing] = useState<{ verb: StationingVerb; row: Stationing } | null>(null);
  const refresh = () => void refreshPeople(queryClient);
  return (
    <>
      <PageHeader
        title={t('nav.stationings')}
        note={t('stationings.note')}
        actions={
          me.nav.includes('stationing_new') && (
            <Button type="primary" onClick={() => setAsking(true)}>
              {t('stationings.request')}
            </Button>
          )
        }
      />
      <div className={styles.filters}>
        <Segmented
          aria-label={t('stationings.state')}
          value={chosen ?? 'all'}
          options={[
            { value: 'all', label: t('stationings.all') },
            ...states.map((one) => ({ value: one, label: enumName('stationingState', one) })),
          ]}
          onChange={(next) => onState(next === 'all' ? undefined : next)}
        />
      </div>
      <KeysetTable<Stationing>
        label={t('nav.stationings')}
        query={query}
        empty={t('stationings.empty')}
        columns={[
          { title: t('stationings.person'), cell: (row) => row.person.name },
          { title: t('stationings.department'), cell: (row) => row.department.name },
          { title: t('stationings.center'), cell: (row) => row.center.name },
          {
            title: t('stationings.period'),
            cell: (row) =>
              row.until_on
                ? t('leaves.span', { from: row.from_on, until: row.until_on })
                : t('qualifications.openEnd', { from: row.from_on }),
          },
          { title: t('stationings.letter'), cell: (row) => row.letter },
          { title: t('stationings.state'), cell: (row) => enumName('stationingState', row.state) },
          {
            title: t('stationings.manage'),
            cell: (row) => (
              <Space wrap>
                <Button size="small" onClick={() => setOpened(row)}>
                  {t('stationings.details')}
                </Button>
                {stationingVerbs
                  .filter((verb) => row.allowed_actions.includes(verb))
                  .map((verb) => (
                    <Button key={verb} size="small" onClick={() => setActing({ verb, row })}>
                      {enumName('stationingStep', verb)}
                    </Button>
                  ))}
              </Space>
            ),
          },
        ]}
      />
      {asking && <RequestDialog onRequested={refresh} onClose={() => setAsking(false)} />}
      {acting && (
        <StepDialog
          verb={acting.verb}
          stationing={acting.row}
          onDone={refresh}
          onClose={() => setActing(null)}
        />
      )}
      {opened && <PersonDrawer stationing={opened} onClose={() => setOpened(null)} />}
    </>
  );
}
