import { Alert, Button, Select } from 'antd';
import { type Dispatch, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentBlockKind, DocumentTemplate, TemplateFact } from '../../shared/api/types';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { useUndo } from '../../shared/ui/use-undo';
import { BlockEditor } from './block-editor';
import styles from './document-templates.module.css';
import { PublishForm } from './publish-form';
import type { DraftBlock, DraftStep, TemplateDraft } from './template-draft';
import { definitionOf, usedFields } from './template-draft';
import { TemplateFields } from './template-fields';
import { TemplatePreview, useTemplatePreview } from './template-preview';
import { problemsOf, type TemplateProblems } from './template-problems';
import { wordsOf } from './template-words';
import { type Insert, TypingContext } from './text-with-fields';
import { useTemplateDraft } from './use-template-draft';

interface TemplateEditorProps {
  /** The version it begins with. */
  template: DocumentTemplate;
  facts: TemplateFact[];
}

/** The layout of a paper block by block, beside it how it looks, below it the publishing. */
export function TemplateEditor({ template, facts }: TemplateEditorProps) {
  const { t } = useTranslation();
  const { draft, dispatch, definition, isRestored, discard, forget } = useTemplateDraft(
    template,
    facts,
  );
  const preview = useTemplatePreview(template, definition);
  const [refused, setRefused] = useState<unknown>(null);
  const problems = useMemo(() => problemsOf(preview.error ?? refused), [preview.error, refused]);
  return (
    <>
      {isRestored && (
        <Alert
          type="info"
          showIcon
          className="form-notice"
          title={t('templates.restored')}
          action={
            <Button size="small" onClick={discard}>
              {t('templates.startOver')}
            </Button>
          }
        />
      )}
      <div className={styles.columns}>
        <div>
          <Problems problems={problems} />
          <Layout draft={draft} facts={facts} problems={problems} dispatch={dispatch} />
          <TemplateFields
            used={usedFields(draft, facts)}
            fields={draft.fields}
            facts={facts}
            dispatch={dispatch}
          />
          <PublishForm
            template={template}
            definition={() => definitionOf(draft, facts)}
            onRefused={setRefused}
            onPublished={forget}
          />
        </div>
        <div className={styles.beside}>
          <TemplatePreview state={preview} />
        </div>
      </div>
    </>
  );
}

/** Where something is wrong, with the way there. */
function Problems({ problems: { ofBlock, others } }: { problems: TemplateProblems }) {
  const { t } = useTranslation();
  const numbers = [...ofBlock.keys()].sort((a, b) => a - b);
  if (numbers.length === 0 && others.length === 0) return null;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      className="form-notice"
      title={t('templates.wrong')}
      description={
        <ul className={styles.problems}>
          {numbers.map((at) => (
            <li key={at}>
              <a href={`#template-block-${at + 1}`}>{t('templates.blockNo', { no: at + 1 })}</a>{' '}
              {ofBlock.get(at)?.join(t('common.comma'))}
            </li>
          ))}
          {others.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      }
    />
  );
}

interface LayoutProps {
  draft: TemplateDraft;
  facts: TemplateFact[];
  problems: TemplateProblems;
  dispatch: Dispatch<DraftStep>;
}

const NO_PROBLEMS: string[] = [];

function Layout({ draft, facts, problems, dispatch }: LayoutProps) {
  const { t } = useTranslation();
  const undo = useUndo();
  const words = useMemo(() => wordsOf(facts, draft.fields), [facts, draft.fields]);
  // Kept in an object: a function in a state would be called.
  const [typing, setTyping] = useState<{ insert: Insert } | null>(null);
  const context = useMemo(
    () => ({ words, onEnter: (insert: Insert) => setTyping({ insert }) }),
    [words],
  );
  const remove = useCallback(
    (block: DraftBlock) => {
      dispatch({ type: 'remove', key: block.key });
      undo(t('templates.removed'), () => dispatch({ type: 'replace', draft }));
    },
    [dispatch, undo, t, draft],
  );
  return (
    <section aria-labelledby="template-layout">
      <h2 id="template-layout">{t('templates.layout')}</h2>
      <div className={styles.tools}>
        <InsertField words={words.labelOf} facts={facts} insert={typing?.insert} />
        <AddBlock onAdd={(kind) => dispatch({ type: 'add', kind })} />
      </div>
      <TypingContext value={context}>
        <ol className={styles.blocks}>
          {draft.blocks.map((block, at) => (
            <BlockEditor
              key={block.key}
              block={block}
              no={at + 1}
              isLast={at === draft.blocks.length - 1}
              facts={facts}
              problems={problems.ofBlock.get(at) ?? NO_PROBLEMS}
              dispatch={dispatch}
              onRemove={remove}
            />
          ))}
        </ol>
      </TypingContext>
    </section>
  );
}

interface InsertFieldProps {
  /** All fields by name. */
  words: ReadonlyMap<string, string>;
  facts: TemplateFact[];
  /** Into the text that was entered last; none: no text was yet. */
  insert: Insert | undefined;
}

function InsertField({ words, facts, insert }: InsertFieldProps) {
  const { t } = useTranslation();
  const isList = (name: string) => facts.some((fact) => fact.name === name && fact.members.length);
  // A list has no place in a sentence: it gets a table.
  const labels = [...words].filter(([name]) => !isList(name)).map(([, label]) => label);
  return (
    <Select
      showSearch
      aria-label={t('templates.insertField')}
      className={styles.insert ?? ''}
      placeholder={t(insert ? 'templates.insertField' : 'templates.insertFirst')}
      disabled={!insert}
      value={null}
      options={labels.map((label) => ({ value: label, label }))}
      onChange={(label: string | null) => label && insert?.(label)}
    />
  );
}

function AddBlock({ onAdd }: { onAdd: (kind: DocumentBlockKind) => void }) {
  const { t } = useTranslation();
  const kinds = useEnumOptions('documentBlockKind');
  return (
    <Select
      aria-label={t('templates.addBlock')}
      className={styles.insert ?? ''}
      placeholder={t('templates.addBlock')}
      value={null}
      options={kinds}
      onChange={(kind: string | null) => kind && onAdd(kind as DocumentBlockKind)}
    />
  );
}
