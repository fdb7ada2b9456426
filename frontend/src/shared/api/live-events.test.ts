import { describe, expect, it } from 'vitest';
import { eventReader, followEvents, type Told } from './live-events';

const event = (id: string, kind: string, about: object) =>
  `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify(about)}\n\n`;

const aCase = (id: string, version: number) => ({ object: 'case', id, version }) as const;

function streamOf(...pieces: string[]): { body: ReadableStream<Uint8Array> } {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      controller.close();
    },
  });
  return { body };
}

describe('eventReader', () => {
  const whole = `retry: 2000\nid: 7.0\n\n${event('7.1', 'case', aCase('a', 3))}:\nid: 8.0\n\n${event('8.1', 'left_scope', aCase('b', 2))}${event('9.0', 'missed', {})}`;
  const wanted: Told[] = [
    { kind: 'case', about: aCase('a', 3) },
    { kind: 'left_scope', about: aCase('b', 2) },
    { kind: 'missed' },
  ];

  it.each([1, 2, 7, 1000])('reads the same however it is cut (%i)', (size) => {
    const place = { id: '' };
    const told: Told[] = [];
    const read = eventReader(place, (one) => told.push(one));
    for (let at = 0; at < whole.length; at += size) read(whole.slice(at, at + size));
    expect(told).toEqual(wanted);
    expect(place.id).toBe('9.0');
  });

  it('passes over kinds it does not know, and goes on behind them', () => {
    const place = { id: '' };
    const told: Told[] = [];
    eventReader(place, (one) => told.push(one))(event('4.2', 'weather', { object: 'sun' }));
    expect(told).toEqual([]);
    expect(place.id).toBe('4.2');
  });

  it('does not move its place for half an event', () => {
    const place = { id: '3.0' };
    const read = eventReader(place, () => {});
    read('id: 4.0\nevent: case\ndata: {"object":"case"');
    expect(place.id).toBe('3.0');
  });
});

describe('followEvents', () => {
  it('goes on from where the last stream ended, and waits longer each time it fails', async () => {
    const end = new AbortController();
    const asked: string[] = [];
    const waited: number[] = [];
    const told: Told[] = [];
    const answers = [
      () => Promise.resolve(streamOf('id: 5.0\n\n', event('5.1', 'case', aCase('a', 1)))),
      () => Promise.reject(new Error('no network')),
      () => Promise.reject(new Error('no network')),
      () => Promise.resolve(streamOf(event('6.0', 'missed', {}))),
    ];
    await followEvents({
      place: { id: '' },
      signal: end.signal,
      onTold: (one) => told.push(one),
      open: (lastId) => {
        asked.push(lastId);
        const next = answers.shift();
        if (next) return next();
        end.abort();
        return Promise.reject(new Error('over'));
      },
      wait: (ms) => {
        waited.push(ms);
        return Promise.resolve();
      },
    });
    expect(asked).toEqual(['', '5.1', '5.1', '5.1', '6.0']);
    expect(told).toEqual([{ kind: 'case', about: aCase('a', 1) }, { kind: 'missed' }]);
    expect(waited).toHaveLength(4);
    for (const [at, ms] of waited.entries()) {
      const longest = 2_000 * 2 ** (at + 1);
      expect(ms).toBeGreaterThanOrEqual(longest / 2);
      expect(ms).toBeLessThanOrEqual(longest);
    }
  });

  it('asks no more where it is refused', async () => {
    let asked = 0;
    await followEvents({
      place: { id: '' },
      signal: new AbortController().signal,
      onTold: () => {},
      open: () => {
        asked += 1;
        return Promise.resolve({ refused: true });
      },
    });
    expect(asked).toBe(1);
  });
});
