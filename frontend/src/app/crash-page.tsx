import type { ErrorComponentProps } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { isForbidden, isMissing, isProblem } from '../shared/api/problem';
import { ForbiddenPage, NoticePage } from '../shared/ui/notice-page';
import { problemText } from '../shared/ui/problem-text';

/** What a page becomes when loading or drawing it failed. */
export function CrashPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  if (isForbidden(error)) return <ForbiddenPage />;
  if (isMissing(error)) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  const action = <Button onClick={reset}>{t('common.retry')}</Button>;
  return (
    <NoticePage title={t('problem.crashTitle')} action={action}>
      {isProblem(error) ? problemText(error) : t('problem.crash')}
    </NoticePage>
  );
}
