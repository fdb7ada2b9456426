// The scenario every generated client runs, in TypeScript: the same two libraries as the SPA.
// tests/clients/run.sh generates `target/schema.ts` first and names the server in BASE_URL.

import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { before, test } from 'node:test';
import createClient, { type Client } from 'openapi-fetch';
import { Webhook } from 'standardwebhooks';
import type { components, paths } from './target/schema.js';

type Schemas = components['schemas'];
type Api = Client<paths>;

const baseUrl = process.env['BASE_URL'] ?? 'http://127.0.0.1:8080';
const password = process.env['DEMO_PASSWORD'] ?? 'Zongzhi-demo-2026';
const ifMatch = (object: { version: number }) => ({ 'If-Match': `"${object.version}"` });

/** What an answer holds; a problem is told by its code. */
function ok<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  assert.ok(answer.data !== undefined, `${answer.response.status} ${JSON.stringify(answer.error)}`);
  return answer.data;
}

async function signIn(username: string): Promise<{ api: Api; me: Schemas['MeView'] }> {
  const nobody = createClient<paths>({ baseUrl });
  const session = ok(await nobody.POST('/api/v1/auth/login', { body: { username, password } }));
  assert.equal(session.token_type, 'Bearer');
  const headers = { Authorization: `Bearer ${session.access_token}`, 'Accept-Language': 'en' };
  return { api: createClient<paths>({ baseUrl, headers }), me: session.me };
}

/** The unit somebody acts for now. */
function departmentOf(me: Schemas['MeView']): string {
  const acting = me.capacities.find((capacity) => capacity.id === me.acting_capacity_id);
  assert.ok(acting?.department, 'no department');
  return acting.department.id;
}

const matter = (): Schemas['RegisterCaseRequest'] => ({
  title: '楼上漏水致家具受损',
  narrative: '卫生间防水失效，多次漏水，协商未果。',
  channel: 'grid',
  source: { system: 'client_typescript', number: randomUUID() },
  parties: [{ role: 'applicant', kind: 'person', name: '李示例', phone: '13800001234' }],
});

let clerk: Api;
let dispatcher: Api;
let handler: Api;
let department: string;
let registered: Schemas['CaseView'];

before(async () => {
  clerk = (await signIn('clerk')).api;
  dispatcher = (await signIn('dispatcher')).api;
  const third = await signIn('handler');
  handler = third.api;
  department = departmentOf(third.me);
});

test('who signed in is told', async () => {
  const me = ok(await clerk.GET('/api/v1/me'));
  assert.ok(me.capacities.some((capacity) => capacity.role === 'clerk'));
});

test('a case is registered once, however often it is sent', async () => {
  const send = { body: matter(), params: { header: { 'Idempotency-Key': randomUUID() } } };
  registered = ok(await clerk.POST('/api/v1/cases', send));
  assert.equal(registered.status, 'registered');
  const again = await clerk.POST('/api/v1/cases', send);
  assert.equal(ok(again).id, registered.id);
  assert.equal(again.response.headers.get('Idempotent-Replayed'), 'true');
});

test('a file is announced, put, and read back', async () => {
  const content = Buffer.from('现场情况说明：阳台渗水，已拍照留存。\n');
  const sha256 = createHash('sha256').update(content).digest('hex');
  const announced = ok(
    await clerk.POST('/api/v1/cases/{case_id}/attachments', {
      params: { path: { case_id: registered.id } },
      body: { file_name: 'note.txt', size_bytes: content.length, sha256, is_identity: false },
    }),
  );
  const path = { case_id: registered.id, attachment_id: announced.id };
  const kept = ok(
    await clerk.PUT('/api/v1/cases/{case_id}/attachments/{attachment_id}/content', {
      params: { path },
      // The type of a binary body is text; what is sent is the bytes themselves.
      body: content as unknown as string,
      bodySerializer: (body) => body as unknown as BodyInit,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  );
  assert.equal(kept.sha256, sha256);
  const opened = ok(
    await clerk.POST('/api/v1/cases/{case_id}/attachments/{attachment_id}/tickets', {
      params: { path },
      body: {},
    }),
  );
  const back = await fetch(new URL(opened.url, baseUrl), {
    headers: { Authorization: `Bearer ${await token('clerk')}` },
  });
  assert.equal(back.status, 200);
  assert.deepEqual(Buffer.from(await back.arrayBuffer()), content);
});

async function token(username: string): Promise<string> {
  const nobody = createClient<paths>({ baseUrl });
  return ok(await nobody.POST('/api/v1/auth/login', { body: { username, password } })).access_token;
}

test('a case goes from dispatch to resolution', async () => {
  const params = (object: { version: number }) => ({
    params: { path: { case_id: registered.id }, header: ifMatch(object) },
  });
  const current = ok(
    await dispatcher.GET('/api/v1/cases/{case_id}', { params: { path: { case_id: registered.id } } }),
  );
  const classified = ok(
    await dispatcher.POST('/api/v1/cases/{case_id}/actions/classify', {
      ...params(current),
      body: { type_code: '0203', level: 'ordinary' },
    }),
  );
  const dispatched = ok(
    await dispatcher.POST('/api/v1/cases/{case_id}/actions/dispatch', {
      ...params(classified),
      body: { lead_department_id: department, note: '请依法办理' },
    }),
  );
  assert.equal(dispatched.status, 'dispatched');
  const signed = ok(
    await handler.POST('/api/v1/cases/{case_id}/actions/sign', { ...params(dispatched), body: {} }),
  );
  assert.ok(signed.allowed_actions.includes('resolve'));
  const resolved = ok(
    await handler.POST('/api/v1/cases/{case_id}/actions/resolve', {
      ...params(signed),
      body: { outcome: 'solved', method_code: '02', summary: '双方达成一致并已履行。' },
    }),
  );
  assert.equal(resolved.status, 'resolved');
});

test('a list is read to its end by its cursor', async () => {
  const seen = new Set<string>();
  let total: number | null | undefined;
  let cursor: string | null | undefined;
  do {
    const page: Schemas['Page_CaseSummary'] = ok(
      await dispatcher.GET('/api/v1/cases', {
        params: {
          query: { sort: '-registered_at', limit: 100, count: 'exact', ...(cursor ? { cursor } : {}) },
        },
      }),
    );
    for (const item of page.items) {
      assert.ok(!seen.has(item.id), `${item.case_no} comes twice`);
      seen.add(item.id);
    }
    total ??= page.total;
    cursor = page.next_cursor;
  } while (cursor);
  assert.equal(seen.size, total);
  assert.ok(seen.size > 100 && seen.has(registered.id));
});

test('a refusal is a problem with its code', async () => {
  const unnamed = await clerk.POST('/api/v1/cases', { body: { ...matter(), title: ' ' } });
  assert.equal(unnamed.response.status, 422);
  assert.equal(unnamed.response.headers.get('Content-Type'), 'application/problem+json');
  assert.equal(unnamed.error?.code, 'request.validation');
  assert.equal(unnamed.error.errors?.[0]?.pointer, '/title');
  const stale = await dispatcher.POST('/api/v1/cases/{case_id}/actions/accept_resolution', {
    params: { path: { case_id: registered.id }, header: ifMatch({ version: 999 }) },
    body: {},
  });
  assert.equal(stale.error?.code, 'case.stale_version');
  assert.equal(typeof (stale.error as Record<string, unknown>)['current_version'], 'number');
});

test('a webhook is believed only with its signature', () => {
  // The vector of the specification's own libraries.
  const webhook = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  const [id, body] = ['msg_p5jXN8AQM9LWM0D4loKWxJek', '{"test": 2432232314}'];
  const then = new Date(1614265330 * 1000);
  const signature = webhook.sign(id, then, body);
  assert.equal(signature, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  const headers = (at: Date, signed: string) => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signed,
  });
  const now = new Date();
  // Two signatures while a secret is replaced: one that holds is enough.
  const both = `v1,${Buffer.alloc(32).toString('base64')} ${webhook.sign(id, now, body)}`;
  assert.deepEqual(webhook.verify(body, headers(now, both)), { test: 2432232314 });
  assert.throws(() => webhook.verify(`${body} `, headers(now, both)), /signature/);
  assert.throws(() => webhook.verify(body, headers(then, signature)), /too old/);
});

// Only since the document has applications; what is not in the types yet is asked for by address.
const document = JSON.parse(readFileSync('../../../openapi/openapi.json', 'utf8'));
const hasWebhooks = '/api/v1/webhooks' in document.paths;

test('a webhook arrives signed', { skip: !hasWebhooks, timeout: 30_000 }, async () => {
  const { promise, resolve } = withResolvers<{ headers: IncomingHttpHeaders; body: string }>();
  const receiver = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    response.writeHead(204).end();
    resolve({ headers: request.headers, body: Buffer.concat(parts).toString() });
  });
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
  try {
    const { port } = receiver.address() as AddressInfo;
    const made = (await send('dispatcher', '/api/v1/webhooks', 201, {
      url: `http://127.0.0.1:${port}/`,
      description: 'client_typescript',
    })) as { webhook: { id: string; version: number }; secret: string };
    const { webhook, secret } = made;
    const path = `/api/v1/webhooks/${webhook.id}/actions/test`;
    const sent = (await send('dispatcher', path, 202, undefined, ifMatch(webhook))) as { event_id: string };
    const { headers, body } = await promise;
    const event = new Webhook(secret).verify(body, headers as Record<string, string>);
    assert.equal((event as { type: string }).type, 'cn.zongzhi.test.v1');
    assert.equal((event as { id: string }).id, sent.event_id);
  } finally {
    receiver.close();
    receiver.closeAllConnections();
  }
});

/** A promise and what fulfils it, which Node 20 has no word for. */
function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}

const tokenPath = Object.keys(document.paths).find((path) => path.endsWith('/oauth/token'));

test('an application gets a token of its own', { skip: tokenPath === undefined }, async () => {
  const until = new Date(Date.now() + 30 * 24 * 3600 * 1000);
  const made = (await send('dispatcher', '/api/v1/applications', 201, {
    name: 'client_typescript',
    purpose: 'the scenario of the generated clients',
    scopes: ['cases:read'],
    expires_on: until.toISOString().slice(0, 10),
  })) as { id: string; version: number; client_id: string; client_secret: string };
  // Somebody else lets it in.
  await send('secadmin', `/api/v1/applications/${made.id}/actions/approve`, 200, undefined, ifMatch(made));
  const { client_id, client_secret } = made;
  const answer = await fetch(`${baseUrl}${tokenPath}`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret }),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  const { access_token } = (await answer.json()) as { access_token: string };
  const headers = { Authorization: `Bearer ${access_token}` };
  const api = createClient<paths>({ baseUrl, headers });
  ok(await api.GET('/api/v1/cases', { params: { query: { limit: 1 } } }));
  // What it has no scope for is refused.
  const refused = await api.GET('/api/v1/users');
  assert.equal(refused.response.status, 403);
});

/** A POST by address: what the document may not have yet. */
async function send(
  username: string,
  path: string,
  status: number,
  body?: object,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const type: Record<string, string> = body ? { 'Content-Type': 'application/json' } : {};
  const answer = await fetch(baseUrl + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${await token(username)}`, ...type, ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  assert.equal(answer.status, status, await answer.clone().text());
  return answer.json();
}
