type SearchValue = string | string[];

/** `?status=a&status=b` as the API spells it, instead of JSON inside the address. */
export function parseSearch(search: string): Record<string, SearchValue> {
  const parsed: Record<string, SearchValue> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    const earlier = parsed[name];
    if (earlier === undefined) parsed[name] = value;
    else parsed[name] = Array.isArray(earlier) ? [...earlier, value] : [earlier, value];
  }
  return parsed;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') params.append(name, String(one));
    }
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}
