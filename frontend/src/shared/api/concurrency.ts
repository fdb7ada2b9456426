import { useCallback, useRef } from 'react';

/** The header that lets a change through only if nobody changed the object since. */
export function ifMatch(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}

/**
 * A key that makes repeating a request harmless. `crypto.randomUUID` exists only on HTTPS and
 * localhost, and many counties serve plain HTTP inside their network.
 */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/**
 * A key for what a form sends: pressing twice, or again after a broken line, repeats the same
 * request; changed input is another one.
 */
export function useIdempotencyKey(): (body: object) => { 'Idempotency-Key': string } {
  const last = useRef({ body: '', key: '' });
  return useCallback((body) => {
    const text = JSON.stringify(body);
    if (last.current.body !== text) last.current = { body: text, key: newIdempotencyKey() };
    return { 'Idempotency-Key': last.current.key };
  }, []);
}
