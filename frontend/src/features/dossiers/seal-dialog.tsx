import { useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import type { Dossier } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';
import { refreshDossier } from './queries';

interface SealValues {
  case_no?: string;
}

interface SealDialogProps {
  dossier: Dossier;
  onClose: () => void;
}

/** Cannot be undone: the number of the case says that it is meant. */
export function SealDialog({ dossier, onClose }: SealDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  const path = { case_id: dossier.id };
  const label = t('dossiers.caseNo');
  const state = t('dossiers.state');
  const changed = () => void refreshDossier(queryClient, dossier.id);
  return (
    <ActDialog<SealValues, Dossier, Dossier>
      title={t('dossiers.seal')}
      okText={t('dossiers.sealNow')}
      original={dossier}
      describe={({ seal, missing, documents }) => ({
        [state]: seal
          ? t('dossiers.isSealed')
          : t('dossiers.files', {
              count: documents.reduce((sum, { items, hidden }) => sum + items.length + hidden, 0),
              missing: missing.length,
            }),
      })}
      mine={() => ({})}
      reload={() => unwrap(client.GET('/api/v1/cases/{case_id}/dossier', { params: { path } }))}
      send={({ case_no = '' }, { version }) => {
        const body = { case_no: case_no.trim() };
        const header = { ...ifMatch(version), ...idempotencyKey({ ...body, version }) };
        return unwrap(
          client.POST('/api/v1/cases/{case_id}/dossier/actions/seal', {
            params: { path, header },
            body,
          }),
        );
      }}
      isAllowed={({ allowed_actions }) => allowed_actions.includes('seal')}
      onDone={() => {
        notices.success(t('dossiers.isSealed'));
        changed();
      }}
      onTheirs={changed}
      onClose={onClose}
    >
      <p>{t('dossiers.sealHelp')}</p>
      <p>
        <strong>{dossier.case_no}</strong>
      </p>
      <Form.Item
        name="case_no"
        label={label}
        rules={[
          { required: true, whitespace: true, message: t('common.required', { label }) },
          {
            validator: (_, value?: string) =>
              !value || value.trim() === dossier.case_no
                ? Promise.resolve()
                : Promise.reject(new Error(t('dossiers.caseNoDiffers'))),
          },
        ]}
      >
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
    </ActDialog>
  );
}
