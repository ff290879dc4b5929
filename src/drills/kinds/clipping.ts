import { drawPassage, MUSIC, musicThrough, rounded } from '../compose';
import { pairKind } from './parts/pairKind';
import { stepOf } from './parts/recipes';
import { figure } from './parts/wording';

/** Which of two is clipped. */
export const clipping = pairKind({
  id: 'clipping',
  group: 'level',
  name: 'Clipped or clean',
  skill: 'clipping',
  summary: 'One of the two was driven into a ceiling. Which one?',
  help: [
    'Clipping lives in the loudest moments. Find a kick or a snare that stands out and listen to its very start: a clipped one gets a short crackle or a paper edge, and its weight turns into brightness.',
    'Next, listen to what sounds at the same time. When a kick clips, the voice over it turns rough for that instant. It is easiest to hear on something smooth, such as a held note or a piano.',
    'A little clipping on drums can pass for punch, and many loud records are made that way. The point is to hear it when it is there, so that it is a choice.',
  ],
  strength: { name: 'drive into the ceiling', unit: 'dB', easiest: 15, hardest: 1, mapping: 'log' },
  options: ['strength'],
  canUseDevice: true,
  isLevelMatched: true,
  asks: [
    { id: 'clipped', question: 'Which is clipped?', says: 'is clipped' },
    { id: 'clean', question: 'Which is clean?', says: 'is clean' },
  ],
  draw(context, ask) {
    const sources = { [MUSIC]: drawPassage(context, { durationSec: 5, transients: true }) };
    const clean = musicThrough(context, []);
    const clipped = musicThrough(context, [{ kind: 'clip', driveDb: rounded(context.strength, 2), shape: 'hard' }]);
    return ask.id === 'clipped' ? { sources, asked: clipped, other: clean } : { sources, asked: clean, other: clipped };
  },
  describe(recipe) {
    const clip = stepOf(recipe, 'clip');
    return clip ? `clipped, peaks ${figure(clip.driveDb)} dB over the ceiling` : 'clean';
  },
});
