import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../../shared/api/types';
import { formatInstant } from '../../../shared/lib/dates';

/** What is to be decided on: how many days, since when, who asked and with which words. */
export function AskedExtension({ seen }: { seen: CaseView }) {
  const { t } = useTranslation();
  if (!seen.extension) return null;
  const { days, asked_at, asked_by, on_behalf_of: absent, department, reason } = seen.extension;
  const who =
    asked_by && absent
      ? t('cases.timeline.onBehalfOf', { name: asked_by.name, absent: absent.name })
      : asked_by?.name;
  return (
    <Alert
      type="info"
      className="form-notice"
      title={t('cases.extension.asked', { count: days, at: formatInstant(asked_at) })}
      description={[department?.name, who, reason].filter(Boolean).join(' · ')}
    />
  );
}
