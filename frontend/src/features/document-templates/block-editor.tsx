import { Button, Select } from 'antd';
import { type Dispatch, memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateBlock, TemplateFact, TextAlign } from '../../shared/api/types';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import styles from './document-templates.module.css';
import { FormBlock } from './form-block';
import { TableBlock } from './table-block';
import type { DraftBlock, DraftStep } from './template-draft';
import { TextWithFields } from './text-with-fields';

interface BlockEditorProps {
  block: DraftBlock;
  /** Its number, from 1. */
  no: number;
  isLast: boolean;
  facts: TemplateFact[];
  /** What the server found wrong with it. */
  problems: string[];
  dispatch: Dispatch<DraftStep>;
  onRemove: (block: DraftBlock) => void;
}

/** One block of the layout: what it says, where it stands, and what is wrong with it. */
export const BlockEditor = memo(function BlockEditor(props: BlockEditorProps) {
  const { block, no, isLast, facts, problems, dispatch, onRemove } = props;
  const { t } = useTranslation();
  const enumName = useEnumName();
  const kind = enumName('documentBlockKind', block.kind);
  const name = t('templates.block', { no, kind });
  const move = (by: -1 | 1) => dispatch({ type: 'move', key: block.key, by });
  return (
    <li className={styles.block} data-wrong={problems.length > 0} id={`template-block-${no}`}>
      <div className={styles.blockHead}>
        <h3>{name}</h3>
        <span className={styles.acts}>
          <Button
            size="small"
            disabled={no === 1}
            aria-label={t('templates.earlierOf', { name })}
            onClick={() => move(-1)}
          >
            {t('templates.earlier')}
          </Button>
          <Button
            size="small"
            disabled={isLast}
            aria-label={t('templates.laterOf', { name })}
            onClick={() => move(1)}
          >
            {t('templates.later')}
          </Button>
          <Button
            size="small"
            danger
            aria-label={t('templates.removeOf', { name })}
            onClick={() => onRemove(block)}
          >
            {t('templates.remove')}
          </Button>
        </span>
      </div>
      <BlockContent
        name={name}
        block={block}
        facts={facts}
        onChange={(change) => dispatch({ type: 'change', key: block.key, block: change })}
      />
      {problems.length > 0 && (
        <ul className={styles.problems} role="alert">
          {problems.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </li>
  );
});

interface BlockContentProps {
  name: string;
  block: TemplateBlock;
  facts: TemplateFact[];
  onChange: (block: Partial<TemplateBlock>) => void;
}

function BlockContent({ name, block, facts, onChange }: BlockContentProps) {
  switch (block.kind) {
    case 'form':
      return <FormBlock name={name} block={block} onChange={onChange} />;
    case 'table':
      return <TableBlock name={name} block={block} facts={facts} onChange={onChange} />;
    case 'page_break':
      return null;
    default:
      return <TextBlock name={name} block={block} onChange={onChange} />;
  }
}

function TextBlock({ name, block, onChange }: Omit<BlockContentProps, 'facts'>) {
  const { t } = useTranslation();
  const aligns = useEnumOptions('textAlign');
  return (
    <>
      <TextWithFields
        label={t('templates.textOf', { name })}
        value={block.text ?? ''}
        rows={block.kind === 'paragraph' ? 2 : 1}
        onChange={(text) => onChange({ text })}
      />
      {block.kind !== 'qr_code' && (
        <Select
          size="small"
          aria-label={t('templates.alignOf', { name })}
          className={styles.align ?? ''}
          value={block.align ?? ''}
          options={[{ value: '', label: t('templates.usualAlign') }, ...aligns]}
          onChange={(align: TextAlign | '') => onChange({ align: align || null })}
        />
      )}
    </>
  );
}
