import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../shared/api/client';
import type { PartyField } from '../../../shared/api/types';
import { Dialog } from '../../../shared/ui/dialog';
import { placeProblem } from '../../../shared/ui/form-problems';
import { ProblemAlert } from '../../../shared/ui/problem-alert';
import { caseKeys } from '../queries';

interface RevealDialogProps {
  caseId: string;
  partyId: string;
  field: PartyField;
  label: string;
  onRevealed: (value: string) => void;
  onClose: () => void;
}

/** Asks why before the clear value is shown; the reason goes into the ledger. */
export function RevealDialog(props: RevealDialogProps) {
  const { caseId, partyId, field, label, onRevealed, onClose } = props;
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<{ reason: string }>();
  const reveal = api.useMutation('post', '/api/v1/cases/{case_id}/parties/{party_id}/reveal', {
    // Nothing of the answer stays behind in the cache.
    gcTime: 0,
    onSuccess: ({ value }) => {
      onRevealed(value);
      onClose();
      void queryClient.invalidateQueries({ queryKey: [...caseKeys.events, caseId] });
    },
    onError: (error) => placeProblem(form, error),
  });
  const reasons = t('cases.reveal.reasons', { returnObjects: true });
  const reasonLabel = t('cases.reveal.reason');

  return (
    <Dialog
      title={t('cases.reveal.button', { field: label })}
      okText={t('cases.reveal.confirm')}
      cancelText={t('common.cancel')}
      confirmLoading={reveal.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{t('cases.reveal.notice')}</p>
      {reveal.error && <ProblemAlert error={reveal.error} />}
      <Form
        form={form}
        layout="vertical"
        onFinish={({ reason }) =>
          reveal.mutate({
            params: { path: { case_id: caseId, party_id: partyId } },
            body: { field, reason },
          })
        }
      >
        <Form.Item
          name="reason"
          label={reasonLabel}
          rules={[
            {
              required: true,
              whitespace: true,
              message: t('common.required', { label: reasonLabel }),
            },
          ]}
        >
          <Input maxLength={500} autoComplete="off" />
        </Form.Item>
        <Space wrap>
          {Object.values(reasons).map((reason) => (
            <Button key={reason} size="small" onClick={() => form.setFieldsValue({ reason })}>
              {reason}
            </Button>
          ))}
        </Space>
      </Form>
    </Dialog>
  );
}
