import { drawPassage, MUSIC, musicThrough, rounded } from '../compose';
import { changeKind, drawOnScale } from './parts/changeKind';
import { compressorBy } from './parts/compression';
import { mapSteps } from './parts/recipes';
import { figure } from './parts/wording';

const TIMES = { attackSec: 0.001, releaseSec: 0.12 } as const;
const MOST_DB = 18;

/** How many decibels the loudest peak is reduced by. */
export const compressionAmount = changeKind<number>({
  id: 'compressionAmount',
  group: 'level',
  name: 'How much gain reduction',
  skill: 'judging gain reduction',
  summary: 'Beside the original: how far does the needle go down on the loudest hit?',
  help: [
    'Read the needle by ear. At 2 to 4 dB a mix holds together a little better and little else changes. Around 6 dB the drums lose their points. From 10 dB on everything has one size, and the music pumps when the beat is strong.',
    'Compare one loud hit with the quietest thing you can make out, in the original and then in the changed version. The gap between them has shrunk by about the amount you are asked for.',
    'The figure is the reduction of the highest peak of the passage at a ratio of 8 : 1. What the passage between the peaks loses is less.',
  ],
  strength: { name: 'margin', unit: 'dB', easiest: 4, hardest: 1, mapping: 'log' },
  options: ['strength'],
  canUseDevice: true,
  labels: ['Original', 'Compressed'],
  draw(context) {
    const sources = { [MUSIC]: drawPassage(context, { durationSec: 6, transients: true }) };
    const answer = {
      kind: 'scale',
      name: 'Gain reduction',
      unit: 'dB',
      min: 0,
      max: MOST_DB,
      mapping: 'linear',
      ends: ['none', 'crushed'],
    } as const;
    const { value, item } = drawOnScale(context.random, answer, 1, context.item);
    return {
      sources,
      question: 'By how much are the loudest peaks reduced?',
      answer,
      before: musicThrough(context, []),
      after: musicThrough(context, [compressorBy(value, TIMES)]),
      value,
      tolerance: rounded(context.strength, 2),
      item,
    };
  },
  withValue: (trial, value) =>
    mapSteps(trial.versions[1]!.recipe, 'compressor', () => compressorBy(rounded(value, 1), TIMES)),
  nameOf: (value) => `${figure(value)} dB`,
  truthOf: (value) => `The loudest peak was reduced by ${figure(value)} dB.`,
  missBy: (said, truth) => `${figure(Math.abs(said - truth))} dB too ${said > truth ? 'much' : 'little'}`,
  exampleValues: () => [3, 6, 10, 15],
});
