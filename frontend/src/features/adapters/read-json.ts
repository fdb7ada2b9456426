function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object somebody pasted; null where it is none. */
export function readObject(text: string): Record<string, unknown> | null {
  const value = read(text);
  return isObject(value) ? value : null;
}

/** A list of objects somebody pasted; null where it is none. */
export function readObjects(text: string): Record<string, unknown>[] | null {
  const value = read(text);
  return Array.isArray(value) && value.every(isObject) ? value : null;
}
