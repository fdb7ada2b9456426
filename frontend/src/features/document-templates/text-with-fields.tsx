import { Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { createContext, useContext, useRef } from 'react';
import { type TemplateWords, toShown, toStored } from './template-words';

/** Puts a field, by its label, where the caret is. */
export type Insert = (label: string) => void;

interface Typing {
  words: TemplateWords;
  /** A text was entered: fields go there from now on. */
  onEnter: (insert: Insert) => void;
}

const NOTHING: TemplateWords = { labelOf: new Map(), nameOf: new Map() };
export const TypingContext = createContext<Typing>({ words: NOTHING, onEnter: () => {} });

interface TextWithFieldsProps {
  label: string;
  value: string;
  rows?: number;
  onChange: (text: string) => void;
}

/** A text of the template; its fields are read and typed by what they are called. */
export function TextWithFields({ label, value, rows = 1, onChange }: TextWithFieldsProps) {
  const { words, onEnter } = useContext(TypingContext);
  const area = useRef<TextAreaRef>(null);
  const insert = (field: string) => {
    const typed = area.current?.resizableTextArea?.textArea;
    if (!typed) return;
    const { value: text, selectionStart, selectionEnd } = typed;
    const before = `${text.slice(0, selectionStart)}{${field}}`;
    onChange(toStored(before + text.slice(selectionEnd), words));
    // Typing goes on behind the field, once it is there.
    requestAnimationFrame(() => {
      typed.focus();
      typed.setSelectionRange(before.length, before.length);
    });
  };
  return (
    <Input.TextArea
      ref={area}
      aria-label={label}
      autoSize={{ minRows: rows, maxRows: 12 }}
      value={toShown(value, words)}
      onFocus={() => onEnter(insert)}
      onChange={({ target }) => onChange(toStored(target.value, words))}
    />
  );
}
