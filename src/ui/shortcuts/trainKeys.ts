/** Keys of the Train screen, as the help prints them; each view answers to its own. */
export const TRAIN_KEYS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['Space'], does: 'Play or pause' },
  { keys: ['⌫'], does: 'From the start of the passage; R while learning' },
  { keys: ['Q', 'W', '…'], does: 'In a trial: hear that version' },
  { keys: ['1', '…', '9'], does: 'In a trial: choose that answer; after 9 come letters' },
  { keys: ['←', '→', '↑', '↓'], does: 'In a trial: move the slider or the EQ band' },
  { keys: ['M', 'H'], does: 'In a trial about a moment: mark it, hear from the mark' },
  { keys: ['Enter'], does: 'In a trial: answer, or on to the next' },
  { keys: ['Esc'], does: 'Leave; an unfinished sitting can be gone on with' },
  { keys: ['1', '2', '…'], does: 'While learning: hear that version' },
  { keys: ['↑', '↓'], does: 'While learning: the example before or after' },
  { keys: ['N'], does: 'While learning: another passage' },
];
