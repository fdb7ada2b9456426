import { useEffect, useMemo, useReducer, useState } from 'react';
import { useMe } from '../../shared/api/session';
import type { DocumentTemplate, TemplateFact } from '../../shared/api/types';
import { clearDraft, readDraft, writeDraft } from '../../shared/lib/local-draft';
import { useDebounced } from '../../shared/lib/use-debounced';
import { definitionOf, draftOf, draftStep, type TemplateDraft } from './template-draft';

const STILL_MS = 500;

/** The version in the making, kept with this tab until it is published or thrown away. */
export function useTemplateDraft(template: DocumentTemplate, facts: TemplateFact[]) {
  const me = useMe();
  const userId = me.user.id;
  const name = `template.${template.id}`;
  const [begun] = useState(() => draftOf(template.definition));
  const [kept] = useState(() => readKept(userId, name));
  const [draft, dispatch] = useReducer(draftStep, kept ?? begun);
  const [isRestored, setRestored] = useState(kept !== null);
  const still = useDebounced(draft, STILL_MS);
  useEffect(() => {
    if (still === begun) clearDraft(userId, name);
    else writeDraft(userId, name, still);
  }, [still, begun, userId, name]);
  const definition = useMemo(() => definitionOf(still, facts), [still, facts]);
  const discard = () => {
    dispatch({ type: 'replace', draft: begun });
    setRestored(false);
  };
  return {
    draft,
    dispatch,
    definition,
    isRestored,
    discard,
    forget: () => clearDraft(userId, name),
  };
}

function readKept(userId: string, name: string): TemplateDraft | null {
  const kept = readDraft<TemplateDraft>(userId, name);
  const { fields, blocks, next } = kept ?? {};
  return fields && blocks && next !== undefined ? { fields, blocks, next } : null;
}
