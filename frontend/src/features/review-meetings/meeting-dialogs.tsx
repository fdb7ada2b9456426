import { Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AgendaItem, ReviewMeeting } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { today } from '../../shared/lib/dates';
import { ActDialog } from '../../shared/ui/act-dialog';
import { CaseSelect } from '../../shared/ui/case-select';
import { DayItem } from '../../shared/ui/day-item';
import { useNotices } from '../../shared/ui/notices';
import { DepartmentSelect } from '../../shared/ui/reference-select';
import { type MeetingValues, type MeetingVerb, perform } from './perform';
import { reloadMeeting } from './queries';

export { type MeetingVerb, meetingVerbs } from './perform';

interface MeetingDialogProps {
  verb: MeetingVerb;
  item: AgendaItem | undefined;
  meeting: ReviewMeeting;
  onDone: (changed: ReviewMeeting) => void;
  onClose: () => void;
}

/** Does one thing to a meeting in the version that was seen. */
export function MeetingDialog({ verb, item, meeting, onDone, onClose }: MeetingDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const enumName = useEnumName();
  const here = meeting.units.filter(({ is_present }) => is_present);
  const initial: MeetingValues = {
    ...(verb === 'move_item' && { position: 1 }),
    ...(verb === 'update' && {
      place: meeting.place ?? '',
      department_ids: meeting.units.map(({ department }) => department.id),
    }),
    ...(verb === 'attend' && {
      department_ids: (here.length > 0 ? here : meeting.units).map(
        ({ department }) => department.id,
      ),
    }),
  };
  return (
    <ActDialog<MeetingValues, ReviewMeeting, ReviewMeeting>
      title={t(`meetings.action.${verb}`)}
      okText={t(`meetings.action.${verb}`)}
      original={meeting}
      initialValues={initial}
      describe={(seen) => ({
        [t('tasks.state')]: enumName('meetingState', seen.state),
        [t('meetings.items')]: String(seen.item_count),
        [t('meetings.decisions')]: String(seen.decision_count),
        [t('meetings.place')]: seen.place ?? '',
      })}
      mine={(values) => ({
        ...(values.place && { [t('meetings.place')]: values.place }),
        ...(values.text && { [t('meetings.decision')]: values.text }),
        ...(values.reason && { [t('tasks.reason')]: values.reason }),
      })}
      reload={() => reloadMeeting(meeting.id)}
      isAllowed={(fresh) => fresh.allowed_actions.includes(verb)}
      send={(values, seen) => perform(verb, seen, item?.id ?? '', values)}
      onDone={(changed) => {
        notices.success(t('common.saved'));
        onDone(changed);
      }}
      onTheirs={onDone}
      onClose={onClose}
    >
      {item?.case && (
        <p>
          {item.case.case_no} {item.case.title}
        </p>
      )}
      <Fields verb={verb} />
    </ActDialog>
  );
}

function Fields({ verb }: { verb: MeetingVerb }) {
  const { t } = useTranslation();
  const needed = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  const reason = (
    <Form.Item name="reason" {...needed(t('tasks.reason'))} extra={t('tasks.noNumbers')}>
      <Input maxLength={500} autoComplete="off" />
    </Form.Item>
  );
  switch (verb) {
    case 'start':
      return <p>{t('meetings.startHelp')}</p>;
    case 'refill':
      return <p>{t('meetings.refillHelp')}</p>;
    case 'issue_minutes':
      return <p>{t('meetings.issueHelp')}</p>;
    case 'update':
      return (
        <>
          <Form.Item name="place" label={t('meetings.place')}>
            <Input maxLength={100} autoComplete="off" />
          </Form.Item>
          <Form.Item name="department_ids" label={t('meetings.units')}>
            <DepartmentSelect multiple />
          </Form.Item>
        </>
      );
    case 'attend':
      return (
        <Form.Item name="department_ids" label={t('meetings.unitsHere')}>
          <DepartmentSelect multiple />
        </Form.Item>
      );
    case 'add_item':
      return (
        <>
          <Form.Item name="chosen" {...needed(t('tasks.case'))}>
            <CaseSelect />
          </Form.Item>
          {reason}
        </>
      );
    case 'move_item':
      return (
        <>
          <Form.Item name="position" {...needed(t('meetings.position'))}>
            <InputNumber min={1} max={1000} precision={0} />
          </Form.Item>
          {reason}
        </>
      );
    case 'remove_item':
    case 'cancel':
      return reason;
    case 'decide':
      return (
        <>
          <Form.Item name="text" {...needed(t('meetings.decision'))} extra={t('tasks.noNumbers')}>
            <Input.TextArea rows={3} maxLength={500} showCount />
          </Form.Item>
          <Form.Item name="department_id" {...needed(t('tasks.department'))}>
            <DepartmentSelect />
          </Form.Item>
          <DayItem name="due_on" {...needed(t('tasks.due'))} first={today()} />
        </>
      );
    case 'close':
      return (
        <Form.Item name="summary" label={t('meetings.summary')} extra={t('tasks.noNumbers')}>
          <Input.TextArea rows={5} maxLength={4000} showCount />
        </Form.Item>
      );
  }
}
