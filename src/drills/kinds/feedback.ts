import { betweenRatios } from '../compose';
import { FEEDBACK } from './parts/faultOptions';
import { momentKind, type FaultOption } from './parts/momentKind';

const ring = (id: string, label: string, noun: string, fromHz: number, toHz: number): FaultOption => ({
  ...FEEDBACK,
  id,
  label,
  hint: '',
  noun,
  make: (random) => ({ kind: 'feedback', frequencyHz: betweenRatios(random, fromHz, toHz, 0) }),
});

/** Where a microphone began to ring, and in which range. */
export const feedback = momentKind({
  id: 'feedback',
  group: 'faults',
  name: 'Feedback ring',
  skill: 'feedback',
  summary: 'A tone builds up and dies away. Where, and how high?',
  help: [
    'Feedback is a single tone that swells. It is purer than anything in the music and does not care about the key. At first it only seems to lengthen a note; then it stands by itself.',
    'Name its range at once. Low rings, below 500 Hz, are a howl and sit in the body of voices and guitars. Middle ones, up to 2 kHz, honk and whistle. High ones pierce.',
    'On stage you have about a second between hearing a ring and losing the room. Knowing the octave is what lets the hand go to the right fader of the equaliser.',
  ],
  question: 'Where does it begin to ring, and how high?',
  faults: [
    ring('low', 'Low, below 500 Hz', 'a low ring', 180, 480),
    ring('middle', 'Middle, 500 Hz to 2 kHz', 'a ring in the middle', 550, 1900),
    ring('high', 'High, above 2 kHz', 'a high ring', 2200, 6000),
  ],
  options: ['strength'],
  canUseDevice: true,
});
