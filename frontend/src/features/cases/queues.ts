import type { Capacity } from '../../shared/api/types';

/** The work queues, in the order people look at them. */
export const queues = [
  'mine',
  'department',
  'unassigned',
  'returned',
  'overdue',
  'following',
  'returned_to_me',
  'ruling',
] as const;

export type Queue = (typeof queues)[number];

/** Whose daily work a queue is; what is not here is everybody's. */
const rolesOf: Partial<Record<Queue, Capacity['role'][]>> = {
  returned_to_me: ['dispatcher', 'center_director', 'handler', 'mediator'],
  ruling: ['supervisor', 'leader'],
};

/** The queues of somebody who acts in this role. */
export function queuesFor(role: Capacity['role'] | undefined): readonly Queue[] {
  return queues.filter((queue) => {
    const roles = rolesOf[queue];
    return !roles || (role !== undefined && roles.includes(role));
  });
}

export function isQueue(value: unknown): value is Queue {
  return queues.some((queue) => queue === value);
}
