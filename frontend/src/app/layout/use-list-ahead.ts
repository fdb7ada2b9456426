import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useMe } from '../../shared/api/session';

/** Long enough for the page somebody opened to be there. */
const AFTER_MS = 500;

/** Fetches the code of the list while somebody reads the first page, and none of its rows. */
export function useListAhead(): void {
  const router = useRouter();
  const seesCases = useMe().nav.includes('cases');
  useEffect(() => {
    if (!seesCases) return undefined;
    const load = () => void router.loadRouteChunk(router.routesById['/_app/cases/']);
    const timer = setTimeout(load, AFTER_MS);
    return () => clearTimeout(timer);
  }, [router, seesCases]);
}
