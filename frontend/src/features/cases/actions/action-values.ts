/** Confirming is not an input of the action, and is done anew each time. */
export function withoutConfirmation({
  confirmation: _,
  ...values
}: Record<string, unknown>): object {
  return values;
}

/** The contract takes what was left open as absent, in the rows of a list as well. */
export function withoutEmpty(values: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(row) : value]),
  );
}

function row(value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? withoutEmpty(value) : value;
}
