/** What came of a number, in the order people look at it. */
export const itemStates = ['unmatched', 'perhaps', 'matched', 'beyond'] as const;
export type ItemState = (typeof itemStates)[number];
