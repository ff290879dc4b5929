import { BRUSH, CRACKLE } from './parts/faultOptions';
import { momentKind } from './parts/momentKind';

/** Where a bad contact crackles, told from a hand on the microphone. */
export const crackle = momentKind({
  id: 'crackle',
  group: 'faults',
  name: 'Crackle or handling',
  skill: 'crackle',
  summary: 'Somewhere a contact crackled, or something brushed the microphone. Where, and which?',
  help: [
    'Crackle is made of single clicks, each of them no longer than a thousandth of a second and with all frequencies in it. It is dry, close and in no room. It does not follow the music, and that gives it away.',
    'A brush is noise without points: softer, darker, swelling and fading as the sleeve moves. When you are unsure, ask whether you could count it. Clicks can be counted, a brush cannot.',
    'Hi-hats and vinyl samples hide crackle well. Listen once for the rhythm only, and note what falls outside of it.',
  ],
  question: 'Where does it begin, and what is it?',
  faults: [CRACKLE, BRUSH],
  options: ['strength'],
  canUseDevice: true,
});
