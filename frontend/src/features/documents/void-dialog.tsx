import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import type { DocumentView } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';

interface VoidValues {
  reason?: string;
}

interface VoidDialogProps {
  document: DocumentView;
  onChanged: () => void;
  onClose: () => void;
}

/** Says why a paper counts no more. */
export function VoidDialog({ document, onChanged, onClose }: VoidDialogProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const notices = useNotices();
  const idempotencyKey = useIdempotencyKey();
  const label = t('documents.field.reason');
  const path = { case_id: document.case_id, id: document.id };
  return (
    <ActDialog<VoidValues, DocumentView, DocumentView>
      title={t('documents.void')}
      okText={t('documents.void')}
      original={document}
      describe={({ state }) => ({
        [t('documents.field.state')]: enumName('documentState', state),
        [label]: '',
      })}
      mine={({ reason }) => ({ [label]: reason ?? '' })}
      reload={() =>
        unwrap(client.GET('/api/v1/cases/{case_id}/documents/{id}', { params: { path } }))
      }
      send={({ reason = '' }, { version }) => {
        const body = { reason };
        const header = { ...ifMatch(version), ...idempotencyKey({ ...body, version }) };
        return unwrap(
          client.POST('/api/v1/cases/{case_id}/documents/{id}/actions/void', {
            params: { path, header },
            body,
          }),
        );
      }}
      isAllowed={({ allowed_actions }) => allowed_actions.includes('void')}
      onDone={() => {
        notices.success(t('common.saved'));
        onChanged();
      }}
      onTheirs={onChanged}
      onClose={onClose}
    >
      <p>{t('documents.voidHelp')}</p>
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
