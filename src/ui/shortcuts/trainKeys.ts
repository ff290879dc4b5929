/** Keys of the Train screen, as the help prints them; each view answers to its own. */
export const TRAIN_KEYS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['Space'], does: 'Play or pause' },
  { keys: ['⌫'], does: 'From the start of the passage; R while learning' },
  { keys: ['Q', 'W', '…'], does: 'In a trial: the versions' },
  { keys: ['1', '…', '9'], does: 'In a trial: the answers; while learning: the versions' },
  { keys: ['Enter'], does: 'In a trial: answer, or on to the next' },
  { keys: ['N'], does: 'While learning: another passage' },
  { keys: ['↑', '↓'], does: 'While learning: the example before or after' },
  { keys: ['Esc'], does: 'Leave; an unfinished sitting can be gone on with' },
];
