import { between, drawPassage, drawSeed, MUSIC, musicThrough, rounded } from '../compose';
import { pairKind } from './parts/pairKind';
import { stepOf } from './parts/recipes';
import { figure } from './parts/wording';

/** Which of two has more reverb. */
export const reverbAmount = pairKind({
  id: 'reverbAmount',
  group: 'space',
  name: 'More or less reverb',
  skill: 'reverb amount',
  summary: 'The same room, turned up or down. Which has more of it?',
  help: [
    'Listen to distance. More reverb moves everything away from you; less brings it up to your face. Choose one dry thing, a snare or a consonant, and ask how far off it stands.',
    'Then listen into the gaps. After a hit, before the next one, how quickly does it get quiet? When gaps fill up, words lose their edges and drums their rhythm.',
    'The smallest change of clarity that listeners notice in a hall is about 1 dB. In a mix it is easier on sparse music and harder on dense music, where the gaps are full anyway.',
  ],
  strength: { name: 'difference in reverb', unit: 'dB', easiest: 12, hardest: 0.8, mapping: 'log' },
  options: ['strength'],
  canUseDevice: true,
  isLevelMatched: true,
  asks: [
    { id: 'more', question: 'Which has more reverb?', says: 'has more reverb' },
    { id: 'less', question: 'Which has less reverb?', says: 'has less reverb' },
  ],
  draw(context, ask) {
    const { random, strength } = context;
    const sources = { [MUSIC]: drawPassage(context, { durationSec: 6, transients: true }) };
    const middleDb = between(random, -14, -9, 1);
    const room = {
      kind: 'reverb',
      decaySec: between(random, 0.8, 2, 1),
      preDelaySec: between(random, 0.005, 0.03, 3),
      seed: drawSeed(random),
    } as const;
    const [more, less] = [strength / 2, -strength / 2].map((byDb) =>
      musicThrough(context, [{ ...room, levelDb: rounded(middleDb + byDb, 2) }]),
    );
    return ask.id === 'more' ? { sources, asked: more!, other: less! } : { sources, asked: less!, other: more! };
  },
  describe: (recipe) => `reverb at ${figure(stepOf(recipe, 'reverb')!.levelDb)} dB`,
});
