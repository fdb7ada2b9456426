import type { NoticeListQuery } from '../../shared/api/types';

/** The filters of the inbox as they stand in the address. */
export interface InboxSearch {
  /** Without it: everything. */
  view?: 'unread';
  kind?: string;
}

/** Reads the address; what is unknown or empty is left out. */
export function parseInboxSearch(search: Record<string, unknown>): InboxSearch {
  const { view, kind } = search;
  return {
    ...(view === 'unread' && { view }),
    ...(typeof kind === 'string' && kind && { kind }),
  };
}

/** The same filters as the API takes them. */
export function toNoticeListQuery({ view, kind }: InboxSearch): NoticeListQuery {
  return {
    ...(view && { is_unread: true }),
    ...(kind && { kind: [kind] }),
  } as NoticeListQuery;
}
