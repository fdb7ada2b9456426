import type { Problem } from './types';

interface Answer<Data> {
  data?: Data;
  error?: unknown;
}

/** The data of a call made outside the hooks, or its problem thrown. */
export async function unwrap<Data>(answer: Promise<Answer<Data>>): Promise<Data> {
  const { data, error } = await answer;
  if (error !== undefined) throw error as Problem;
  return data as Data;
}
