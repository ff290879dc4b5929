import { drawPassage, drawSeed, MUSIC, musicThrough, rounded } from '../compose';
import { pairKind } from './parts/pairKind';
import { stepOf } from './parts/recipes';
import { figure } from './parts/wording';

const PASSAGE_SEC = 6;

/** Which of two has preamp hiss in it, throughout. */
export const hiss = pairKind({
  id: 'hiss',
  group: 'faults',
  name: 'Hiss',
  skill: 'hiss',
  summary: 'One of the two has a bed of noise under it. Which one?',
  help: [
    'Hiss is easiest to hear where the treble stops: between cymbal strokes, after a consonant, in the tail of a chord. Hold on to the top of the spectrum and wait for a gap.',
    'Do not look for it while the hats play, they cover it. If the music never stops, listen for air that does not move with the rhythm.',
    'Every gain stage adds some. A quiet source with the preamp wide open, compressed afterwards, brings up 20 dB of it, and headphones with a peak at 8 kHz will show it first.',
  ],
  strength: { name: 'hiss level', unit: 'LU', easiest: -16, hardest: -56, mapping: 'linear' },
  options: ['strength'],
  canUseDevice: true,
  isLevelMatched: true,
  asks: [
    { id: 'hisses', question: 'Which one hisses?', says: 'hisses' },
    { id: 'clean', question: 'Which one is free of hiss?', says: 'is free of hiss' },
  ],
  draw(context, ask) {
    const { random, strength } = context;
    const sources = { [MUSIC]: drawPassage(context, { durationSec: PASSAGE_SEC }) };
    const clean = musicThrough(context, []);
    const hissing = musicThrough(context, [
      { kind: 'hiss', atSec: 0, durationSec: PASSAGE_SEC, levelLu: rounded(strength, 2), seed: drawSeed(random) },
    ]);
    return ask.id === 'hisses' ? { sources, asked: hissing, other: clean } : { sources, asked: clean, other: hissing };
  },
  describe(recipe) {
    const step = stepOf(recipe, 'hiss');
    return step ? `hiss at ${figure(step.levelLu, 0)} LU` : 'clean';
  },
});
