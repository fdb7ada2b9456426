import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleDefinition, RuleMatch, RuleMatches } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { useDebounced } from '../../shared/lib/use-debounced';
import { DataTable } from '../../shared/ui/data-table';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { FEW, previewOptions } from './queries';
import { isWhole } from './rule-values';

const STILL_MS = 600;
const MANY = 50;

interface PreviewPaneProps {
  centerId: string | undefined;
  definition: RuleDefinition;
}

/** What a draft matches now and would have matched last month, as it is being written. */
export function PreviewPane({ centerId, definition }: PreviewPaneProps) {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(FEW);
  const [caseNo, setCaseNo] = useState('');
  // As text, so that the same draft made anew is the same.
  const asked = useDebounced(JSON.stringify(definition), STILL_MS);
  const number = useDebounced(caseNo.trim(), STILL_MS);
  const settled: RuleDefinition = JSON.parse(asked);
  const body =
    centerId && isWhole(settled)
      ? {
          center_id: centerId,
          definition: settled,
          limit,
          ...(number && { case_no: number }),
        }
      : null;
  const query = useQuery(previewOptions(body));
  const shown = body ? query.data : undefined;
  return (
    <section aria-label={t('automation.preview.title')}>
      <h2>{t('automation.preview.title')}</h2>
      {!body && <p>{t('automation.preview.incomplete')}</p>}
      {body && (
        <Input
          allowClear
          value={caseNo}
          aria-label={t('automation.preview.tryOn')}
          placeholder={t('automation.preview.tryOn')}
          onChange={(event) => setCaseNo(event.target.value)}
        />
      )}
      {body && query.isPending && (
        <div role="status">
          <Spin size="small" /> {t('automation.preview.looking')}
        </div>
      )}
      {body && query.error && (
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      )}
      {shown && (
        <div aria-live="polite" aria-busy={query.isFetching}>
          <p>{shown.sentence}</p>
          <Matches
            title={t(
              shown.now.is_capped ? 'automation.preview.nowCapped' : 'automation.preview.now',
              { count: shown.now.count },
            )}
            matches={shown.now}
          />
          <Matches
            title={t(
              shown.last_month.is_capped
                ? 'automation.preview.monthCapped'
                : 'automation.preview.month',
              { count: shown.last_month.count },
            )}
            matches={shown.last_month}
          />
          {limit === FEW && (shown.now.next_cursor || shown.last_month.next_cursor) && (
            <Button onClick={() => setLimit(MANY)}>{t('automation.preview.more')}</Button>
          )}
          <p>
            <small>
              {t('automation.preview.asOf', { at: formatInstant(shown.as_of) })}
              {' · '}
              {t('automation.preview.cost', { ...shown.cost })}
              {' · '}
              {t('automation.preview.scope')}
            </small>
          </p>
        </div>
      )}
    </section>
  );
}

type Row = RuleMatch & { id: string };

function Matches({ title, matches }: { title: string; matches: RuleMatches }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  // A case may match more than once, for several facts.
  const rows = matches.items.map((match) => ({ ...match, id: `${match.case.id} ${match.at}` }));
  return (
    <>
      <h3>{title}</h3>
      <DataTable<Row>
        label={title}
        rows={rows}
        empty={t('automation.preview.none')}
        columns={[
          {
            title: t('automation.preview.case'),
            cell: ({ case: { id, case_no } }) => (
              <Link to="/cases/$caseId" params={{ caseId: id }}>
                {case_no}
              </Link>
            ),
          },
          {
            title: t('automation.preview.when'),
            cell: (row) => [row.fact_name, formatInstant(row.at)].filter(Boolean).join(' · '),
          },
          {
            title: t('automation.preview.status'),
            cell: (row) => enumName('status', row.status),
          },
          { title: t('automation.preview.effect'), cell: (row) => row.sentence },
        ]}
      />
    </>
  );
}
