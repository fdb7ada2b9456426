/** Whether people point with a finger: a phone, a tablet, the screen of a self-service desk. */
export const isTouch = globalThis.matchMedia('(pointer: coarse)').matches;
