import { useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import type { Attachment } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';
import { refreshPapers } from './queries';

interface RemoveValues {
  reason?: string;
}

interface RemoveDialogProps {
  attachment: Attachment;
  onClose: () => void;
}

/** The content goes for good; that it was there stays in the ledger, with the reason. */
export function RemoveDialog({ attachment, onClose }: RemoveDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  const path = { case_id: attachment.case_id, attachment_id: attachment.id };
  const label = t('attachments.removeReason');
  const changed = () => void refreshPapers(queryClient, attachment.case_id);
  return (
    <ActDialog<RemoveValues, Attachment, Attachment>
      title={t('attachments.removeTitle', { name: attachment.file_name })}
      okText={t('attachments.remove')}
      original={attachment}
      describe={({ remove_reason }) => ({ [label]: remove_reason ?? '' })}
      mine={({ reason }) => ({ [label]: reason ?? '' })}
      reload={() =>
        unwrap(
          client.GET('/api/v1/cases/{case_id}/attachments/{attachment_id}', { params: { path } }),
        )
      }
      send={({ reason = '' }, { version }) => {
        const body = { reason };
        const header = { ...ifMatch(version), ...idempotencyKey({ ...body, version }) };
        return unwrap(
          client.POST('/api/v1/cases/{case_id}/attachments/{attachment_id}/actions/remove', {
            params: { path, header },
            body,
          }),
        );
      }}
      isAllowed={({ allowed_actions }) => allowed_actions.includes('remove')}
      onDone={() => {
        notices.success(t('attachments.removed'));
        changed();
      }}
      onTheirs={changed}
      onClose={onClose}
    >
      <p>{t('attachments.removeHelp')}</p>
      <Form.Item
        name="reason"
        label={label}
        rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
      >
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </ActDialog>
  );
}
