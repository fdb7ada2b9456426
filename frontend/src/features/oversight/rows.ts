/** The pages that show the lists of the API, by the path of the list. */
const pages = { '/cases': '/cases', '/cases/late': '/late', '/visits': '/visits' } as const;

type ListPath = keyof typeof pages;

interface Rows {
  to: (typeof pages)[ListPath];
  search: Record<string, string | string[]>;
}

function isListPath(path: string): path is ListPath {
  return path in pages;
}

/** From the list behind a figure, as the server names it, to the page with the same filters. */
export function toRows(rows: string): Rows {
  const [path = '', query = ''] = rows.split('?');
  const params = new URLSearchParams(query);
  const search: Rows['search'] = {};
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name);
    search[name] = values.length > 1 ? values : (values[0] ?? '');
  }
  return { to: isListPath(path) ? pages[path] : '/cases', search };
}
