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

/**
 * Answers that are no problem documents (a gateway's error page, an empty body) become one, so
 * that the rest of the pages knows a single shape of failure.
 */
export async function asProblemResponse(response: Response): Promise<Response> {
  if (response.ok || response.headers.get('Content-Type')?.includes('json')) return response;
  const problem: Problem = {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    detail: '',
    instance: new URL(response.url || globalThis.location.href).pathname,
    code: response.status >= 502 ? 'server.busy' : 'server.internal',
    request_id: response.headers.get('X-Request-Id') ?? '',
    errors: [],
  };
  return Response.json(problem, { status: response.status });
}
