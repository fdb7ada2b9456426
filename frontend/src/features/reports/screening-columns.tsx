import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import type { ScreeningRow } from '../../shared/api/types';
import type { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { formatFen } from '../../shared/lib/money';
import type { DataColumn } from '../../shared/ui/data-table';

type EnumName = ReturnType<typeof useEnumName>;

/** The columns of the county's own table (domain 3.7), in its order. */
export const screeningColumns = [
  'case_no',
  'registered_at',
  'screened_by',
  'screened_on',
  'center',
  'region',
  'channel',
  'title',
  'parties',
  'type_code',
  'scale',
  'narrative',
  'level',
  'people',
  'amount_fen',
  'lead',
  'responsible',
  'charge_leader',
  'measures',
  'status',
  'due_at',
  'outcome',
  'method',
  'agreements',
  'performance',
  'answer',
  'closed_at',
  'remark',
] as const;

export type ScreeningColumn = (typeof screeningColumns)[number];

/** The number leads to the case: it is always there. */
const always: ScreeningColumn = 'case_no';
const storageKey = 'screening.columns';

function isColumn(name: unknown): name is ScreeningColumn {
  return screeningColumns.some((known) => known === name);
}

function stored(): ScreeningColumn[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    return Array.isArray(names) ? names.filter(isColumn) : [...screeningColumns];
  } catch {
    return [...screeningColumns];
  }
}

/** Which columns are shown: all of them until somebody chooses, and what they chose on this device. */
export function useScreeningColumns() {
  const [chosen, setChosen] = useState(stored);
  const choose = (names: ScreeningColumn[]) => {
    const next = screeningColumns.filter((name) => name === always || names.includes(name));
    localStorage.setItem(storageKey, JSON.stringify(next));
    setChosen(next);
  };
  return [chosen, choose] as const;
}

/** How each column is written. */
export function screeningCells(t: TFunction, enumName: EnumName) {
  const separator = t('common.separator');
  const cells: Record<ScreeningColumn, DataColumn<ScreeningRow>['cell']> = {
    case_no: (row) => (
      <Link to="/cases/$caseId" params={{ caseId: row.id }}>
        {row.case_no}
      </Link>
    ),
    registered_at: (row) => formatInstant(row.registered_at),
    screened_by: (row) => row.screened_by?.name,
    screened_on: (row) => row.screened_on,
    center: (row) => row.center.name,
    region: (row) => row.region.name,
    channel: (row) => enumName('channel', row.channel),
    title: (row) => row.title,
    parties: (row) => row.parties.join(separator),
    type_code: (row) => row.type_name,
    scale: (row) => row.scale_name,
    narrative: (row) => row.narrative,
    level: (row) => enumName('level', row.level),
    people: (row) => row.people_count,
    amount_fen: (row) => formatFen(row.amount_fen),
    lead: (row) => row.lead_department?.name,
    responsible: (row) => row.responsible?.name,
    charge_leader: (row) => row.charge_leader?.name,
    measures: (row) => row.measures,
    status: (row) => enumName('status', row.status),
    due_at: (row) => row.due_at && formatInstant(row.due_at),
    outcome: (row) => enumName('outcome', row.outcome),
    method: (row) => row.method_name,
    agreements: (row) => row.agreements.map((one) => one.agreement_no).join(separator),
    performance: (row) =>
      row.agreements.map((one) => enumName('agreementState', one.state)).join(separator),
    answer: (row) => row.answer,
    closed_at: (row) => row.closed_at && formatInstant(row.closed_at),
    remark: (row) => row.remark,
  };
  return cells;
}
