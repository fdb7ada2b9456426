import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../api/problem';
import { problemText } from './problem-text';

interface ProblemAlertProps {
  error: unknown;
  onRetry?: () => void;
}

/** A failure where it happened: what is wrong, its number for support, and a way to try again. */
export function ProblemAlert({ error, onRetry }: ProblemAlertProps) {
  const { t } = useTranslation();
  const requestId = isProblem(error) && error.status >= 500 ? error.request_id : '';
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={problemText(error)}
      description={requestId ? t('problem.requestId', { id: requestId }) : undefined}
      action={onRetry && <Button onClick={onRetry}>{t('common.retry')}</Button>}
    />
  );
}
