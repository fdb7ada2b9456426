import type { TimeUse } from '../../../shared/api/types';

type Holder = TimeUse['holders'][number];
type Stretch = TimeUse['stretches'][number];

/** A department is one holder, so is each procedure of the law. */
export function isHeldBy(stretch: Stretch, holder: Holder): boolean {
  return (
    stretch.kind === holder.kind &&
    stretch.department_id === holder.department_id &&
    stretch.name === holder.name
  );
}

/** Share of the whole in per cent with one decimal; nothing used is nothing. */
export function shareOf(seconds: number, total: number): string {
  return (total === 0 ? 0 : (seconds / total) * 100).toFixed(1);
}
