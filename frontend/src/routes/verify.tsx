import { createFileRoute } from '@tanstack/react-router';
import { VerifyPage } from '../features/documents/verify-page';

interface VerifySearch {
  no: string;
  code: string;
}

const word = (value: unknown) =>
  ['string', 'number'].includes(typeof value) ? String(value).slice(0, 100) : '';

function parseSearch(search: Record<string, unknown>): VerifySearch {
  return { no: word(search.no), code: word(search.code) };
}

export const Route = createFileRoute('/verify')({
  validateSearch: parseSearch,
  component: VerifyRoute,
});

function VerifyRoute() {
  // The router hands on what it was given beside what was validated.
  const { no, code } = parseSearch({ ...Route.useSearch() });
  return <VerifyPage number={no} code={code} />;
}
