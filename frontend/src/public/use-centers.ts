import { useCallback, useEffect, useState } from 'react';
import { type Center, centers, type Failure } from './api';
import { asFailure } from './ui';

interface Centers {
  items: Center[] | null;
  failure: Failure | null;
  retry: () => void;
}

/** The centres, read once a page. */
export function useCenters(): Centers {
  const [items, setItems] = useState<Center[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const read = useCallback(() => {
    setFailure(null);
    centers()
      .then((page) => setItems(page.items))
      .catch((error: unknown) => setFailure(asFailure(error)));
  }, []);
  useEffect(read, [read]);
  return { items, failure, retry: read };
}
