import { dbToAmp } from '../../core/units';
import { drawPassage, MUSIC, musicThrough, rounded } from '../compose';
import { pairKind } from './parts/pairKind';
import { stepOf } from './parts/recipes';
import { figure } from './parts/wording';

/** Which of two is wider. */
export const width = pairKind({
  id: 'width',
  group: 'space',
  name: 'Wider or narrower',
  skill: 'stereo width',
  summary: 'Which has the wider picture? The sides went up in one and down in the other.',
  help: [
    'Listen to what lives at the edges: doubled guitars, overhead cymbals, the return of a reverb. In the wider version they are further out and clearer; in the narrower one they lean on the centre.',
    'Then listen to the centre itself. When the sides come up and the loudness is matched, voice, kick and bass step back. Width is always bought from the middle.',
    'Widening is the easiest way to impress on headphones and to lose a mix on a phone, where the sides are folded away. Knowing how wide a mix is guards against both.',
  ],
  strength: { name: 'difference of the sides', unit: 'dB', easiest: 12, hardest: 1, mapping: 'log' },
  needs: { stereo: true },
  options: ['pinkNoise', 'strength'],
  canUseDevice: false,
  isLevelMatched: true,
  asks: [
    { id: 'wider', question: 'Which is wider?', says: 'is wider' },
    { id: 'narrower', question: 'Which is narrower?', says: 'is narrower' },
  ],
  draw(context, ask) {
    const sources = { [MUSIC]: drawPassage(context, { durationSec: 6, stereo: true }) };
    const [wide, narrow] = [context.strength / 2, -context.strength / 2].map((sideDb) =>
      musicThrough(context, [{ kind: 'width', width: rounded(dbToAmp(sideDb), 4) }]),
    );
    return ask.id === 'wider' ? { sources, asked: wide!, other: narrow! } : { sources, asked: narrow!, other: wide! };
  },
  describe: (recipe) => `width ${figure(100 * stepOf(recipe, 'width')!.width, 0)} %`,
});
