import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AutomationRun, RunOutcome } from '../../shared/api/types';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import styles from './automation-rules.module.css';
import { runsOptions } from './queries';

/** On which cases a rule ran, for what, and what came of it. */
export function RunLog({ ruleId }: { ruleId: string }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const outcomes = useEnumOptions('runOutcome');
  const [outcome, setOutcome] = useState<RunOutcome[]>([]);
  const query = useInfiniteQuery(runsOptions(ruleId, outcome));
  return (
    <>
      <div className={styles.filters}>
        <Select<RunOutcome[]>
          mode="multiple"
          allowClear
          style={{ minWidth: 240 }}
          value={outcome}
          options={outcomes}
          aria-label={t('automation.run.filter')}
          placeholder={t('automation.run.filter')}
          onChange={setOutcome}
        />
      </div>
      <KeysetTable<AutomationRun>
        label={t('automation.tabs.runs')}
        query={query}
        empty={t('automation.run.empty')}
        columns={[
          { title: t('automation.run.at'), cell: (row) => formatInstant(row.ran_at) },
          {
            title: t('automation.run.case'),
            cell: ({ case: { id, case_no } }) => (
              <Link to="/cases/$caseId" params={{ caseId: id }}>
                {case_no}
              </Link>
            ),
          },
          {
            title: t('automation.run.fact'),
            cell: (row) =>
              [
                row.fact_name,
                formatInstant(row.fact_at),
                row.depth > 1 && t('automation.run.depth', { depth: row.depth }),
              ]
                .filter(Boolean)
                .join(' · '),
          },
          {
            title: t('automation.run.outcome'),
            cell: (row) => enumName('runOutcome', row.outcome),
          },
          { title: t('automation.run.why'), cell: (row) => row.code_name ?? '' },
          {
            title: t('automation.version'),
            cell: (row) => t('automation.versionNo', { version: row.rule_version }),
          },
          {
            title: t('automation.run.cost'),
            cell: ({ events, statements, duration_ms }) =>
              t('automation.run.costOf', { events, statements, ms: duration_ms }),
          },
        ]}
      />
    </>
  );
}
