import { dbToAmp } from '../../core/units';
import { drawPassage, MUSIC, musicThrough, pick, rounded } from '../compose';
import { pairKind } from './parts/pairKind';
import { stepOf } from './parts/recipes';

/** Which of two has one channel upside down. */
export const polarity = pairKind({
  id: 'polarity',
  group: 'space',
  name: 'Polarity flipped',
  skill: 'polarity',
  summary: 'In one of the two, a channel is upside down. Which one?',
  help: [
    'Listen to what should be in the middle: voice, kick, bass. With one channel flipped they lose their place. They seem to come from everywhere and nowhere, pull at the ears on headphones, and have no body.',
    'The bass tells the most between loudspeakers. Where both push together it fills the room; where one pushes while the other pulls, it thins out, and moving your head changes it.',
    'It happens with a miswired cable, a plugin or a microphone on the far side of a drum. Nobody notices on the day, and on a mono device the middle of the mix is gone.',
    'To make it harder, the centre is turned down against the sides in both versions, so that there is less and less in the middle to lose.',
  ],
  strength: { name: 'centre against the sides', unit: 'dB', easiest: 9, hardest: -15, mapping: 'linear' },
  options: ['strength'],
  canUseDevice: true,
  isLevelMatched: true,
  asks: [
    { id: 'flipped', question: 'Which has a channel with its polarity flipped?', says: 'has a flipped channel' },
    { id: 'inPhase', question: 'Which has both channels the right way up?', says: 'is the right way up' },
  ],
  draw(context, ask) {
    const sources = { [MUSIC]: drawPassage(context, { durationSec: 6 }) };
    const channel = pick(context.random, ['left', 'right'] as const);
    const image = { kind: 'width', width: rounded(dbToAmp(-context.strength), 4) } as const;
    const upright = musicThrough(context, [image]);
    const flipped = musicThrough(context, [image, { kind: 'invert', channel }]);
    return ask.id === 'flipped'
      ? { sources, asked: flipped, other: upright }
      : { sources, asked: upright, other: flipped };
  },
  describe(recipe) {
    const inverted = stepOf(recipe, 'invert');
    return inverted ? `the ${inverted.channel} channel upside down` : 'both channels the right way up';
  },
});
