import type { ReportUnit } from '../../shared/api/types';
import { formatFen } from '../../shared/lib/money';

const PERMYRIAD_IN_PERCENT = 100;

/** A figure in its unit; a share of nothing is a dash, never a zero. */
export function figureText(unit: ReportUnit, value: number | null | undefined): string {
  if (value === null || value === undefined) return '—';
  if (unit === 'fen') return formatFen(value);
  if (unit === 'permyriad') return `${(value / PERMYRIAD_IN_PERCENT).toFixed(2)}%`;
  return value.toLocaleString('zh-CN');
}
