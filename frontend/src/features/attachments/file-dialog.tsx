import { useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import type { Attachment, DossierDocument } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';
import { refreshPapers } from './queries';

interface FileValues {
  document_code?: string | null;
  is_identity?: boolean;
}

interface FileDialogProps {
  attachment: Attachment;
  places: DossierDocument[];
  onClose: () => void;
}

/** Gives a file its place in the dossier, and says whether it names a party. */
export function FileDialog({ attachment, places, onClose }: FileDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  const path = { case_id: attachment.case_id, attachment_id: attachment.id };
  const place = t('attachments.place');
  const identity = t('attachments.identity');
  const nameOf = (code: string | null | undefined) =>
    places.find((known) => known.code === code)?.name ?? t('attachments.noPlace');
  const shown = ({ document_code, is_identity }: FileValues) => ({
    [place]: nameOf(document_code),
    [identity]: is_identity ? t('common.yes') : t('common.no'),
  });
  const changed = () => void refreshPapers(queryClient, attachment.case_id);
  return (
    <ActDialog<FileValues, Attachment, Attachment>
      title={t('attachments.file')}
      okText={t('common.save')}
      original={attachment}
      initialValues={{
        document_code: attachment.document_code ?? null,
        is_identity: attachment.is_identity,
      }}
      describe={(view) =>
        shown({ document_code: view.document_code ?? null, is_identity: view.is_identity })
      }
      mine={shown}
      reload={() =>
        unwrap(
          client.GET('/api/v1/cases/{case_id}/attachments/{attachment_id}', { params: { path } }),
        )
      }
      send={({ document_code, is_identity }, { version }) => {
        const body = {
          ...(document_code && { document_code }),
          ...(is_identity !== undefined && { is_identity }),
        };
        const header = { ...ifMatch(version), ...idempotencyKey({ ...body, version }) };
        return unwrap(
          client.POST('/api/v1/cases/{case_id}/attachments/{attachment_id}/actions/file', {
            params: { path, header },
            body,
          }),
        );
      }}
      isAllowed={({ allowed_actions }) => allowed_actions.includes('file')}
      onDone={() => {
        notices.success(t('common.saved'));
        changed();
      }}
      onTheirs={changed}
      onClose={onClose}
    >
      <Form.Item name="document_code" label={place}>
        <Select
          allowClear
          placeholder={t('attachments.noPlace')}
          options={places.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
        />
      </Form.Item>
      <Form.Item name="is_identity" valuePropName="checked">
        <Checkbox>{t('attachments.namesParty')}</Checkbox>
      </Form.Item>
    </ActDialog>
  );
}
