import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../shared/api/client';
import type { CaseView } from '../../../shared/api/types';
import { Dialog } from '../../../shared/ui/dialog';
import { placeProblem } from '../../../shared/ui/form-problems';
import { ProblemAlert } from '../../../shared/ui/problem-alert';
import { caseKeys } from '../queries';

interface TrackingCodeProps {
  caseView: CaseView;
  /** With the code the server tells this once. */
  onReplaced: (code: string) => void;
}

/** Another tracking code for a citizen who lost theirs, where the reader may give one out. */
export function TrackingCode({ caseView, onReplaced }: TrackingCodeProps) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  if (!caseView.beside.includes('replace_tracking_code')) return null;
  return (
    <>
      <Button className="no-print" size="small" onClick={() => setAsking(true)}>
        {t('cases.trackingCode.button')}
      </Button>
      {isAsking && (
        <TrackingCodeDialog
          caseId={caseView.id}
          onReplaced={onReplaced}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

interface DialogProps {
  caseId: string;
  onReplaced: (code: string) => void;
  onClose: () => void;
}

function TrackingCodeDialog({ caseId, onReplaced, onClose }: DialogProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<{ reason: string }>();
  const replace = api.useMutation('post', '/api/v1/cases/{case_id}/tracking-code', {
    // Nothing of the answer stays behind in the cache.
    gcTime: 0,
    onSuccess: ({ tracking_code }) => {
      onClose();
      onReplaced(tracking_code);
      void queryClient.invalidateQueries({ queryKey: [...caseKeys.events, caseId] });
    },
    onError: (error) => placeProblem(form, error),
  });
  const label = t('cases.trackingCode.reason');
  return (
    <Dialog
      title={t('cases.trackingCode.button')}
      okText={t('cases.trackingCode.confirm')}
      cancelText={t('common.cancel')}
      confirmLoading={replace.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{t('cases.trackingCode.notice')}</p>
      {replace.error && <ProblemAlert error={replace.error} />}
      <Form
        form={form}
        layout="vertical"
        onFinish={({ reason }) =>
          replace.mutate({ params: { path: { case_id: caseId } }, body: { reason } })
        }
      >
        <Form.Item
          name="reason"
          label={label}
          rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
        >
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
