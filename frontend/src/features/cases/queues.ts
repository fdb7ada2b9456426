/** The work queues, in the order people look at them. */
export const queues = [
  'mine',
  'department',
  'unassigned',
  'returned',
  'overdue',
  'following',
] as const;

export type Queue = (typeof queues)[number];

export function isQueue(value: unknown): value is Queue {
  return queues.some((queue) => queue === value);
}
