import { isProblem } from '../../shared/api/problem';

const BLOCK = /^\/definition\/blocks\/(\d+)/;

/** What is wrong, block by block; the rest is about the whole. */
export interface TemplateProblems {
  ofBlock: ReadonlyMap<number, string[]>;
  others: string[];
}

/** Reads the places a refusal names. What the same block hears twice it hears once. */
export function problemsOf(error: unknown): TemplateProblems {
  const ofBlock = new Map<number, string[]>();
  const others = new Set<string>();
  for (const { pointer, detail } of isProblem(error) ? (error.errors ?? []) : []) {
    const at = BLOCK.exec(pointer)?.[1];
    if (at === undefined) others.add(detail);
    else ofBlock.set(Number(at), [...new Set([...(ofBlock.get(Number(at)) ?? []), detail])]);
  }
  return { ofBlock, others: [...others] };
}
