import type { TemplateFact, TemplateField } from '../../shared/api/types';

const PLACE = /\{([^{}]*)\}/g;

/** How fields are called in the texts of a template: `{case_no}` is stored, `{案号}` is read and typed. */
export interface TemplateWords {
  labelOf: ReadonlyMap<string, string>;
  nameOf: ReadonlyMap<string, string>;
}

/** A label that two fields have stands for the fact of the case. */
export function wordsOf(facts: TemplateFact[], fields: TemplateField[]): TemplateWords {
  const own = fields.flatMap(({ name, label }) => (label ? [[name, label] as const] : []));
  const all = [...own, ...facts.map(({ name, label }) => [name, label] as const)];
  return {
    labelOf: new Map(all),
    nameOf: new Map(all.map(([name, label]) => [label, name])),
  };
}

/** A text as people read it. */
export function toShown(text: string, { labelOf }: TemplateWords): string {
  return text.replace(PLACE, (whole, name: string) => {
    const label = labelOf.get(name);
    return label ? `{${label}}` : whole;
  });
}

/** A text as it is stored; what is no label stays as it was typed. */
export function toStored(text: string, { nameOf }: TemplateWords): string {
  return text.replace(PLACE, (whole, label: string) => {
    const name = nameOf.get(label.trim());
    return name ? `{${name}}` : whole;
  });
}

/** The names of the fields a stored text shows, in their order. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(PLACE)].map(([, name = '']) => name);
}
