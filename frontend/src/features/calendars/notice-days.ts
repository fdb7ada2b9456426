import type { ImportCalendar } from '../../shared/api/types';

type Day = ImportCalendar['days'][number];

/** A line that is no day, counted from 1. */
interface WrongLine {
  line: number;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Days as people paste them: lines of `date,off|work,name,swapped`, or the JSON of the contract. */
export function daysOf(text: string): Day[] | WrongLine {
  const trimmed = text.trim();
  if (trimmed.startsWith('[')) return jsonDays(trimmed);
  const days: Day[] = [];
  for (const [at, line] of trimmed.split(/\r?\n/).entries()) {
    const isHead = at === 0 && line.startsWith('date');
    if (line.trim() === '' || isHead) continue;
    const day = dayOf(line);
    if (!day) return { line: at + 1 };
    days.push(day);
  }
  return days;
}

function dayOf(line: string): Day | null {
  const [date = '', kind = '', name = '', swapped = ''] = line
    .split(/[,，\t]/)
    .map((part) => part.trim());
  if (!DATE.test(date) || (kind !== 'off' && kind !== 'work') || name === '') return null;
  return { date, kind, name, in_lieu: swapped === '1' || swapped === 'true' };
}

function jsonDays(text: string): Day[] | WrongLine {
  try {
    return JSON.parse(text) as Day[];
  } catch {
    return { line: 1 };
  }
}
