import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reconciliation, ReconciliationItem } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { DataTable } from '../../shared/ui/data-table';
import { FactList } from '../../shared/ui/fact-list';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { AskDialog, mayAsk } from './ask-dialog';
import { type ItemState, itemStates } from './item-states';
import { itemsOptions, reconciliationOptions, refreshItems } from './queries';
import { RateBar } from './rate-bar';
import styles from './reconciliations.module.css';

interface ReconciliationPageProps {
  id: string;
  state: ItemState;
  onState: (state: ItemState) => void;
}

/** One list: what is missing, by name and by unit with its interval. */
export function ReconciliationPage({ id, state, onState }: ReconciliationPageProps) {
  const { t } = useTranslation();
  const query = useQuery(reconciliationOptions(id));
  return (
    <QueryState query={query} rows={8}>
      {(run) => (
        <>
          <PageHeader
            title={t('reconciliations.title', { source: run.source_system, month: run.month })}
            note={t('reconciliations.resultNote')}
          />
          <Figures run={run} />
          <Items id={id} state={state} onState={onState} />
        </>
      )}
    </QueryState>
  );
}

function Figures({ run }: { run: Reconciliation }) {
  const { t } = useTranslation();
  const { figures } = run;
  return (
    <>
      <FactList
        facts={[
          [t('reconciliations.center'), run.center.name],
          [t('reconciliations.listed'), String(figures.listed)],
          [t('reconciliations.repeated'), String(run.repeated)],
          [t('reconciliations.matched'), String(figures.matched)],
          [t('reconciliations.perhaps'), String(figures.perhaps)],
          [t('reconciliations.unmatched'), String(figures.unmatched)],
          [t('reconciliations.beyond'), String(run.beyond)],
          [t('reconciliations.rate'), <RateBar key="rate" rate={run.missed_rate} />],
          [t('reconciliations.runAt'), `${formatInstant(run.created_at)} ${run.run_by.name}`],
        ]}
      />
      <h2>{t('reconciliations.units')}</h2>
      <p>{t('reconciliations.definition')}</p>
      <DataTable
        label={t('reconciliations.units')}
        rows={run.units.map((one) => ({ ...one, id: one.department?.id ?? one.unit ?? '' }))}
        empty={t('reconciliations.empty')}
        columns={[
          {
            title: t('reconciliations.unit'),
            cell: (one) => one.department?.name ?? one.unit ?? t('reconciliations.noUnit'),
          },
          { title: t('reconciliations.listed'), cell: (one) => String(one.figures.listed) },
          { title: t('reconciliations.matched'), cell: (one) => String(one.figures.matched) },
          { title: t('reconciliations.perhaps'), cell: (one) => String(one.figures.perhaps) },
          { title: t('reconciliations.unmatched'), cell: (one) => String(one.figures.unmatched) },
          { title: t('reconciliations.rate'), cell: (one) => <RateBar rate={one.missed_rate} /> },
        ]}
      />
    </>
  );
}

function Items({ id, state, onState }: ReconciliationPageProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(itemsOptions(id, { state: [state] }));
  const [asking, setAsking] = useState<ReconciliationItem | null>(null);
  return (
    <>
      <h2>{t('reconciliations.numbers')}</h2>
      <div className={styles.filters}>
        <Segmented
          aria-label={t('reconciliations.states')}
          value={state}
          options={itemStates.map((value) => ({
            value,
            label: enumName('reconciliationState', value),
          }))}
          onChange={onState}
        />
      </div>
      <KeysetTable<ReconciliationItem>
        label={t('reconciliations.numbers')}
        query={query}
        empty={t('reconciliations.noNumbers')}
        columns={[
          { title: t('reconciliations.number'), cell: (row) => row.number },
          {
            title: t('reconciliations.unit'),
            cell: (row) => row.department?.name ?? row.unit ?? '',
          },
          { title: t('reconciliations.receivedOn'), cell: (row) => row.received_on ?? '' },
          { title: t('reconciliations.case'), cell: (row) => <CaseCell item={row} /> },
          {
            title: t('reconciliations.manage'),
            cell: (row) =>
              row.question
                ? enumName('questionState', row.question.state)
                : mayAsk(row) && (
                    <Button size="small" onClick={() => setAsking(row)}>
                      {t('reconciliations.ask')}
                    </Button>
                  ),
          },
        ]}
      />
      {asking && (
        <AskDialog
          item={asking}
          onChanged={() => void refreshItems(queryClient)}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

/** The case a number is, or may be, with the ground; a case the reader may not see is only said to be. */
function CaseCell({ item }: { item: ReconciliationItem }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  if (item.state === 'unmatched') return null;
  return (
    <>
      {item.case ? (
        <Link to="/cases/$caseId" params={{ caseId: item.case.id }}>
          {item.case.case_no}
        </Link>
      ) : (
        t('reconciliations.notReadable')
      )}
      {item.ground && (
        <span className={styles.soft}>
          {enumName('matchGround', item.ground)}
          {item.case && item.case.source_number !== item.number && `: ${item.case.source_number}`}
        </span>
      )}
    </>
  );
}
