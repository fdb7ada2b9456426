import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './notice-page.module.css';

interface NoticePageProps {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** A whole page that only says something: missing, not allowed, failed. */
export function NoticePage({ title, children, action }: NoticePageProps) {
  const { t } = useTranslation();
  return (
    <section className={styles.notice} aria-labelledby="notice-title">
      <h1 id="notice-title">{title}</h1>
      <p>{children}</p>
      <div className={styles.actions}>
        {action}
        <Link to="/">{t('problem.home')}</Link>
      </div>
    </section>
  );
}

export function NotFoundPage() {
  const { t } = useTranslation();
  return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.pageNotFound')}</NoticePage>;
}

export function ForbiddenPage() {
  const { t } = useTranslation();
  return <NoticePage title={t('problem.forbiddenTitle')}>{t('problem.forbidden')}</NoticePage>;
}
