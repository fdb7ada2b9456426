import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { client } from '../../shared/api/client';
import { session } from '../../shared/api/session';
import { clearAllDrafts } from '../../shared/lib/local-draft';

/** Ends the session here even where the server cannot be reached, and forgets what was loaded. */
export function useSignOut(): () => void {
  const queryClient = useQueryClient();
  return useCallback(async () => {
    await client.POST('/api/v1/auth/logout').catch(() => undefined);
    clearAllDrafts();
    session.end('person');
    queryClient.clear();
  }, [queryClient]);
}
