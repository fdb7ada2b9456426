import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { caseView } from '../../testing/factories';
import { refreshTold } from './live-cases';
import { caseKeys, caseOptions } from './queries';

const about = (id: string, version: number) => ({ object: 'case', id, version }) as const;

/** What is known here: two cases, a list, what came in, and the counts. */
function known(): { queryClient: QueryClient; isOld: (key: readonly unknown[]) => boolean } {
  const queryClient = new QueryClient();
  for (const id of ['case-1', 'case-2']) {
    queryClient.setQueryData(caseOptions(id).queryKey, caseView({ id, version: 3 }));
    queryClient.setQueryData([...caseKeys.events, id], { pages: [], pageParams: [] });
  }
  queryClient.setQueryData([...caseKeys.list, {}], { pages: [], pageParams: [] });
  queryClient.setQueryData([...caseKeys.probe, {}, 0], { items: [] });
  const isOld = (key: readonly unknown[]) =>
    queryClient.getQueryState(key as unknown[])?.isInvalidated ?? false;
  return { queryClient, isOld };
}

describe('refreshTold', () => {
  it('reads the case again that somebody else changed, and no other', async () => {
    const { queryClient, isOld } = known();
    await refreshTold(queryClient, [{ kind: 'case', about: about('case-1', 4) }]);
    expect(isOld(caseOptions('case-1').queryKey)).toBe(true);
    expect(isOld([...caseKeys.events, 'case-1'])).toBe(true);
    expect(isOld(caseOptions('case-2').queryKey)).toBe(false);
    expect(isOld([...caseKeys.list, {}])).toBe(true);
    expect(isOld([...caseKeys.probe, {}, 0])).toBe(true);
  });

  it('does not read again what one did oneself', async () => {
    const { queryClient, isOld } = known();
    await refreshTold(queryClient, [{ kind: 'case', about: about('case-1', 3) }]);
    expect(isOld(caseOptions('case-1').queryKey)).toBe(false);
    expect(isOld([...caseKeys.events, 'case-1'])).toBe(true);
  });

  it('lets go of a case that left', async () => {
    const { queryClient, isOld } = known();
    await refreshTold(queryClient, [{ kind: 'left_scope', about: about('case-2', 2) }]);
    expect(isOld(caseOptions('case-2').queryKey)).toBe(true);
    expect(isOld(caseOptions('case-1').queryKey)).toBe(false);
  });

  it('reads everything again after events were missed', async () => {
    const { queryClient, isOld } = known();
    await refreshTold(queryClient, [{ kind: 'missed' }]);
    for (const id of ['case-1', 'case-2']) {
      expect(isOld(caseOptions(id).queryKey)).toBe(true);
      expect(isOld([...caseKeys.events, id])).toBe(true);
    }
  });
});
