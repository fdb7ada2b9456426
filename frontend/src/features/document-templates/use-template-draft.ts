import { useEffect, useMemo, useReducer, useState } from 'react';
import { useMe } from '../../shared/api/session';
import type { DocumentTemplate, TemplateFact } from '../../shared/api/types';
import { clearDraft, readDraft, writeDraft } from '../../shared/lib/local-draft';
import { useDebounced } from '../../shared/lib/use-debounced';
import { definitionOf, draftOf, draftStep, type TemplateDraft } from './template-draft';

const STILL_MS = 500;

/** The version in the making, kept on this PC until it is published or thrown away. */
export function useTemplateDraft(template: DocumentTemplate, facts: TemplateFact[]) {
  const me = useMe();
  const name = `template.${template.id}.${me.acting_capacity_id ?? me.user.id}`;
  const [begun] = useState(() => draftOf(template.definition));
  const [kept] = useState(() => readKept(name));
  const [draft, dispatch] = useReducer(draftStep, kept ?? begun);
  const [isRestored, setRestored] = useState(kept !== null);
  const still = useDebounced(draft, STILL_MS);
  useEffect(() => {
    if (still === begun) clearDraft(name);
    else writeDraft(name, still);
  }, [still, begun, name]);
  const definition = useMemo(() => definitionOf(still, facts), [still, facts]);
  const discard = () => {
    dispatch({ type: 'replace', draft: begun });
    setRestored(false);
  };
  return { draft, dispatch, definition, isRestored, discard, forget: () => clearDraft(name) };
}

function readKept(name: string): TemplateDraft | null {
  const kept = readDraft<TemplateDraft>(name);
  const { fields, blocks, next } = kept ?? {};
  return fields && blocks && next !== undefined ? { fields, blocks, next } : null;
}
