import type { CaseTaskQuery } from '../../shared/api/types';

/** The lists people look at. */
export const taskViews = ['owed', 'overdue', 'done', 'all'] as const;
type TaskListView = (typeof taskViews)[number];

/** The list as it stands in the address. */
export interface TaskSearch {
  view?: TaskListView;
}

/** Reads the address; what is unknown is left out. */
export function parseTaskSearch(search: Record<string, unknown>): TaskSearch {
  const view = taskViews.find((one) => one === search.view);
  return view ? { view } : {};
}

const states: Record<TaskListView, CaseTaskQuery['state']> = {
  owed: ['open', 'overdue'],
  overdue: ['overdue'],
  done: ['done'],
  all: undefined,
};

/** The same as the API takes it; what was done last comes first. */
export function toTaskQuery({ view = 'owed' }: TaskSearch): CaseTaskQuery {
  const state = states[view];
  return { ...(state && { state }), sort: view === 'done' ? '-due_on' : 'due_on' };
}
