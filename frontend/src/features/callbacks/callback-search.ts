import type { CallbackQuery, SignalQuery } from '../../shared/api/types';

export const tabs = ['queue', 'signals', 'quotas'] as const;
export type Tab = (typeof tabs)[number];

export const queueViews = ['due', 'waiting', 'all'] as const;
export type QueueView = (typeof queueViews)[number];

export const sampleViews = ['any', 'sampled', 'unsampled'] as const;
export type SampleView = (typeof sampleViews)[number];

export const signalViews = ['open', 'all'] as const;

/** The lists as they stand in the address. */
export interface CallbackSearch {
  tab?: Tab;
  is_due?: 'true' | 'false';
  is_sampled?: 'true' | 'false';
  state?: 'open';
}

export interface CallbackProps {
  search: CallbackSearch;
  onSearch: (search: CallbackSearch) => void;
}

/** Reads the address; what is unknown or empty is left out. */
export function parseCallbackSearch(search: Record<string, unknown>): CallbackSearch {
  const parsed: CallbackSearch = {};
  const tab = tabs.find((one) => one === search.tab);
  if (tab) parsed.tab = tab;
  if (search.is_due === 'true' || search.is_due === 'false') parsed.is_due = search.is_due;
  const { is_sampled } = search;
  if (is_sampled === 'true' || is_sampled === 'false') parsed.is_sampled = is_sampled;
  if (search.state === 'open') parsed.state = 'open';
  return parsed;
}

export const queueViewOf = ({ is_due }: CallbackSearch): QueueView =>
  is_due === undefined ? 'all' : is_due === 'true' ? 'due' : 'waiting';

export const searchOfQueue: Record<QueueView, CallbackSearch> = {
  due: { is_due: 'true' },
  waiting: { is_due: 'false' },
  all: {},
};

export const sampleViewOf = ({ is_sampled }: CallbackSearch): SampleView =>
  is_sampled === undefined ? 'any' : is_sampled === 'true' ? 'sampled' : 'unsampled';

export const searchOfSample: Record<SampleView, CallbackSearch> = {
  any: {},
  sampled: { is_sampled: 'true' },
  unsampled: { is_sampled: 'false' },
};

export const toCallbackQuery = ({ is_due, is_sampled }: CallbackSearch): CallbackQuery => ({
  ...(is_due !== undefined && { is_due: is_due === 'true' }),
  ...(is_sampled !== undefined && { is_sampled: is_sampled === 'true' }),
});

export const toSignalQuery = ({ state }: CallbackSearch): SignalQuery =>
  state ? { state: [state] } : {};
