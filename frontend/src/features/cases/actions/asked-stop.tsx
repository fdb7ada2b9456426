import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCodeName } from '../../../shared/api/reference';
import type { CaseView } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { formatInstant } from '../../../shared/lib/dates';

/** The stop to be decided on: for what, until when, who asked and with which words. */
export function AskedStop({ seen }: { seen: CaseView }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const reasonName = useCodeName('suspend_reason');
  const asked = seen.suspension_request;
  if (!asked) return null;
  const { asked_by, on_behalf_of: absent, department, reason, until_on } = asked;
  const who =
    asked_by && absent
      ? t('cases.timeline.onBehalfOf', { name: asked_by.name, absent: absent.name })
      : asked_by?.name;
  const why = [
    reasonName(asked.reason_code),
    enumName('procedure', asked.procedure),
    asked.external_no,
    until_on ? t('cases.stop.until', { day: until_on }) : t('cases.stop.open'),
  ];
  return (
    <Alert
      type="info"
      className="form-notice"
      data-testid="asked-stop"
      title={t('cases.stop.asked', {
        at: formatInstant(asked.asked_at),
        why: why.filter(Boolean).join(' · '),
      })}
      description={[department?.name, who, reason].filter(Boolean).join(' · ')}
    />
  );
}
