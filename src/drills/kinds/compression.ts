import { between, drawPassage, MUSIC, musicThrough, rounded } from '../compose';
import { compressorBy, reductionOf } from './parts/compression';
import { pairKind } from './parts/pairKind';
import { untreated } from './parts/recipes';
import { figure } from './parts/wording';

const TIMES = { attackSec: 0.003, releaseSec: 0.12 } as const;

/** Which of two is compressed more. */
export const compression = pairKind({
  id: 'compression',
  group: 'level',
  name: 'More or less compressed',
  skill: 'compression',
  summary: 'Both may be compressed; which is compressed more? Loudness is matched, so it will not help.',
  help: [
    'Listen to what happens between the hits. Compression lowers the peaks, and once the loudness is matched again everything between them comes up: room, breath, the tails of cymbals, the hum of the bass.',
    'Then listen to the hits themselves. A compressed snare gives more body and less crack, and the whole mix ducks for a moment after a kick. If the music seems to breathe in time with the drums, that is the release.',
    'Louder usually wins, and compression usually makes louder. With matched loudness you hear what it does by itself, which mastering engineers find hard too: in one study they told hyper-compressed music from the rest in 17 of 24 conditions.',
  ],
  strength: { name: 'difference in gain reduction', unit: 'dB', easiest: 14, hardest: 2, usual: 3, mapping: 'log' },
  options: ['strength'],
  canUseDevice: true,
  isLevelMatched: true,
  asks: [
    { id: 'more', question: 'Which is compressed more?', says: 'is compressed more' },
    { id: 'less', question: 'Which is compressed less?', says: 'is compressed less' },
  ],
  draw(context, ask) {
    const passage = drawPassage(context, { durationSec: 6, transients: true });
    const lessDb = between(context.random, 0.5, 4, 1);
    const [less, more] = [lessDb, rounded(lessDb + context.strength, 1)].map((reductionDb) =>
      musicThrough(context, [compressorBy(reductionDb, TIMES)]),
    );
    const sources = { [MUSIC]: passage };
    return ask.id === 'more' ? { sources, asked: more!, other: less! } : { sources, asked: less!, other: more! };
  },
  describe: (recipe) => `${figure(reductionOf(recipe))} dB off the peaks`,
  original: untreated,
});
