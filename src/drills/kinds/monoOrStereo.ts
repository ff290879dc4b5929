import { drawPassage, MUSIC, musicThrough, rounded } from '../compose';
import { pairKind } from './parts/pairKind';
import { stepOf } from './parts/recipes';
import { figure } from './parts/wording';

/** Which of two is mono. */
export const monoOrStereo = pairKind({
  id: 'monoOrStereo',
  group: 'space',
  name: 'Mono or stereo',
  skill: 'hearing what is left of stereo',
  summary: 'One is folded to mono, the other keeps some of its width. Tell them apart.',
  help: [
    'Mono has one place. On headphones it sits as a small ball between the ears; between loudspeakers it is a narrow line in the middle. If any part of the sound lies beside that place, it is stereo.',
    'Begin with the reverb and the cymbals: they are the last to become one point. Turning your head a little helps with loudspeakers, because a mono centre moves with you in one piece.',
    'Phones, club systems and shop ceilings play in mono or nearly so. Hearing early how much of a mix lives in its sides tells you what those listeners will miss.',
  ],
  strength: { name: 'width of the stereo one', unit: '%', easiest: 100, hardest: 8, mapping: 'log' },
  needs: { stereo: true },
  options: ['pinkNoise', 'strength'],
  canUseDevice: false,
  isLevelMatched: true,
  asks: [
    { id: 'mono', question: 'Which is mono?', says: 'is mono' },
    { id: 'stereo', question: 'Which is stereo?', says: 'is stereo' },
  ],
  draw(context, ask) {
    const sources = { [MUSIC]: drawPassage(context, { durationSec: 6, stereo: true }) };
    const mono = musicThrough(context, [{ kind: 'monoSum' }]);
    const stereo = musicThrough(context, [{ kind: 'width', width: rounded(context.strength / 100, 4) }]);
    return ask.id === 'mono' ? { sources, asked: mono, other: stereo } : { sources, asked: stereo, other: mono };
  },
  describe(recipe) {
    const step = stepOf(recipe, 'width');
    return step ? `stereo, width ${figure(100 * step.width, 0)} %` : 'mono';
  },
});
