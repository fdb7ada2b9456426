/** Reads one text from an address, for pages with a single search param. */
export function oneText<Name extends string>(name: Name) {
  return (search: Record<string, unknown>): { [key in Name]?: string } => {
    const value = search[name];
    return (typeof value === 'string' && value ? { [name]: value } : {}) as {
      [key in Name]?: string;
    };
  };
}
