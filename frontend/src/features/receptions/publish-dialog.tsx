import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { unwrap } from '../../shared/api/unwrap';
import { monthEnds } from '../../shared/lib/dates';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';

interface PublishDialogProps {
  month: string;
  onPublished: () => void;
  onClose: () => void;
}

interface Values {
  from: string;
  to: string;
  late_reason?: string;
}

/** Every draft between two days, five days ahead or with the reason why not. */
export function PublishDialog({ month, onPublished, onClose }: PublishDialogProps) {
  const { t } = useTranslation();
  const needed = (label: string) => ({ required: true, message: t('common.required', { label }) });
  return (
    <CreateDialog<Values, unknown>
      title={t('receptions.publish')}
      initialValues={monthEnds(month)}
      create={({ from, to, late_reason }, header) =>
        unwrap(
          client.POST('/api/v1/receptions/days/actions/publish', {
            params: { header },
            body: { from, to, ...(late_reason?.trim() && { late_reason: late_reason.trim() }) },
          }),
        )
      }
      onCreated={onPublished}
      onClose={onClose}
    >
      <DayItem
        name="from"
        label={t('receptions.firstDay')}
        rules={[needed(t('receptions.firstDay'))]}
      />
      <DayItem
        name="to"
        label={t('receptions.lastDay')}
        rules={[needed(t('receptions.lastDay'))]}
      />
      <Form.Item
        name="late_reason"
        label={t('receptions.lateReason')}
        extra={t('receptions.lateReasonHelp')}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
    </CreateDialog>
  );
}
