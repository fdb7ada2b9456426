import createFetchClient from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import { currentLanguage } from '../i18n/i18n';
import { inOneTabAtATime } from '../lib/one-tab';
import { asProblemResponse, demandsNewPassword } from './problem';
import type { paths } from './schema.gen';
import { session } from './session';

const AUTH_PATH = '/api/v1/auth/';
const baseUrl = globalThis.location.origin;

/** openapi-fetch keeps the fetch of import time; asking at call time lets tests replace it. */
async function fetchInLanguage(request: Request): Promise<Response> {
  request.headers.set('Accept-Language', currentLanguage());
  return asProblemResponse(await globalThis.fetch(request));
}

function signed(request: Request): Request {
  const token = session.get()?.accessToken;
  if (token) request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}

/** Sends with the access token; an expired one is renewed once and the request repeated. */
async function fetchSigned(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetchInLanguage(signed(request));
  if (await demandsNewPassword(response)) session.demandNewPassword();
  const mayRetry = response.status === 401 && !new URL(request.url).pathname.startsWith(AUTH_PATH);
  return mayRetry && (await refreshSession()) ? fetchInLanguage(signed(again)) : response;
}

/**
 * Nothing is kept in the browser's own cache: it would answer in the language of before, and leave
 * what one person read on a shared PC.
 */
const common = { baseUrl, cache: 'no-store' } as const;

const unsignedClient = createFetchClient<paths>({ ...common, fetch: fetchInLanguage });

export const client = createFetchClient<paths>({ ...common, fetch: fetchSigned });

/** Typed hooks and query options over every path of the contract. */
export const api = createQueryClient(client);

let refreshing: Promise<boolean> | null = null;

/**
 * Renews the session from the refresh cookie; concurrent callers share one request. A refresh token is
 * good once, and all tabs have the same: they renew one after the other, each with the cookie the last
 * one got. Else the server would take the second for a thief, and end the sessions of both.
 */
export function refreshSession(): Promise<boolean> {
  refreshing ??= inOneTabAtATime('zongzhi-refresh', renew).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function renew(): Promise<boolean> {
  const { data, response } = await unsignedClient.POST('/api/v1/auth/refresh');
  if (data) {
    session.start(data);
    return true;
  }
  // A server that cannot answer has not ended the session; a refusal has.
  if (response.status < 500) session.end('server');
  return false;
}
