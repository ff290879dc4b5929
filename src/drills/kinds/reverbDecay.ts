import { between, betweenRatios, drawPassage, drawSeed, MUSIC, musicThrough, rounded } from '../compose';
import { pairKind } from './parts/pairKind';
import { stepOf } from './parts/recipes';
import { duration } from './parts/wording';

/** Which of two rooms decays longer. */
export const reverbDecay = pairKind({
  id: 'reverbDecay',
  group: 'space',
  name: 'Longer or shorter reverb',
  skill: 'reverb decay',
  summary: 'The same amount of reverb in two rooms. Which one rings longer?',
  help: [
    'Wait for the music to stop for a moment, at the end of a phrase or between two hits, and follow the tail down. Count, if it helps. Where the beat covers the tail before it is gone, compare how much of it is left when the next hit comes.',
    'Both rooms carry the same energy. The shorter one gives it back at once, dense and close, and colours the sound; the longer one spreads it thin and far.',
    'In halls the smallest noticeable change of reverberation time is about 5 %. On music, with its tails cut off, 10 to 25 % is usual.',
  ],
  strength: { name: 'ratio of the decay times', unit: ':1', easiest: 5, hardest: 1.1, usual: 1.2, mapping: 'log' },
  options: ['strength'],
  canUseDevice: true,
  isLevelMatched: true,
  asks: [
    { id: 'longer', question: 'Which reverb decays longer?', says: 'decays longer' },
    { id: 'shorter', question: 'Which reverb decays shorter?', says: 'decays shorter' },
  ],
  draw(context, ask) {
    const { random, strength } = context;
    const sources = { [MUSIC]: drawPassage(context, { durationSec: 7, transients: true }) };
    const middleSec = betweenRatios(random, 0.7, 1.5, 3);
    const room = {
      kind: 'reverb',
      preDelaySec: 0.012,
      levelDb: between(random, -11, -7, 1),
      seed: drawSeed(random),
    } as const;
    const spread = Math.sqrt(strength);
    const [long, short] = [spread, 1 / spread].map((factor) =>
      musicThrough(context, [{ ...room, decaySec: rounded(middleSec * factor, 3) }]),
    );
    return ask.id === 'longer' ? { sources, asked: long!, other: short! } : { sources, asked: short!, other: long! };
  },
  describe: (recipe) => duration(stepOf(recipe, 'reverb')!.decaySec),
});
