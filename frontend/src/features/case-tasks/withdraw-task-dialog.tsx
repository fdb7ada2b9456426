import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { CaseTask } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';

interface WithdrawTaskDialogProps {
  task: CaseTask;
  onDone: () => void;
  onClose: () => void;
}

interface Values {
  reason: string;
}

/** A decision that has become pointless. */
export function WithdrawTaskDialog({ task, onDone, onClose }: WithdrawTaskDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const enumName = useEnumName();
  const label = t('tasks.reason');
  return (
    <ActDialog<Values, CaseTask, CaseTask>
      title={t('tasks.withdraw')}
      okText={t('tasks.withdraw')}
      original={task}
      describe={(seen) => ({
        [t('tasks.state')]: enumName('taskState', seen.state),
        [label]: seen.withdraw_reason ?? '',
      })}
      mine={({ reason }) => ({ [label]: reason })}
      reload={() =>
        unwrap(client.GET('/api/v1/case-tasks/{id}', { params: { path: { id: task.id } } }))
      }
      isAllowed={(fresh) => fresh.allowed_actions.includes('withdraw')}
      send={({ reason }, seen) =>
        unwrap(
          client.POST('/api/v1/case-tasks/{id}/actions/withdraw', {
            params: { path: { id: task.id }, header: ifMatch(seen.version) },
            body: { reason: reason.trim() },
          }),
        )
      }
      onDone={() => {
        notices.success(t('common.saved'));
        onDone();
      }}
      onTheirs={onDone}
      onClose={onClose}
    >
      <p>{task.text}</p>
      <Form.Item
        name="reason"
        label={label}
        extra={t('tasks.noNumbers')}
        rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
      >
        <Input.TextArea rows={2} maxLength={500} showCount />
      </Form.Item>
    </ActDialog>
  );
}
