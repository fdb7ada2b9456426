import type {
  DocumentBlockKind,
  FormRow,
  TemplateBlock,
  TemplateDefinition,
  TemplateFact,
  TemplateField,
} from '../../shared/api/types';
import { namesIn } from './template-words';

/** A block with a key of its own, so that it stays itself when blocks change places. */
export interface DraftBlock extends TemplateBlock {
  key: number;
}

/** A version in the making. Fields that no block shows are kept aside and not published. */
export interface TemplateDraft {
  fields: TemplateField[];
  blocks: DraftBlock[];
  /** The key of the next block. */
  next: number;
}

export type DraftStep =
  | { type: 'replace'; draft: TemplateDraft }
  | { type: 'add'; kind: DocumentBlockKind }
  | { type: 'change'; key: number; block: Partial<TemplateBlock> }
  | { type: 'move'; key: number; by: -1 | 1 }
  | { type: 'remove'; key: number }
  | { type: 'field'; field: TemplateField }
  | { type: 'addOwn'; label: string; taken: string[] }
  | { type: 'removeOwn'; name: string };

export function draftOf({ fields, blocks }: TemplateDefinition): TemplateDraft {
  return {
    fields,
    blocks: blocks.map((block, key) => ({ ...block, key })),
    next: blocks.length,
  };
}

export function draftStep(draft: TemplateDraft, step: DraftStep): TemplateDraft {
  switch (step.type) {
    case 'replace':
      return step.draft;
    case 'add':
      return {
        ...draft,
        blocks: [...draft.blocks, { ...emptyBlock(step.kind), key: draft.next }],
        next: draft.next + 1,
      };
    case 'change':
      return {
        ...draft,
        blocks: draft.blocks.map((one) => (one.key === step.key ? { ...one, ...step.block } : one)),
      };
    case 'move':
      return { ...draft, blocks: moved(draft.blocks, (one) => one.key === step.key, step.by) };
    case 'remove':
      return { ...draft, blocks: draft.blocks.filter(({ key }) => key !== step.key) };
    case 'field':
      return { ...draft, fields: withField(draft.fields, step.field) };
    case 'addOwn':
      return {
        ...draft,
        fields: [...draft.fields, { name: ownName(draft, step.taken), label: step.label }],
      };
    case 'removeOwn':
      return { ...draft, fields: draft.fields.filter(({ name }) => name !== step.name) };
  }
}

/** `list` with the one that fits a place earlier or later; at the end it stays. */
export function moved<One>(list: One[], fits: (one: One) => boolean, by: -1 | 1): One[] {
  const from = list.findIndex(fits);
  const to = from + by;
  const one = list[from];
  if (one === undefined || to < 0 || to >= list.length) return list;
  const rest = list.filter((_, at) => at !== from);
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}

/** `list` with another one at a place. The oldest browsers have no `Array.prototype.with`. */
export function placed<One>(list: One[], at: number, one: One): One[] {
  return list.map((before, place) => (place === at ? one : before));
}

/** `list` without the one at a place. */
export function without<One>(list: One[], at: number): One[] {
  return list.filter((_, place) => place !== at);
}

function withField(fields: TemplateField[], field: TemplateField): TemplateField[] {
  const isKnown = fields.some(({ name }) => name === field.name);
  if (!isKnown) return [...fields, field];
  return fields.map((one) => (one.name === field.name ? field : one));
}

/** What a new block begins with: something that can be published as it is where that is possible. */
function emptyBlock(kind: DocumentBlockKind): TemplateBlock {
  switch (kind) {
    case 'form':
      return { kind, widths: [24, 54, 24, 54], rows: [emptyRow(), emptyRow()] };
    case 'table':
      return { kind, widths: [], columns: [] };
    case 'page_break':
      return { kind };
    default:
      return { kind, text: '' };
  }
}

/** A row of two labels with their texts. */
export function emptyRow(): FormRow {
  return { cells: [emptyCell(), emptyCell()] };
}

export const emptyCell = (): FormRow['cells'][number] => ({ label: '', text: '' });

/** `own_a`, `own_b`, …: names take letters only, and people never see them. */
function ownName({ fields }: TemplateDraft, taken: string[]): string {
  const known = new Set([...taken, ...fields.map(({ name }) => name)]);
  for (let number = 0; ; number += 1) {
    const name = `own_${letters(number)}`;
    if (!known.has(name)) return name;
  }
}

function letters(number: number): string {
  const last = String.fromCharCode(97 + (number % 26));
  return number < 26 ? last : letters(Math.floor(number / 26) - 1) + last;
}

/** The names of the fields the blocks show, each once, in their order. */
function shownNames(blocks: TemplateBlock[]): string[] {
  const names = blocks.flatMap(({ text, rows, field }) => [
    ...namesIn(text ?? ''),
    ...(rows ?? []).flatMap(({ cells }) => cells.flatMap((cell) => namesIn(cell.text ?? ''))),
    ...(field ? [field] : []),
  ]);
  return [...new Set(names)];
}

/** The fields that will be published: those the blocks show, in the order they had, new ones last. */
export function usedFields(draft: TemplateDraft, facts: TemplateFact[]): TemplateField[] {
  const shown = shownNames(draft.blocks);
  const kept = draft.fields.filter(({ name }) => shown.includes(name));
  const isFact = (name: string) => facts.some((fact) => fact.name === name);
  const isNew = (name: string) => isFact(name) && !kept.some((field) => field.name === name);
  return [...kept, ...shown.filter(isNew).map((name) => ({ name, required: false }))];
}

/** What is published. An empty label of a cell is none. */
export function definitionOf(draft: TemplateDraft, facts: TemplateFact[]): TemplateDefinition {
  const blocks = draft.blocks.map(({ key: _, rows, ...block }) => ({
    ...block,
    ...(rows && { rows: rows.map((row) => ({ ...row, cells: row.cells.map(published) })) }),
  }));
  return { fields: usedFields(draft, facts), blocks };
}

function published({ label, ...cell }: FormRow['cells'][number]): FormRow['cells'][number] {
  return label ? { ...cell, label } : cell;
}

/** Columns a row of a form takes. */
export function columnsOf({ cells }: FormRow): number {
  return cells.reduce((sum, { label, span }) => sum + (span ?? 1) + (label ? 1 : 0), 0);
}
