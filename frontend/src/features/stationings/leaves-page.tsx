import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Segmented, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { Leave } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { LeaveDialog, type LeaveVerb, leaveVerbs, ReportLeaveDialog } from './leave-dialogs';
import { leavesOptions, refreshPeople } from './queries';
import styles from './stationings.module.css';

const states = ['requested', 'approved', 'refused', 'cancelled'] as const;

interface LeavesPageProps {
  state: string | undefined;
  onState: (state: string | undefined) => void;
}

/** When people are away: one's own, and for the director what waits for a decision. */
export function LeavesPage({ state, onState }: LeavesPageProps) {
  const { t } = useTranslation();
  const me = useMe();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const chosen = states.find((one) => one === state);
  const query = useInfiniteQuery(leavesOptions(chosen ? { state: [chosen] } : {}));
  const [reporting, setReporting] = useState(false);
  const [acting, setActing] = useState<{ verb: LeaveVerb; row: Leave } | null>(null);
  const refresh = () => void refreshPeople(queryClient);
  return (
    <>
      <PageHeader
        title={t('nav.leaves')}
        note={t('leaves.note')}
        actions={
          me.nav.includes('leave_new') && (
            <Button type="primary" onClick={() => setReporting(true)}>
              {t('leaves.report')}
            </Button>
          )
        }
      />
      <div className={styles.filters}>
        <Segmented
          aria-label={t('leaves.state')}
          value={chosen ?? 'all'}
          options={[
            { value: 'all', label: t('leaves.all') },
            ...states.map((one) => ({ value: one, label: enumName('leaveState', one) })),
          ]}
          onChange={(next) => onState(next === 'all' ? undefined : next)}
        />
      </div>
      <KeysetTable<Leave>
        label={t('nav.leaves')}
        query={query}
        empty={t('leaves.empty')}
        columns={[
          { title: t('leaves.person'), cell: (row) => row.person.name },
          { title: t('leaves.kind'), cell: (row) => enumName('leaveKind', row.kind) },
          {
            title: t('leaves.days'),
            cell: (row) => t('leaves.span', { from: row.from_on, until: row.until_on }),
          },
          { title: t('leaves.state'), cell: (row) => enumName('leaveState', row.state) },
          {
            title: t('leaves.decided'),
            cell: (row) =>
              row.decided_by && (
                <>
                  {row.decided_by.name}
                  <span className={styles.soft}>{row.decision_note}</span>
                </>
              ),
          },
          {
            title: t('leaves.manage'),
            cell: (row) => (
              <Space wrap>
                {leaveVerbs
                  .filter((verb) => row.allowed_actions.includes(verb))
                  .map((verb) => (
                    <Button key={verb} size="small" onClick={() => setActing({ verb, row })}>
                      {enumName('leaveStep', verb)}
                    </Button>
                  ))}
              </Space>
            ),
          },
        ]}
      />
      {reporting && <ReportLeaveDialog onReported={refresh} onClose={() => setReporting(false)} />}
      {acting && (
        <LeaveDialog
          verb={acting.verb}
          leave={acting.row}
          onDone={refresh}
          onClose={() => setActing(null)}
        />
      )}
    </>
  );
}
