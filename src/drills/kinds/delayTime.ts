import { drawPassage, MUSIC, musicThrough, rounded } from '../compose';
import { changeKind, drawOnScale } from './parts/changeKind';
import { mapSteps } from './parts/recipes';
import { figure } from './parts/wording';

const ANSWER = {
  kind: 'scale',
  name: 'Delay time',
  unit: 'ms',
  min: 20,
  max: 800,
  mapping: 'log',
  tolerance: 0.35,
  ends: ['doubling', 'echo'],
} as const;

/** How long an echo takes. */
export const delayTime = changeKind<number>({
  id: 'delayTime',
  group: 'space',
  name: 'Delay time',
  skill: 'delay times',
  summary: 'A single echo was added. After how many milliseconds does it come?',
  help: [
    'Each range of delay has its own character. Around 20 to 40 ms it is no echo but a doubling: thicker, a little hollow. From 50 to 120 ms it is a slap that hardens each attack. Beyond that you hear two events, and can put a rhythm to them.',
    'For long delays, tap along. If the echo falls on the next eighth note, and the beat is about 100 a minute, it takes 300 ms. For short ones, listen to consonants and hats, and ask whether they are thick, rough or double.',
    'The fainter the echo, the more it hides behind the music that comes after it. On slow music echoes stay unheard up to 50 or 100 ms, on clicks only up to a few.',
  ],
  strength: { name: 'echo level', unit: 'dB', easiest: -3, hardest: -24, mapping: 'linear' },
  options: ['strength'],
  canUseDevice: true,
  labels: ['Original', 'With echo'],
  draw(context) {
    const sources = { [MUSIC]: drawPassage(context, { durationSec: 6, transients: true }) };
    const { value, item } = drawOnScale(context.random, ANSWER, 0, context.item);
    return {
      sources,
      question: 'After how long does the echo come?',
      answer: ANSWER,
      before: musicThrough(context, []),
      after: musicThrough(context, [
        { kind: 'delay', timeSec: rounded(value / 1000, 4), feedback: 0, levelDb: rounded(context.strength, 2) },
      ]),
      value,
      item,
    };
  },
  withValue: (trial, value) =>
    mapSteps(trial.versions[1]!.recipe, 'delay', (delay) => ({ ...delay, timeSec: rounded(value / 1000, 4) })),
  nameOf: (value) => `${figure(value, 0)} ms`,
  truthOf: (value) => `The echo comes after ${figure(value, 0)} ms.`,
  missBy: (said, truth) =>
    `${figure(Math.abs(Math.log2(said / truth)), 2)} octaves too ${said > truth ? 'long' : 'short'}`,
  exampleValues: () => [25, 60, 120, 250, 500],
});
