import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AgendaItem, CaseTask, ReviewMeeting } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import type { MeetingVerb } from './meeting-dialogs';
import styles from './meetings.module.css';

interface AgendaProps {
  meeting: ReviewMeeting;
  onAct: (verb: MeetingVerb, item: AgendaItem) => void;
}

/** Item by item: the case, why it is here, what is owed, what was decided. */
export function Agenda({ meeting, onAct }: AgendaProps) {
  const { t } = useTranslation();
  const on = meeting.items.filter(({ removed }) => !removed);
  const off = meeting.items.filter(({ removed }) => removed);
  if (meeting.items.length === 0) return <p>{t('meetings.emptyAgenda')}</p>;
  return (
    <>
      <ol className={styles.agenda}>
        {on.map((item) => (
          <li key={item.id} className={styles.panel} data-testid="agenda-item">
            <Item meeting={meeting} item={item} onAct={onAct} />
          </li>
        ))}
      </ol>
      {off.length > 0 && (
        <details>
          <summary>{t('meetings.removedItems', { count: off.length })}</summary>
          <ul className={styles.plain}>
            {off.map((item) => (
              <li key={item.id}>
                {item.case?.case_no} {item.case?.title}
                <span className={styles.soft}>
                  {item.removed &&
                    t('meetings.removedBy', {
                      name: item.removed.by.name,
                      at: formatInstant(item.removed.at),
                      reason: item.removed.reason,
                    })}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

interface ItemProps extends AgendaProps {
  item: AgendaItem;
}

function Item({ meeting, item, onAct }: ItemProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const verbs = (['decide', 'move_item', 'remove_item'] as const).filter((verb) =>
    meeting.allowed_actions.includes(verb),
  );
  return (
    <>
      <h3>
        {item.case ? (
          <Link to="/cases/$caseId" params={{ caseId: item.case.id }}>
            {item.case.title}
          </Link>
        ) : (
          t('meetings.hiddenCase')
        )}
      </h3>
      {item.case && (
        <p className={styles.soft}>
          {item.case.case_no} {enumName('status', item.case.status)}{' '}
          {item.case.lead_department?.name}
        </p>
      )}
      <ul className={styles.grounds}>
        {item.grounds.map((ground) => (
          <li key={ground.rule} data-testid={`ground-${ground.rule}`}>
            {ground.sentence}
          </li>
        ))}
      </ul>
      {item.reason && <p>{t('meetings.reasonIs', { reason: item.reason })}</p>}
      <TaskLines title={t('meetings.owed')} tasks={item.owed} />
      <TaskLines title={t('meetings.decisions')} tasks={item.decisions} />
      <span className={styles.actions}>
        {verbs.map((verb) => (
          <Button
            key={verb}
            size="small"
            {...(verb === 'decide' && { type: 'primary' as const })}
            onClick={() => onAct(verb, item)}
          >
            {t(`meetings.action.${verb}`)}
          </Button>
        ))}
      </span>
    </>
  );
}

/** Tasks in lines; an overdue one says so. */
export function TaskLines({ title, tasks }: { title: string; tasks: CaseTask[] }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  if (tasks.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <ul className={styles.plain}>
        {tasks.map((task) => (
          <li key={task.id} data-testid="task" data-state={task.state}>
            {t('meetings.taskOf', {
              unit: task.department.name,
              day: task.due_on,
              text: task.text,
            })}{' '}
            {task.state === 'overdue' ? (
              <strong className={styles.bad}>■ {enumName('taskState', task.state)}</strong>
            ) : (
              enumName('taskState', task.state)
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
