import { CRACKLE, INTERFERENCE } from './parts/faultOptions';
import { momentKind } from './parts/momentKind';

/** Where a phone or a broadcast got into the cable, told from a bad contact. */
export const interference = momentKind({
  id: 'interference',
  group: 'faults',
  name: 'Interference or crackle',
  skill: 'radio interference',
  summary: 'A phone near the cable, or a bad contact. Where, and which?',
  help: [
    'A phone sends in time slots, 217 of them a second. Demodulated in a preamp they become a hard, buzzing stutter that stops and starts in even groups, as if typed.',
    'A stray broadcast is subtler: a voice or a whistle that seems to come from next door and has nothing to do with your music.',
    'Crackle has no pitch and no pattern. If it buzzes on a note, somewhere near A below middle C, it is the phone.',
  ],
  question: 'Where does it begin, and what is it?',
  faults: [INTERFERENCE, CRACKLE],
  options: ['strength'],
  canUseDevice: true,
});
