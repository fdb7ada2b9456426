import { MessageOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './feedback.module.css';

const FeedbackDialog = lazy(() => import('./feedback-dialog'));

/** On every page, two clicks away: a problem, a burden, an idea. */
export function FeedbackButton() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        type="text"
        icon={<MessageOutlined />}
        aria-label={t('feedback.open')}
        onClick={() => setOpen(true)}
      >
        <span className={styles.wide}>{t('feedback.open')}</span>
      </Button>
      {open && (
        <Suspense fallback={null}>
          <FeedbackDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
