import { Alert, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { SwapRequest } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';
import { breaksOf } from './ask-swap-dialog';
import { reloadSwap } from './queries';

/** What may be said to a swap, in the order of its buttons. */
export const swapVerbs = ['agree', 'decline', 'approve', 'reject', 'withdraw'] as const;
export type SwapVerb = (typeof swapVerbs)[number];

interface Values {
  note?: string;
}

interface SwapDialogProps {
  verb: SwapVerb;
  swap: SwapRequest;
  onDone: () => void;
  onClose: () => void;
}

/** Says a word to a swap, in the version that was seen; broken rules are told one by one. */
export function SwapDialog({ verb, swap, onDone, onClose }: SwapDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const enumName = useEnumName();
  const [refused, setRefused] = useState<string[]>([]);
  const name = enumName('swapStep', verb);
  const label = t('dutyCalendar.word');
  const isNeeded = verb === 'decline' || verb === 'reject';
  return (
    <ActDialog<Values, SwapRequest, SwapRequest>
      title={`${name}：${swap.asked_by.name} → ${swap.asked_of.name}`}
      okText={name}
      original={swap}
      describe={(seen) => ({ [t('dutyCalendar.state')]: enumName('swapRequestState', seen.state) })}
      mine={(values) => ({ ...(values.note && { [label]: values.note }) })}
      reload={() => reloadSwap(swap.id)}
      isAllowed={(fresh) => fresh.allowed_actions.includes(verb)}
      send={async ({ note }, { id, version }) => {
        setRefused([]);
        try {
          return await unwrap(
            client.POST(`/api/v1/swap-requests/{id}/actions/${verb}`, {
              params: { path: { id }, header: ifMatch(version) },
              body: { ...(note?.trim() && { note: note.trim() }) },
            }),
          );
        } catch (error) {
          setRefused(breaksOf(error));
          throw error;
        }
      }}
      onDone={() => {
        notices.success(t('common.doneAction', { action: name }));
        onDone();
      }}
      onTheirs={onDone}
      onClose={onClose}
    >
      {refused.length > 0 && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('rotation.breaks')}
          description={refused.map((text) => <p key={text}>{text}</p>)}
        />
      )}
      <Form.Item
        name="note"
        label={label}
        rules={
          isNeeded
            ? [{ required: true, whitespace: true, message: t('common.required', { label }) }]
            : []
        }
      >
        <Input.TextArea maxLength={500} rows={3} />
      </Form.Item>
    </ActDialog>
  );
}
