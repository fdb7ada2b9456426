import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../api/client';
import { ifMatch } from '../api/concurrency';
import type { CaseTask } from '../api/types';
import { unwrap } from '../api/unwrap';
import { ActDialog } from './act-dialog';
import { useNotices } from './notices';

interface CompleteTaskDialogProps {
  /** The task as it is on the page; a promise is one. */
  task: Seen;
  onDone: () => void;
  onClose: () => void;
}

interface Values {
  note: string;
}

type Seen = Pick<CaseTask, 'id' | 'version' | 'text' | 'due_on'>;

/** Says what was done; a promise is kept by it. */
export function CompleteTaskDialog({ task, onDone, onClose }: CompleteTaskDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const label = t('tasks.doneNote');
  return (
    <ActDialog<Values, Seen, CaseTask>
      title={t('tasks.complete')}
      okText={t('tasks.complete')}
      original={task}
      describe={(seen) => ({
        [t('tasks.text')]: seen.text,
        [t('tasks.due')]: seen.due_on,
        [label]: 'done_note' in seen ? String(seen.done_note ?? '') : '',
      })}
      mine={({ note }) => ({ [label]: note })}
      reload={() =>
        unwrap(client.GET('/api/v1/case-tasks/{id}', { params: { path: { id: task.id } } }))
      }
      send={({ note }, seen) =>
        unwrap(
          client.POST('/api/v1/case-tasks/{id}/actions/complete', {
            params: { path: { id: task.id }, header: ifMatch(seen.version) },
            body: { note: note.trim() },
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
        name="note"
        label={label}
        extra={t('tasks.noNumbers')}
        rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
      >
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
    </ActDialog>
  );
}
