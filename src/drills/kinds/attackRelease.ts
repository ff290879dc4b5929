import { drawPassage, MUSIC, musicThrough, rounded } from '../compose';
import type { Recipe } from '../recipe';
import { compressorBy } from './parts/compression';
import { pairKind } from './parts/pairKind';
import { stepOf, untreated } from './parts/recipes';
import { duration } from './parts/wording';

const REDUCTION_DB = 12;
/** The pair lies evenly, in ratio, around these. */
const CENTRE_SEC = { attack: 0.008, release: 0.15 } as const;

/** Which of two compressors attacks or releases slower. */
export const attackRelease = pairKind({
  id: 'attackRelease',
  group: 'level',
  name: 'Attack and release',
  skill: 'attack and release times',
  summary: 'The same compressor with two time settings: which one is slower, which one faster?',
  help: [
    'For the attack, listen to the very front of a drum. A slow attack lets it through before the gain comes down, so the hit keeps its click and may even gain some. A fast attack rounds it off: the drum moves back and sounds softer, though it is no quieter.',
    'For the release, listen to what follows the hit. A fast release brings the room and the cymbals up at once, dense and restless, and may distort the bass. A slow release leaves a hollow after each hit that fills gradually.',
    'The amount of compression is the same on both sides and the loudness is matched. What differs is only the time, and with it whether a mix punches, breathes or pumps.',
  ],
  strength: { name: 'ratio of the times', unit: ':1', easiest: 16, hardest: 1.5, mapping: 'log' },
  options: ['strength'],
  canUseDevice: true,
  isLevelMatched: true,
  asks: [
    { id: 'attack-slower', question: 'Which has the slower attack?', says: 'has the slower attack' },
    { id: 'attack-faster', question: 'Which has the faster attack?', says: 'has the faster attack' },
    { id: 'release-slower', question: 'Which has the slower release?', says: 'has the slower release' },
    { id: 'release-faster', question: 'Which has the faster release?', says: 'has the faster release' },
  ],
  exampleAsks: ['attack-slower', 'release-slower'],
  draw(context, ask) {
    const sources = { [MUSIC]: drawPassage(context, { durationSec: 6, transients: true }) };
    const isAttack = ask.id.startsWith('attack');
    const spread = Math.sqrt(context.strength);
    const at = (factor: number): Recipe => {
      const times = {
        attackSec: rounded(CENTRE_SEC.attack * (isAttack ? factor : 1), 4),
        releaseSec: rounded(CENTRE_SEC.release * (isAttack ? 1 : factor), 4),
      };
      return musicThrough(context, [compressorBy(REDUCTION_DB, times)]);
    };
    const [slow, fast] = [at(spread), at(1 / spread)];
    return ask.id.endsWith('slower') ? { sources, asked: slow, other: fast } : { sources, asked: fast, other: slow };
  },
  describe(recipe) {
    const { attackSec, releaseSec } = stepOf(recipe, 'compressor')!;
    return `attack ${duration(attackSec)}, release ${duration(releaseSec)}`;
  },
  original: untreated,
});
