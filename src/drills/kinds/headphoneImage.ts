import { drawPassage, MUSIC, musicThrough, rounded } from '../compose';
import { pairKind } from './parts/pairKind';
import { stepOf } from './parts/recipes';
import { figure } from './parts/wording';

/** Which of two is the image of headphones, and which of loudspeakers. Made for headphones. */
export const headphoneImage = pairKind({
  id: 'headphoneImage',
  group: 'space',
  name: 'Headphone or loudspeaker image',
  skill: 'the exaggerated headphone image',
  summary: 'For headphones: one is left as it is, the other placed as two loudspeakers would. Which is which?',
  help: [
    'Wear headphones for this one. As it is, left goes to the left ear alone: hard-panned parts sit at the ears, far wider than any pair of loudspeakers could put them, and the sides seem louder and drier.',
    'The other version is what loudspeakers at 30 degrees do. Each ear hears both of them, the far one a fraction of a millisecond later and duller. The picture closes in, parts that were apart lean on each other, and the centre gains weight.',
    'Mixes made on headphones alone are often too narrow, too wet at the sides or uneven between left and right, because the headphones exaggerate it all. Learn the size of that exaggeration and you can allow for it.',
  ],
  strength: { name: 'width of the mix', unit: '%', easiest: 150, hardest: 20, mapping: 'log' },
  needs: { stereo: true },
  options: ['pinkNoise', 'strength'],
  canUseDevice: false,
  isLevelMatched: true,
  asks: [
    { id: 'headphones', question: 'Which is the headphone image?', says: 'is the headphone image' },
    { id: 'loudspeakers', question: 'Which is the loudspeaker image?', says: 'is the loudspeaker image' },
  ],
  draw(context, ask) {
    const sources = { [MUSIC]: drawPassage(context, { durationSec: 6, stereo: true }) };
    const image = { kind: 'width', width: rounded(context.strength / 100, 4) } as const;
    const headphones = musicThrough(context, [image]);
    const loudspeakers = musicThrough(context, [image, { kind: 'loudspeakerImage' }]);
    return ask.id === 'headphones'
      ? { sources, asked: headphones, other: loudspeakers }
      : { sources, asked: loudspeakers, other: headphones };
  },
  describe(recipe) {
    const image = stepOf(recipe, 'loudspeakerImage') ? 'loudspeakers' : 'headphones';
    return `${image}, mix at ${figure(100 * stepOf(recipe, 'width')!.width, 0)} % width`;
  },
});
