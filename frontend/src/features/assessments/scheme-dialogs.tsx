import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { AssessmentScheme } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { today } from '../../shared/lib/dates';
import { ActDialog } from '../../shared/ui/act-dialog';
import { DayItem } from '../../shared/ui/day-item';
import { useNotices } from '../../shared/ui/notices';
import { reloadScheme } from './queries';

interface SchemeDialogProps {
  scheme: AssessmentScheme;
  onDone: (changed: AssessmentScheme) => void;
  onClose: () => void;
}

interface PublishValues {
  valid_from?: string;
  valid_to?: string;
  source?: string;
}

/** What is compared where somebody was faster. */
function useDescribed() {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return ({ state, valid_from, valid_to, source }: AssessmentScheme) => ({
    [t('assessments.state')]: enumName('assessmentSchemeState', state),
    [t('assessments.validFrom')]: valid_from ?? '',
    [t('assessments.validTo')]: valid_to ?? '',
    [t('assessments.source')]: source ?? '',
  });
}

/** From when on a scheme applies, and on what ground. */
export function PublishSchemeDialog({ scheme, onDone, onClose }: SchemeDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const describe = useDescribed();
  const needed = (label: string) => [{ required: true, message: t('common.required', { label }) }];
  return (
    <ActDialog<PublishValues, AssessmentScheme, AssessmentScheme>
      title={t('assessments.action.publish')}
      okText={t('assessments.action.publish')}
      original={scheme}
      describe={describe}
      mine={({ valid_from, valid_to, source }) => ({
        [t('assessments.validFrom')]: valid_from ?? '',
        [t('assessments.validTo')]: valid_to ?? '',
        [t('assessments.source')]: source ?? '',
      })}
      reload={() => reloadScheme(scheme.id)}
      isAllowed={({ allowed_actions }) => allowed_actions.includes('publish')}
      send={({ valid_from = '', valid_to, source = '' }, { version }) =>
        unwrap(
          client.POST('/api/v1/assessment-schemes/{id}/actions/publish', {
            params: { path: { id: scheme.id }, header: ifMatch(version) },
            body: { valid_from, source: source.trim(), ...(valid_to && { valid_to }) },
          }),
        )
      }
      onDone={(changed) => {
        notices.success(t('common.saved'));
        onDone(changed);
      }}
      onTheirs={onDone}
      onClose={onClose}
    >
      <p>{t('assessments.publishHelp')}</p>
      <DayItem
        name="valid_from"
        label={t('assessments.validFrom')}
        rules={needed(t('assessments.validFrom'))}
        first={today()}
      />
      <DayItem name="valid_to" label={t('assessments.validTo')} first={today()} />
      <Form.Item
        name="source"
        label={t('assessments.source')}
        rules={needed(t('assessments.source'))}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
    </ActDialog>
  );
}

interface RetireValues {
  valid_to?: string;
  reason?: string;
}

/** After which period a scheme ends, and why. */
export function RetireSchemeDialog({ scheme, onDone, onClose }: SchemeDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const describe = useDescribed();
  const needed = (label: string) => [{ required: true, message: t('common.required', { label }) }];
  return (
    <ActDialog<RetireValues, AssessmentScheme, AssessmentScheme>
      title={t('assessments.action.retire')}
      okText={t('assessments.action.retire')}
      original={scheme}
      describe={describe}
      mine={({ valid_to }) => ({ [t('assessments.validTo')]: valid_to ?? '' })}
      reload={() => reloadScheme(scheme.id)}
      isAllowed={({ allowed_actions }) => allowed_actions.includes('retire')}
      send={({ valid_to = '', reason = '' }, { version }) =>
        unwrap(
          client.POST('/api/v1/assessment-schemes/{id}/actions/retire', {
            params: { path: { id: scheme.id }, header: ifMatch(version) },
            body: { valid_to, reason: reason.trim() },
          }),
        )
      }
      onDone={(changed) => {
        notices.success(t('common.saved'));
        onDone(changed);
      }}
      onTheirs={onDone}
      onClose={onClose}
    >
      <DayItem
        name="valid_to"
        label={t('assessments.validTo')}
        rules={needed(t('assessments.validTo'))}
        first={today()}
      />
      <Form.Item
        name="reason"
        label={t('assessments.retireReason')}
        rules={needed(t('assessments.retireReason'))}
      >
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </ActDialog>
  );
}
