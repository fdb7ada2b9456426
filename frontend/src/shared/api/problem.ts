import type { Problem } from './types';

/** Whether a failure is a problem document of the server (RFC 9457). */
export function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'status' in error;
}

/** Whether the server refused because somebody else changed the object first. */
export function isConflict(error: unknown): boolean {
  return isProblem(error) && error.status === 412;
}

/** Whether the object is missing or outside the caller's scope. */
export function isMissing(error: unknown): boolean {
  return isProblem(error) && error.status === 404;
}

/** Whether the caller may not do or see this. */
export function isForbidden(error: unknown): boolean {
  return isProblem(error) && error.status === 403;
}

/** The server lets a person with a first password do nothing but change it. */
export async function demandsNewPassword(response: Response): Promise<boolean> {
  if (response.status !== 403) return false;
  const problem: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return isProblem(problem) && problem.code === 'auth.password_change_required';
}

/** For how many seconds the server asks to be left alone; 0 where it does not. */
export function retryAfter(error: unknown): number {
  return (isProblem(error) && (error as Problem & Waiting).retry_after) || 0;
}

/** `Retry-After` stands in a header; problems carry it on to where they are shown. */
interface Waiting {
  retry_after?: number;
}

/**
 * Answers that are no problem documents (a gateway's error page, an empty body) become one, so
 * that the rest of the pages knows a single shape of failure.
 */
export async function asProblemResponse(response: Response): Promise<Response> {
  if (response.ok) return response;
  const waiting = waitingOf(response);
  if (response.headers.get('Content-Type')?.includes('json')) {
    if (!waiting.retry_after) return response;
    const problem: Problem = await response.json();
    return Response.json({ ...problem, ...waiting }, { status: response.status });
  }
  const problem: Problem & Waiting = {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    detail: '',
    instance: new URL(response.url || globalThis.location.href).pathname,
    code: codeOf(response.status),
    request_id: response.headers.get('X-Request-Id') ?? '',
    errors: [],
    ...waiting,
  };
  return Response.json(problem, { status: response.status });
}

function codeOf(status: number): Problem['code'] {
  if (status === 429) return 'request.rate_limited';
  return status >= 502 ? 'server.busy' : 'server.internal';
}

/** Only whole seconds are understood; a gateway's date is left aside. */
function waitingOf(response: Response): Waiting {
  const seconds = Number(response.headers.get('Retry-After'));
  return Number.isInteger(seconds) && seconds > 0 ? { retry_after: seconds } : {};
}
