import { useMutation } from '@tanstack/react-query';
import { Form } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isConflict } from '../api/problem';
import { conflictRows } from './conflict-rows';
import { ConflictView } from './conflict-view';
import { placeProblem } from './form-problems';
import { ProblemAlert } from './problem-alert';

/** Label and text of each field, for comparing versions. */
export type Described = Record<string, ReactNode>;

export interface VersionedFormProps<Values extends object, View, Done> {
  /** The object as it was when the form was opened. */
  original: View;
  /** The object as it is now, where somebody is known to have been faster. */
  stale?: View | undefined;
  initialValues?: Partial<Values>;
  describe: (view: View) => Described;
  /** What this person is about to change, under the same labels. */
  mine: (values: Values) => Described;
  reload: () => Promise<View>;
  send: (values: Values, seen: View) => Promise<Done>;
  /** Whether it can still be done to the object as somebody left it. */
  isAllowed?: (fresh: View) => boolean;
  onDone: (done: Done) => void;
  onTheirs: (fresh: View) => void;
  children: ReactNode;
}

/**
 * A form on an object nobody may overwrite unseen: a stale version is compared field by field, and
 * what was typed stays.
 */
export function useVersionedForm<Values extends object, View, Done>(
  props: VersionedFormProps<Values, View, Done>,
) {
  const { original, stale, initialValues, describe, mine, reload, send, isAllowed } = props;
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  // Reloading after a conflict changes the prop; what the person saw must stay.
  const [seen, setSeen] = useState(original);
  const [fresh, setFresh] = useState<View | null>(stale ?? null);
  const values = () => form.getFieldsValue(true) as Values;

  const act = useMutation<Done, Error, View>({
    mutationFn: (on) => send(values(), on),
    // An answer may hold a first password: nothing of it stays behind.
    gcTime: 0,
    onSuccess: props.onDone,
    onError: async (error) => {
      if (isConflict(error)) setFresh(await reload());
      else placeProblem(form, error);
    },
  });

  const mayStill = fresh === null || (isAllowed?.(fresh) ?? true);
  const body = (
    <>
      {act.error && fresh === null && <ProblemAlert error={act.error} />}
      {fresh !== null && (
        <ConflictView
          rows={conflictRows(describe(seen), describe(fresh), mine(values()))}
          canKeepMine={mayStill}
          pending={act.isPending}
          onKeepMine={() => {
            setSeen(fresh);
            setFresh(null);
            act.mutate(fresh);
          }}
          onTakeTheirs={() => props.onTheirs(fresh)}
        >
          {!mayStill && <p>{t('conflict.noLongerAllowed')}</p>}
        </ConflictView>
      )}
      <Form
        form={form}
        layout="vertical"
        hidden={fresh !== null}
        {...(initialValues && { initialValues })}
        onFinish={() => act.mutate(seen)}
      >
        {props.children}
      </Form>
    </>
  );
  return { body, isStale: fresh !== null, isPending: act.isPending, submit: () => form.submit() };
}
