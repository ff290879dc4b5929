import { drawPassage, drawSeed, MUSIC, musicThrough, pick, rounded } from '../compose';
import { pairKind } from './parts/pairKind';
import { stepOf } from './parts/recipes';
import { figure } from './parts/wording';

/** Which of two has mains hum in it. */
export const hum = pairKind({
  id: 'hum',
  group: 'faults',
  name: 'Mains hum',
  skill: 'mains hum',
  summary: 'One of the two hums, somewhere under the music. Which one?',
  help: [
    'Hum is steady. Music moves and hum does not, so listen for what stays when everything else stops: in rests, before a phrase, under a decaying chord.',
    'It sits at 50 or 60 Hz with a few harmonics above, right where bass and kick are. On small loudspeakers the fundamental is gone and only the harmonics around 100 to 300 Hz remain, faint and easily taken for warmth.',
    'It comes from unbalanced cables near transformers, from single-coil pickups, from tired power supplies. Found while recording it costs a minute; found in the master, much more.',
  ],
  strength: { name: 'hum level', unit: 'LU', easiest: -8, hardest: -45, mapping: 'linear' },
  options: ['strength'],
  canUseDevice: true,
  isLevelMatched: true,
  asks: [
    { id: 'hums', question: 'Which one hums?', says: 'hums' },
    { id: 'clean', question: 'Which one is free of hum?', says: 'is free of hum' },
  ],
  draw(context, ask) {
    const { random, strength } = context;
    const sources = { [MUSIC]: drawPassage(context, { durationSec: 6 }) };
    const clean = musicThrough(context, []);
    const mainsHz = pick(random, [50, 60] as const);
    const humming = musicThrough(context, [
      { kind: 'hum', mainsHz, levelLu: rounded(strength, 2), seed: drawSeed(random) },
    ]);
    return ask.id === 'hums' ? { sources, asked: humming, other: clean } : { sources, asked: clean, other: humming };
  },
  describe(recipe) {
    const step = stepOf(recipe, 'hum');
    return step ? `hum of ${step.mainsHz} Hz at ${figure(step.levelLu, 0)} LU` : 'clean';
  },
});
