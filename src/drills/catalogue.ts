import type { DrillKind } from './DrillKind';

/** Every kind of drill, in the order in which the screen lists them within a group. */
export const DRILL_KINDS: readonly DrillKind[] = [
  // devices

  // tone

  // level

  // space

  // faults
];
