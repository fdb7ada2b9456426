import { useQuery } from '@tanstack/react-query';
import { Alert, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { isProblem } from '../../shared/api/problem';
import type { MyDutyDay, SwapRequest } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { today } from '../../shared/lib/dates';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { namedOptions, turnsOptions } from './queries';

interface Values {
  with_person_id: string;
  other_assignment_id?: string;
  reason: string;
}

interface AskSwapDialogProps {
  day: MyDutyDay;
  /** The plan of the turn that is given. */
  planId: string;
  /** The turn that is given. */
  assignmentId: string;
  /** Who I am. */
  me: string;
  onAsked: () => void;
  onClose: () => void;
}

/** The rules a swap would break, which its refusal names beside the code. */
export function breaksOf(error: unknown): string[] {
  const breaks = isProblem(error) ? (error as { breaks?: { text: string }[] }).breaks : undefined;
  return (breaks ?? []).map(({ text }) => text);
}

/** Asks somebody who is named for the post to take over a turn, alone or against one of theirs. */
export function AskSwapDialog({
  day,
  planId,
  assignmentId,
  me,
  onAsked,
  onClose,
}: AskSwapDialogProps) {
  const { t } = useTranslation();
  const [whom, setWhom] = useState('');
  const [refused, setRefused] = useState<string[]>([]);
  const named = useQuery(namedOptions(day.obligation_id));
  const turns = useQuery(turnsOptions(planId, whom));
  const ahead = (turns.data?.items ?? []).filter(({ from_on }) => from_on > today());
  const required = (label: string) => ({
    label,
    rules: [{ required: true, whitespace: true, message: t('common.required', { label }) }],
  });
  return (
    <CreateDialog<Values, SwapRequest>
      title={t('dutyCalendar.ask')}
      create={async ({ other_assignment_id, ...values }, header) => {
        setRefused([]);
        try {
          return await unwrap(
            client.POST('/api/v1/swap-requests', {
              params: { header },
              body: {
                ...values,
                assignment_id: assignmentId,
                ...(other_assignment_id && { other_assignment_id }),
              },
            }),
          );
        } catch (error) {
          setRefused(breaksOf(error));
          throw error;
        }
      }}
      onCreated={onAsked}
      onClose={onClose}
    >
      <p>
        {t('rotation.cell', {
          name: day.post_name,
          from: day.turn_from_on,
          until: day.turn_until_on,
        })}
      </p>
      {refused.length > 0 && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('rotation.breaks')}
          description={refused.map((text) => <p key={text}>{text}</p>)}
        />
      )}
      <Form.Item name="with_person_id" {...required(t('dutyCalendar.with'))}>
        <Select
          loading={named.isPending}
          options={(named.data?.nominees ?? [])
            .filter(({ person }) => person.id !== me)
            .map(({ person, role }) => ({ value: person.id, label: `${role} ${person.name}` }))}
          onChange={(id: string) => setWhom(id)}
        />
      </Form.Item>
      <Form.Item
        name="other_assignment_id"
        label={t('dutyCalendar.takes')}
        extra={t('dutyCalendar.takesHelp')}
      >
        <Select
          allowClear
          disabled={!whom}
          loading={whom !== '' && turns.isPending}
          options={ahead.map(({ id, from_on, until_on }) => ({
            value: id,
            label: t('rotation.span', { from: from_on, until: until_on }),
          }))}
        />
      </Form.Item>
      <Form.Item name="reason" {...required(t('dutyCalendar.reason'))}>
        <Input.TextArea maxLength={500} rows={3} />
      </Form.Item>
    </CreateDialog>
  );
}
