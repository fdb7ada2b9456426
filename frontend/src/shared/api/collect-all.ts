interface Page<Item> {
  items: Item[];
  next_cursor?: string | null;
}

/** Every item of a reference list that is known to be small. */
export async function collectAll<Item>(
  fetchPage: (cursor: { cursor?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: { cursor?: string } = {};
  for (;;) {
    const page = await fetchPage(cursor);
    all.push(...page.items);
    if (!page.next_cursor) return all;
    cursor = { cursor: page.next_cursor };
  }
}
