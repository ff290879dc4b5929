import { drawPassage, MUSIC, rounded } from '../compose';
import type { Recipe } from '../recipe';
import { pairKind } from './parts/pairKind';
import { deviceSteps } from './parts/recipes';
import { signedFigure } from './parts/wording';

/** Which of two is louder. The one drill, beside those on stems, in which level is the question. */
export const louder = pairKind({
  id: 'louder',
  group: 'level',
  name: 'Louder or quieter',
  skill: 'level differences',
  summary: 'Two levels of the same passage: which is the louder one, down to fractions of a decibel?',
  help: [
    'Switch between the two at a steady place, a held vocal or a run of even drums, and attend to one thing only: how near it seems. Then switch back. The first impression is usually the best; after many switches the ear evens things out.',
    'Small differences in level rarely sound like level. Half a decibel more sounds fuller, clearer, closer, simply better. That is why every comparison of processors or masters has to be matched in loudness before it means anything.',
    'On broadband music trained listeners notice 0.4 to 1 dB. A fader ride on a vocal is often no larger than that.',
  ],
  strength: { name: 'level difference', unit: 'dB', easiest: 3, hardest: 0.3, usual: 0.7, mapping: 'log' },
  options: ['pinkNoise', 'strength'],
  canUseDevice: true,
  isLevelMatched: false,
  asks: [
    { id: 'louder', question: 'Which is louder?', says: 'is louder' },
    { id: 'quieter', question: 'Which is quieter?', says: 'is quieter' },
  ],
  draw(context, ask) {
    const passage = drawPassage(context, { durationSec: 5 });
    const half = rounded(context.strength / 2, 3);
    const at = (gainDb: number): Recipe => ({ layers: [{ source: MUSIC, gainDb }], steps: deviceSteps(context) });
    const [loud, quiet] = [at(half), at(-half)];
    const sources = { [MUSIC]: passage };
    return ask.id === 'louder' ? { sources, asked: loud, other: quiet } : { sources, asked: quiet, other: loud };
  },
  describe: (recipe) => `${signedFigure(recipe.layers[0]!.gainDb ?? 0, 2)} dB`,
  original: (recipe) => ({ ...recipe, layers: [{ source: MUSIC }] }),
});
