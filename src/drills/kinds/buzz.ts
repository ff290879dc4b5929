import { drawPassage, drawSeed, MUSIC, musicThrough, pick, rounded } from '../compose';
import { pairKind } from './parts/pairKind';
import { stepOf } from './parts/recipes';
import { figure } from './parts/wording';

/** Which of two has a ground-loop buzz in it. */
export const buzz = pairKind({
  id: 'buzz',
  group: 'faults',
  name: 'Ground-loop buzz',
  skill: 'ground-loop buzz',
  summary: 'One of the two buzzes. Which one?',
  help: [
    'A buzz is hum with teeth. Its many harmonics reach into the midrange, so it shows on every loudspeaker, even on a phone. Listen for a fine, steady rasp beside the voice or behind a quiet guitar.',
    'Like hum it never moves. Choose a moment where the music thins out, and listen past it.',
    'It comes from ground loops, dimmers and switching supplies. Filters do little against so many lines, which is why it is worth hearing before the take.',
  ],
  strength: { name: 'buzz level', unit: 'LU', easiest: -14, hardest: -54, mapping: 'linear' },
  options: ['strength'],
  canUseDevice: true,
  isLevelMatched: true,
  asks: [
    { id: 'buzzes', question: 'Which one buzzes?', says: 'buzzes' },
    { id: 'clean', question: 'Which one is free of buzz?', says: 'is free of buzz' },
  ],
  draw(context, ask) {
    const { random, strength } = context;
    const sources = { [MUSIC]: drawPassage(context, { durationSec: 6 }) };
    const clean = musicThrough(context, []);
    const mainsHz = pick(random, [50, 60] as const);
    const buzzing = musicThrough(context, [
      { kind: 'buzz', mainsHz, levelLu: rounded(strength, 2), seed: drawSeed(random) },
    ]);
    return ask.id === 'buzzes' ? { sources, asked: buzzing, other: clean } : { sources, asked: clean, other: buzzing };
  },
  describe(recipe) {
    const step = stepOf(recipe, 'buzz');
    return step ? `a buzz on ${step.mainsHz} Hz at ${figure(step.levelLu, 0)} LU` : 'clean';
  },
});
