import { BRUSH, BUMP, CRACKLE, FEEDBACK, HISS_SWELL, INTERFERENCE, SQUEAK } from './parts/faultOptions';
import { momentKind } from './parts/momentKind';

/** Any fault, anywhere: where and what. */
export const mixedFaults = momentKind({
  id: 'mixedFaults',
  group: 'faults',
  name: 'Find the fault',
  skill: 'finding faults',
  summary: 'Something went wrong once in these eight seconds. Where, and what was it?',
  help: [
    'Listen once without looking for anything. Most faults announce themselves as a moment at which you stop following the music. Mark it, then go back and ask what it was.',
    'Sort by three questions. Does it have a pitch? Then it rings, squeaks or comes from a phone. Is it noise? Points are a crackle, a swell is hiss, a moving cloud is a brush. Is it low and short? A bump.',
    'Then hear the same through a phone or a car. What a device hides from you, it hides while you mix, too.',
  ],
  question: 'Where does it begin, and what is it?',
  faults: [CRACKLE, HISS_SWELL, FEEDBACK, SQUEAK, BUMP, BRUSH, INTERFERENCE],
  options: ['faults', 'strength'],
  canUseDevice: true,
});
