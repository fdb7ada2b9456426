import i18next from 'i18next';
import { isProblem } from '../api/problem';
import type { ProblemCode } from '../api/types';
import { currentLanguage } from '../i18n/i18n';
import { problemMessages } from '../i18n/problem-messages';

/** The sentence of a code the server gives as a reason, such as why something is not free. */
export function codeText(code: string | null | undefined): string {
  const known = code ? problemMessages[code as ProblemCode] : undefined;
  if (!known) return code ?? '';
  return currentLanguage() === 'en' ? known.en : known.zh;
}

/** One sentence for people about any failure. */
export function problemText(error: unknown): string {
  if (!isProblem(error)) return i18next.t('problem.network');
  const known = problemMessages[error.code];
  if (known) return currentLanguage() === 'en' ? known.en : known.zh;
  return error.detail || error.title;
}
