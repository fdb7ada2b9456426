import createFetchClient from 'openapi-fetch';
import { asProblemResponse, retryAfter } from '../shared/api/problem';
import type { components, paths } from '../shared/api/schema.gen';
import type { Problem } from '../shared/api/types';
import { storedLanguage } from './language';

type Schemas = components['schemas'];
export type Center = Schemas['PublicCenterView'];
export type Unit = Schemas['PublicUnit'];
export type Pending = Schemas['PendingSubmission'];
export type PublicReceipt = Schemas['PublicReceipt'];
export type Tracked = Schemas['TrackView'];
export type Act = Schemas['CitizenAct'];
export type About = Schemas['ComplaintAbout'];
export type Submission = Schemas['SubmitCaseRequest'];

/** Number and code of a receipt. */
export interface Receipt {
  case_no: string;
  code: string;
}

/** Nothing of a look-up stays in the browser's cache of a shared PC. */
const client = createFetchClient<paths>({
  baseUrl: globalThis.location.origin,
  cache: 'no-store',
  fetch: async (request: Request) => {
    request.headers.set('Accept-Language', storedLanguage());
    return asProblemResponse(await globalThis.fetch(request));
  },
});

/** Why something did not work: a problem of the server, or no server at all. */
export class Failure extends Error {
  readonly problem: Problem | null;

  constructor(problem: Problem | null) {
    super(problem?.code ?? 'offline');
    this.problem = problem;
  }

  /** Seconds to wait. */
  get wait(): number {
    return retryAfter(this.problem);
  }
}

async function answered<T>(asking: Promise<{ data?: T; error?: unknown }>): Promise<T> {
  let answer: { data?: T; error?: unknown };
  try {
    answer = await asking;
  } catch {
    throw new Failure(null);
  }
  if (answer.data !== undefined) return answer.data;
  throw new Failure((answer.error ?? null) as Problem | null);
}

/** The same for every attempt to send one thing. */
const once = (key: string) => ({ header: { 'Idempotency-Key': key } });

export const centers = () => answered(client.GET('/api/v1/public/centers'));

export const submit = (body: Submission, key: string) =>
  answered(client.POST('/api/v1/public/cases', { params: once(key), body }));

export const confirm = (token: string, code: string, key: string, isCalm: boolean) =>
  answered(
    client.POST('/api/v1/public/cases/confirmations', {
      params: once(key),
      body: {
        confirmation_token: token,
        ...(code && { code }),
        ...(isCalm && { not_an_emergency: true }),
      },
    }),
  );

export const track = (receipt: Receipt, seen?: number) =>
  answered(
    client.POST('/api/v1/public/track', {
      body: { ...receipt, ...(seen !== undefined && { seen }) },
    }),
  );

/** What a citizen says, by what it does. */
export type Said =
  | { act: 'comment'; text: string }
  | { act: 'reopen'; text: string }
  | { act: 'withdraw'; text: string }
  | { act: 'complain'; about: About; text: string }
  | {
      act: 'rate';
      solved: boolean;
      fairly_treated: boolean;
      text: string;
      window: string;
      visited: string;
    };

export function say(receipt: Receipt, said: Said, key: string): Promise<Tracked> {
  const params = once(key);
  const text = said.text.trim();
  switch (said.act) {
    case 'comment':
      return answered(
        client.POST('/api/v1/public/track/comments', { params, body: { ...receipt, text } }),
      );
    case 'reopen':
      return answered(
        client.POST('/api/v1/public/track/reopenings', { params, body: { ...receipt, text } }),
      );
    case 'withdraw':
      return answered(
        client.POST('/api/v1/public/track/withdrawals', {
          params,
          body: { ...receipt, ...(text && { text }) },
        }),
      );
    case 'complain':
      return answered(
        client.POST('/api/v1/public/track/complaints', {
          params,
          body: { ...receipt, about: said.about, text },
        }),
      );
    case 'rate':
      return answered(
        client.POST('/api/v1/public/track/ratings', {
          params,
          body: {
            ...receipt,
            solved: said.solved,
            fairly_treated: said.fairly_treated,
            ...(text && { text }),
            ...(said.window.trim() && { window_no: said.window.trim() }),
            ...(said.visited && { visited_on: said.visited }),
          },
        }),
      );
  }
}
