import { FEEDBACK, SQUEAK } from './parts/faultOptions';
import { momentKind } from './parts/momentKind';

/** Where a chair or a pedal squeaked, told from feedback. */
export const squeak = momentKind({
  id: 'squeak',
  group: 'faults',
  name: 'Squeak or ring',
  skill: 'squeaks',
  summary: 'A chair, a pedal, or the beginning of feedback. Where, and which?',
  help: [
    'A squeak glides. Wood on wood and metal on metal stick and slip, so the pitch bends, stutters and breaks off. A ring keeps its pitch and grows.',
    'Both can hide in strings, cymbals and breath. Listen for a tone that has no attack of its own kind and belongs to no player.',
    'Piano benches, kick pedals, music stands: they all squeak when the playing is best. A place that is marked during the take can be fixed from another one.',
  ],
  question: 'Where does it begin, and what is it?',
  faults: [SQUEAK, FEEDBACK],
  options: ['strength'],
  canUseDevice: true,
});
