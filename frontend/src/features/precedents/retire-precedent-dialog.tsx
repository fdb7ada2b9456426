import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import type { Precedent } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';

interface RetireValues {
  reason?: string;
}

interface RetirePrecedentDialogProps {
  precedent: Precedent;
  onChanged: () => void;
  onClose: () => void;
}

/** Says why a ruling is no longer to be followed. */
export function RetirePrecedentDialog(props: RetirePrecedentDialogProps) {
  const { precedent, onChanged, onClose } = props;
  const { t } = useTranslation();
  const notices = useNotices();
  const idempotencyKey = useIdempotencyKey();
  const label = t('precedents.reason');
  const path = { id: precedent.id };
  return (
    <ActDialog<RetireValues, Precedent, Precedent>
      title={t('precedents.retire')}
      okText={t('common.save')}
      original={precedent}
      describe={({ state, retire_reason }) => ({
        [t('precedents.state')]:
          state === 'retired'
            ? t('precedents.retired', { reason: retire_reason ?? '' })
            : t('precedents.inForce'),
        [label]: '',
      })}
      mine={({ reason }) => ({ [label]: reason ?? '' })}
      reload={() => unwrap(client.GET('/api/v1/precedents/{id}', { params: { path } }))}
      send={({ reason = '' }, { version }) => {
        const body = { reason };
        const header = { ...ifMatch(version), ...idempotencyKey({ ...body, version }) };
        return unwrap(
          client.POST('/api/v1/precedents/{id}/actions/retire', { params: { path, header }, body }),
        );
      }}
      isAllowed={({ allowed_actions }) => allowed_actions.includes('retire')}
      onDone={() => {
        notices.success(t('common.saved'));
        onChanged();
      }}
      onTheirs={onChanged}
      onClose={onClose}
    >
      <p>{t('precedents.retireHelp')}</p>
      <Form.Item
        name="reason"
        label={label}
        rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
      >
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </ActDialog>
  );
}
