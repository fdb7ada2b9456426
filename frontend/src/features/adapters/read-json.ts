/** An object somebody pasted; null where it is none. */
export function readObject(text: string): Record<string, unknown> | null {
  try {
    const read: unknown = JSON.parse(text);
    const isObject = typeof read === 'object' && read !== null && !Array.isArray(read);
    return isObject ? (read as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** A list of objects somebody pasted; null where it is none. */
export function readObjects(text: string): Record<string, unknown>[] | null {
  const read = readObject(`{"items":${text}}`);
  const items = read?.items;
  if (!Array.isArray(items)) return null;
  const objects = items.map((item) => readObject(JSON.stringify(item)));
  return objects.every((item) => item !== null) ? objects : null;
}
