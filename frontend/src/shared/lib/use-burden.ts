import { useCallback, useRef } from 'react';
import { client } from '../api/client';
import type { BurdenForm } from '../api/types';
import { newCount, summed, typed } from './burden-count';

/** What stood in the last form of a kind, in this page and nowhere else. */
const sentBefore = new Map<BurdenForm, ReadonlyMap<string, string>>();

/**
 * What a form costs to fill in: how many fields, how long, how often again. Told without who filled
 * it in, and summed by unit. That it cannot be told keeps nobody from anything.
 */
export function useBurden(form: BurdenForm) {
  const count = useRef(newCount());
  const keep = useCallback((changed: object) => typed(count.current, changed, Date.now()), []);
  const refused = useCallback(() => {
    count.current.refusals += 1;
  }, []);
  const sent = useCallback(
    (typeCode?: string | null) => {
      const { fields } = count.current;
      const cost = summed(count.current, sentBefore.get(form) ?? new Map());
      sentBefore.set(form, fields);
      count.current = newCount();
      const body = { form, ...cost, ...(typeCode && { type_code: typeCode }) };
      client.POST('/api/v1/burden', { body }).catch(() => undefined);
    },
    [form],
  );
  return { keep, refused, sent };
}
