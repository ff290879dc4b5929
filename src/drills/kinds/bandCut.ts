import { bandNamingKind } from './parts/bandNaming';

export const bandCut = bandNamingKind({
  id: 'bandCut',
  direction: 'cut',
  name: 'Which band was cut',
  skill: 'naming a band that was cut',
  summary: 'Something is missing. Name the octave that was taken out.',
  help: [
    'A hole is harder to hear than a hump: nothing draws the ear. Switch back and forth and ask what is missing from the changed one, rather than what is new in it.',
    'Know the sound of each absence. Without 63 Hz the kick is a tap; without 125 Hz the bass loses its warmth; without 250 Hz the mix goes thin and clear; without 500 Hz hollow, scooped; without 1 kHz distant; without 2 or 4 kHz dull, as behind a curtain; without 8 kHz without breath.',
    'Follow one instrument that lives in the band you suspect, and let the others pass by.',
    'Why it matters: most repairs are cuts, and a cut too many is what leaves a mix lifeless. You can only notice that if you can hear what is gone.',
  ],
  // Dips are clearly less audible than peaks of the same size (Bücklein 1981): the scale reaches further.
  strength: { name: 'cut', unit: 'dB', easiest: 24, hardest: 1.5, mapping: 'log' },
});
