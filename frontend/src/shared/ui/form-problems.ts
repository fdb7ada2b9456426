import type { FormInstance } from 'antd';
import { isProblem } from '../api/problem';

type NamePath = (string | number)[];

/** `/parties/0/phone` → `['parties', 0, 'phone']` (RFC 6901). */
export function pointerPath(pointer: string): NamePath {
  return pointer
    .split('/')
    .filter(Boolean)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/**
 * Puts the field errors of a problem under the fields they point at and moves there. Answers
 * those that no field of this form takes.
 */
export function placeProblem<Values>(form: FormInstance<Values>, error: unknown): string[] {
  const problems = isProblem(error) ? (error.errors ?? []) : [];
  if (problems.length === 0) return [];
  const fields = problems.map(({ pointer, detail }) => ({
    name: pointerPath(pointer),
    errors: [detail],
  }));
  const known = fields.filter(({ name }) => form.getFieldInstance(name as never) !== undefined);
  form.setFields(known as never);
  const first = known[0];
  if (first) form.scrollToField(first.name as never, { focus: true, block: 'center' });
  return fields.filter((field) => !known.includes(field)).flatMap((field) => field.errors);
}
