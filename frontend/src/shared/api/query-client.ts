import { QueryClient } from '@tanstack/react-query';
import { isProblem } from './problem';

/** Failures worth repeating by themselves: the network and a busy server, never a refusal. */
function worthRetrying(failures: number, error: unknown): boolean {
  return failures < 2 && (!isProblem(error) || error.status >= 502);
}

export function createAppQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: worthRetrying, staleTime: 15_000, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}
