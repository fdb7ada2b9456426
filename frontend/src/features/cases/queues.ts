import type { Capacity } from '../../shared/api/types';

/** Every work queue there is. */
const queues = [
  'mine',
  'to_sign',
  'department',
  'unassigned',
  'returned',
  'overdue',
  'following',
  'returned_to_me',
  'ruling',
  'reviews_due',
  'applicants_to_tell',
  'nearing',
  'escalated',
] as const;

export type Queue = (typeof queues)[number];

/**
 * Whose daily work which queue is, in the order people look at them. What could only be empty for
 * a role, or is what another queue of it says already, is not there.
 */
const queuesOf: Record<Capacity['role'], readonly Queue[]> = {
  clerk: ['mine', 'applicants_to_tell', 'following', 'unassigned', 'overdue'],
  dispatcher: [
    'mine',
    'unassigned',
    'returned_to_me',
    'returned',
    'applicants_to_tell',
    'nearing',
    'overdue',
    'following',
  ],
  handler: [
    'mine',
    'returned_to_me',
    'department',
    'applicants_to_tell',
    'nearing',
    'overdue',
    'escalated',
    'following',
  ],
  mediator: [
    'mine',
    'returned_to_me',
    'department',
    'applicants_to_tell',
    'nearing',
    'overdue',
    'escalated',
    'following',
  ],
  // What is theirs to do is what is overdue.
  supervisor: [
    'overdue',
    'nearing',
    'escalated',
    'ruling',
    'returned',
    'unassigned',
    'reviews_due',
    'following',
  ],
  center_director: [
    'mine',
    'returned_to_me',
    'unassigned',
    'returned',
    'reviews_due',
    'nearing',
    'overdue',
    'escalated',
    'following',
  ],
  leader: ['mine', 'reviews_due', 'ruling', 'returned', 'unassigned', 'overdue', 'escalated'],
  // What is theirs to do is what they registered.
  village_officer: ['mine', 'applicants_to_tell', 'overdue'],
  system_admin: [],
  security_admin: [],
  auditor: [],
};

/** The queues of somebody who acts in this role. */
export function queuesFor(role: Capacity['role'] | undefined): readonly Queue[] {
  return role ? queuesOf[role] : [];
}

export function isQueue(value: unknown): value is Queue {
  return queues.some((queue) => queue === value);
}
