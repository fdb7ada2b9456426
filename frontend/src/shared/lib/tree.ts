export interface TreeNode {
  value: string;
  label: string;
  children?: TreeNode[];
}

interface Flat {
  value: string;
  label: string;
  parent: string | null | undefined;
}

/** A flat list with parents as a tree; an item whose parent is not in the list becomes a root. */
export function toTree(items: Flat[]): TreeNode[] {
  const nodes = new Map(items.map(({ value, label }) => [value, { value, label } as TreeNode]));
  const roots: TreeNode[] = [];
  for (const { value, parent } of items) {
    const node = nodes.get(value);
    if (!node) continue;
    const above = parent ? nodes.get(parent) : undefined;
    if (!above) roots.push(node);
    else above.children = [...(above.children ?? []), node];
  }
  return roots;
}
