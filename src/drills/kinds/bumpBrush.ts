import { BRUSH, BUMP } from './parts/faultOptions';
import { momentKind } from './parts/momentKind';

/** Where a microphone was knocked or brushed. */
export const bumpBrush = momentKind({
  id: 'bumpBrush',
  group: 'faults',
  name: 'Bump or brush',
  skill: 'handling noise',
  summary: 'Somebody touched the microphone. Where, and how?',
  help: [
    'A bump is a thump between 40 and 90 Hz with a short resonance of the stand. It is easily taken for a kick that came at the wrong time, so follow the beat and wait for the one that is not in it.',
    'A brush has no point of impact. It is a soft, dark noise that wanders across the middle of the spectrum, as a sleeve or a hand passes by.',
    'On a phone or a laptop the bump is nearly gone and the brush remains; on a system with a subwoofer it is the other way round. Which of them your monitors hide is worth knowing.',
  ],
  question: 'Where does it begin, and what is it?',
  faults: [BUMP, BRUSH],
  options: ['strength'],
  canUseDevice: true,
});
