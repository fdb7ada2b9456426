import i18next from 'i18next';
import { isProblem } from '../api/problem';
import { currentLanguage } from '../i18n/i18n';
import { problemMessages } from '../i18n/problem-messages';

/** One sentence for people about any failure. */
export function problemText(error: unknown): string {
  if (!isProblem(error)) return i18next.t('problem.network');
  const known = problemMessages[error.code];
  if (known) return currentLanguage() === 'en' ? known.en : known.zh;
  return error.detail || error.title;
}
