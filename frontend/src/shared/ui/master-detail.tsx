import { Input, Tree } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TreeNode } from '../lib/tree';
import { clearable } from './clearable';
import styles from './master-detail.module.css';

interface MasterDetailProps {
  label: string;
  tree: TreeNode[];
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
  children: ReactNode;
}

/** A tree to choose from beside what was chosen; on a phone one above the other. */
export function MasterDetail({ label, tree, selected, onSelect, children }: MasterDetailProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const shown = text ? narrow(tree, text.trim()) : tree;
  return (
    <div className={styles.columns}>
      <section aria-label={label} className={styles.master}>
        <Input
          allowClear={clearable}
          value={text}
          aria-label={t('common.findIn', { label })}
          placeholder={t('common.findIn', { label })}
          onChange={(event) => setText(event.target.value)}
        />
        {shown.length === 0 ? (
          <p>{t('common.emptyList')}</p>
        ) : (
          <Tree
            key={text}
            blockNode
            defaultExpandAll={Boolean(text) || countNodes(tree) < 60}
            defaultExpandedKeys={tree.map(({ value }) => value)}
            selectedKeys={selected ? [selected] : []}
            fieldNames={{ key: 'value', title: 'label' }}
            treeData={shown as never}
            onSelect={([id]) => onSelect(id === undefined ? undefined : String(id))}
          />
        )}
      </section>
      <section className={styles.detail} aria-live="polite">
        {children}
      </section>
    </div>
  );
}

function narrow(nodes: TreeNode[], text: string): TreeNode[] {
  return nodes.flatMap((node) => {
    const children = narrow(node.children ?? [], text);
    if (children.length === 0 && !node.label.includes(text)) return [];
    return [{ value: node.value, label: node.label, ...(children.length > 0 && { children }) }];
  });
}

function countNodes(nodes: TreeNode[]): number {
  return nodes.reduce((sum, node) => sum + 1 + countNodes(node.children ?? []), 0);
}
