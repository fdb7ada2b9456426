import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

/** The shape of a page while its code or first data arrives. */
export function PendingPage() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('common.loading')}>
      <Skeleton active title paragraph={{ rows: 6 }} />
    </div>
  );
}
