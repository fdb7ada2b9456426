import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { refreshPapers, upload } from './queries';

export interface Running {
  id: number;
  name: string;
  percent: number;
  error: unknown;
}

/** Files on their way to a case, each with how far it is or why it was refused. */
export function useUploads(caseId: string, documentCode?: string, namesParty?: boolean) {
  const queryClient = useQueryClient();
  const [running, setRunning] = useState<Running[]>([]);
  const aborts = useRef(new Map<number, AbortController>());
  const last = useRef(0);

  // Whoever leaves the page leaves half of a file to nobody.
  useEffect(() => {
    const all = aborts.current;
    return () => {
      for (const abort of all.values()) abort.abort();
    };
  }, []);

  const change = (id: number, next: Partial<Running>) =>
    setRunning((rows) => rows.map((row) => (row.id === id ? { ...row, ...next } : row)));
  const forget = (id: number) => setRunning((rows) => rows.filter((row) => row.id !== id));

  async function start(file: File): Promise<void> {
    last.current += 1;
    const id = last.current;
    const abort = new AbortController();
    aborts.current.set(id, abort);
    setRunning((rows) => [...rows, { id, name: file.name, percent: 0, error: null }]);
    try {
      await upload({
        caseId,
        file,
        documentCode,
        namesParty,
        onProgress: (percent) => change(id, { percent }),
        signal: abort.signal,
      });
      forget(id);
      await refreshPapers(queryClient, caseId);
    } catch (error) {
      if (abort.signal.aborted) forget(id);
      else change(id, { error });
    } finally {
      aborts.current.delete(id);
    }
  }

  /** Stops one that runs, or puts one away that was refused. */
  function dismiss(id: number): void {
    const abort = aborts.current.get(id);
    if (abort) abort.abort();
    else forget(id);
  }

  return { running, start, dismiss };
}
