import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { isProblem, retryAfter } from '../api/problem';
import { formatCountdown } from '../lib/dates';
import { useCountdown } from '../lib/use-countdown';
import { problemText } from './problem-text';

interface ProblemAlertProps {
  error: unknown;
  onRetry?: () => void;
}

/** A failure where it happened: what is wrong, its number for support, and a way to try again. */
export function ProblemAlert({ error, onRetry }: ProblemAlertProps) {
  const { t } = useTranslation();
  const wait = retryAfter(error);
  const left = useCountdown(wait, error);
  const requestId = isProblem(error) && error.status >= 500 ? error.request_id : '';
  const next = left > 0 ? t('problem.wait', { time: formatCountdown(left) }) : t('problem.waited');
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={problemText(error)}
      description={
        <>
          {/* Counted for the eye; read aloud once, with the alert. */}
          {wait > 0 && <span aria-live="off">{next}</span>}
          {requestId && t('problem.requestId', { id: requestId })}
        </>
      }
      action={
        onRetry && (
          <Button disabled={left > 0} onClick={onRetry}>
            {t('common.retry')}
          </Button>
        )
      }
    />
  );
}
