import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCodeName } from '../../../shared/api/reference';
import type { CaseView } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { formatInstant } from '../../../shared/lib/dates';
import { AskedStop } from '../actions/asked-stop';
import { caseOptions } from '../queries';
import styles from './case-page.module.css';

/** What everybody must know before reading on: it stands still, it goes on elsewhere, it waits. */
export function CaseNotices({ caseView }: { caseView: CaseView }) {
  const { t } = useTranslation();
  const { suspension, extension, merged_into_id, split_from_id, ping_pong } = caseView;
  const { restriction, suspension_request: asked } = caseView;
  const isPingPong = caseView.is_ping_pong;
  const isQuiet = !suspension && !extension && !merged_into_id && !split_from_id && !isPingPong;
  if (isQuiet && !restriction && !asked) return null;
  return (
    <div className={styles.notices}>
      {restriction && (
        <Alert
          showIcon
          type="warning"
          data-testid="restriction"
          title={t('cases.restriction.title', {
            why: [restriction.class_name, restriction.reason].filter(Boolean).join(' · '),
          })}
          description={t('cases.restriction.note')}
        />
      )}
      {suspension && <Suspended suspension={suspension} />}
      {merged_into_id && (
        <Elsewhere
          caseId={merged_into_id}
          title={t('cases.merged.into')}
          open={t('cases.merged.open')}
        />
      )}
      {split_from_id && (
        <Elsewhere
          caseId={split_from_id}
          title={t('cases.split.from')}
          open={t('cases.split.open')}
        />
      )}
      {isPingPong && (
        <Alert
          showIcon
          type="warning"
          data-testid="ping-pong"
          title={t('cases.pingPong', { way: ping_pong.map(({ name }) => name).join(' → ') })}
        />
      )}
      <AskedStop seen={caseView} />
      {extension && (
        <Alert
          showIcon
          type="info"
          data-testid="extension"
          title={t('cases.extension.asked', {
            count: extension.days,
            at: formatInstant(extension.asked_at),
          })}
        />
      )}
    </div>
  );
}

function Suspended({ suspension }: { suspension: NonNullable<CaseView['suspension']> }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const reasonName = useCodeName('suspend_reason');
  const { reason_code, procedure, external_no, accepted_on, until_on, since } = suspension;
  const why = [reasonName(reason_code), enumName('procedure', procedure), external_no];
  return (
    <Alert
      showIcon
      type="warning"
      data-testid="suspension"
      title={t('cases.suspension.title', { why: why.filter(Boolean).join(' · ') })}
      description={[
        t('cases.suspension.since', { at: formatInstant(since) }),
        procedure &&
          (accepted_on
            ? t('cases.suspension.accepted', { day: accepted_on })
            : t('cases.suspension.notAccepted')),
        until_on
          ? t('cases.suspension.until', { day: until_on })
          : t('cases.suspension.untilResumed'),
      ]
        .filter(Boolean)
        .join(t('common.comma'))}
    />
  );
}

interface ElsewhereProps {
  caseId: string;
  title: string;
  open: string;
}

/** Another case to look at, by number and title once they are known. */
function Elsewhere({ caseId, title, open }: ElsewhereProps) {
  const { data } = useQuery(caseOptions(caseId));
  return (
    <Alert
      showIcon
      type="info"
      title={title}
      description={
        <Link to="/cases/$caseId" params={{ caseId }}>
          {data ? `${data.case_no} ${data.title}` : open}
        </Link>
      }
    />
  );
}
