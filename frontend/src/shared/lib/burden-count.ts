const SECOND = 1000;
/** Who looks something up in between is not typing. */
const LONGEST_PAUSE = 60;
const MOST_SECONDS = 7200;
const MOST = 500;

/** What a form has cost so far; kept in this page only. */
export interface BurdenCount {
  fields: Map<string, string>;
  seconds: number;
  lastKeyAt: number | null;
  refusals: number;
}

export const newCount = (): BurdenCount => ({
  fields: new Map(),
  seconds: 0,
  lastKeyAt: null,
  refusals: 0,
});

/** The fields of a form and what stands in them: `parties.0.name`. */
function leaves(value: unknown, path = ''): [string, string][] {
  if (value === null || value === undefined || value === '') return path ? [[path, '']] : [];
  if (typeof value !== 'object' || value instanceof Date) return [[path, String(value)]];
  const members = Object.entries(value as Record<string, unknown>);
  return members.flatMap(([name, member]) => leaves(member, path ? `${path}.${name}` : name));
}

/** One more change at `now`. */
export function typed(count: BurdenCount, changed: object, now: number): void {
  for (const [name, text] of leaves(changed)) count.fields.set(name, text);
  const pause = count.lastKeyAt === null ? 0 : (now - count.lastKeyAt) / SECOND;
  if (pause <= LONGEST_PAUSE) count.seconds += pause;
  count.lastKeyAt = now;
}

/** What is told when the form is sent: numbers, nothing of what was typed. */
export function summed(count: BurdenCount, before: ReadonlyMap<string, string>) {
  const again = [...count.fields].filter(([name, text]) => text && before.get(name) === text);
  return {
    fields_typed: Math.min(count.fields.size, MOST),
    seconds: Math.min(Math.round(count.seconds), MOST_SECONDS),
    repeats: Math.min(again.length + count.refusals, MOST),
  };
}
