import { HttpResponse, http, type JsonBodyType } from 'msw';
import type { Problem } from '../shared/api/types';
import { server } from './server';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Answer = JsonBodyType | ((request: Request) => Response | Promise<Response>);

/** Answers one path of the API for the rest of the test. */
export function answer(method: Method, path: string, body: Answer, status = 200): void {
  server.use(
    http[method](`*/api/v1${path}`, ({ request }) =>
      typeof body === 'function' ? body(request) : json(body, status),
    ),
  );
}

export function json(body: JsonBodyType, status = 200): Response {
  if (status === 204) return new HttpResponse(null, { status });
  return HttpResponse.json(body, { status });
}

export function problemResponse(problem: Problem, headers: HeadersInit = {}): Response {
  return HttpResponse.json(problem as JsonBodyType, {
    status: problem.status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
}
