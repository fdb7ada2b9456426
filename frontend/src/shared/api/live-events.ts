import { client } from './client';

/** An object to read again under one's own rights. */
interface LiveObject {
  object: 'case';
  id: string;
  version: number;
}

/** What the server tells as it happens. After `missed` everything has to be read again. */
export type Told = { kind: 'case' | 'left_scope'; about: LiveObject } | { kind: 'missed' };

/** Where a stream was left, to go on from there. */
interface StreamPlace {
  id: string;
}

/** An answer to the request for a stream; without one the caller may not have it. */
type Opened = { body: ReadableStream<Uint8Array> } | { refused: true };

interface Following {
  place: StreamPlace;
  signal: AbortSignal;
  onTold: (told: Told) => void;
  /** Other ways to open and to wait, for tests. */
  open?: (lastId: string, signal: AbortSignal) => Promise<Opened>;
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const SHORTEST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;
/** A stream that lived so long was no failure. */
const LIVED_MS = 10_000;

/**
 * Reads one stream after the other until `signal`, each from where the last one ended. Streams end by
 * themselves now and then; what fails is tried again, less and less often.
 */
export async function followEvents(following: Following): Promise<void> {
  const { place, signal, onTold, open = openStream, wait = pause } = following;
  let failures = 0;
  while (!signal.aborted) {
    const begun = Date.now();
    try {
      const opened = await open(place.id, signal);
      if ('refused' in opened) return;
      await readEvents(opened.body, place, onTold);
    } catch {
      // The network, or the end: both are looked at below.
    }
    failures = Date.now() - begun >= LIVED_MS ? 0 : failures + 1;
    const longest = Math.min(SHORTEST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
    // Not everybody at once after the server was restarted.
    if (!signal.aborted) await wait(longest * (0.5 + Math.random() / 2), signal);
  }
}

async function openStream(lastId: string, signal: AbortSignal): Promise<Opened> {
  const { data, response } = await client.GET('/api/v1/events/stream', {
    params: { header: lastId ? { 'Last-Event-ID': lastId } : {} },
    parseAs: 'stream',
    signal,
  });
  if (response.status === 401 || response.status === 403) return { refused: true };
  if (!data) throw new Error('no stream');
  return { body: data };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

async function readEvents(
  body: ReadableStream<Uint8Array>,
  place: StreamPlace,
  onTold: (told: Told) => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const read = eventReader(place, onTold);
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    read(decoder.decode(piece.value, { stream: true }));
  }
}

/** Reads server-sent events (WHATWG HTML 9.2.6) piece by piece, as far as ours use the format. */
export function eventReader(
  place: StreamPlace,
  onTold: (told: Told) => void,
): (piece: string) => void {
  let rest = '';
  let id: string | null = null;
  let kind = '';
  let data = '';

  const end = () => {
    // What is told twice does no harm, what is passed over does: the place moves last.
    const told = data ? toldOf(kind, data) : null;
    if (told) onTold(told);
    if (id !== null) place.id = id;
    [id, kind, data] = [null, '', ''];
  };

  return (piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const text = line.endsWith('\r') ? line.slice(0, -1) : line;
      const [name, ...more] = text.split(':');
      const value = more.join(':').replace(/^ /, '');
      if (text === '') end();
      else if (name === 'id') id = value;
      else if (name === 'event') kind = value;
      else if (name === 'data') data = data ? `${data}\n${value}` : value;
    }
  };
}

/** Events of kinds we do not know are passed over: a newer server may have them. */
function toldOf(kind: string, data: string): Told | null {
  if (kind === 'missed') return { kind };
  if (kind !== 'case' && kind !== 'left_scope') return null;
  return { kind, about: JSON.parse(data) as LiveObject };
}
