import { drawPassage, MUSIC, musicThrough, pick, rounded } from '../compose';
import { changeKind } from './parts/changeKind';
import { mapSteps, stepOf } from './parts/recipes';
import { figure } from './parts/wording';

const SHAPES = ['hard', 'soft'] as const;
type Shape = (typeof SHAPES)[number];
const NAMES: Readonly<Record<Shape, string>> = { hard: 'hard clipping', soft: 'soft saturation' };

/** Whether a distortion clips hard or saturates softly. */
export const distortionKind = changeKind<Shape>({
  id: 'distortionKind',
  group: 'level',
  name: 'Hard or soft distortion',
  skill: 'kinds of distortion',
  summary: 'The mix was driven. Was it cut off hard, or bent softly?',
  help: [
    'Hard clipping leaves everything below the ceiling untouched and cuts off the rest. It comes and goes: crackle on the peaks, clean in between, and an edge that reaches far up into the treble.',
    'Soft saturation bends the whole wave the more, the louder it gets. It is there most of the time, thickens the middle, rounds the drums and dulls more than it scratches.',
    'Compare a quiet moment with the original first. If it is already different, the curve is soft. Then compare the loudest hit: a sharp edge means a hard ceiling.',
  ],
  strength: { name: 'drive', unit: 'dB', easiest: 18, hardest: 2, mapping: 'log' },
  options: ['strength'],
  canUseDevice: true,
  labels: ['Original', 'Driven'],
  draw(context) {
    const { random } = context;
    const sources = { [MUSIC]: drawPassage(context, { durationSec: 5, transients: true }) };
    const shape = SHAPES.find((known) => known === context.item) ?? pick(random, SHAPES);
    return {
      sources,
      question: 'What kind of distortion is it?',
      answer: {
        kind: 'choice',
        options: [
          { id: 'hard', label: 'Hard clipping', hint: 'cut off at a ceiling' },
          { id: 'soft', label: 'Soft saturation', hint: 'bent the more, the louder' },
        ],
      },
      before: musicThrough(context, []),
      after: musicThrough(context, [{ kind: 'clip', driveDb: rounded(context.strength, 2), shape }]),
      value: shape,
    };
  },
  withValue: (trial, shape) => mapSteps(trial.versions[1]!.recipe, 'clip', (clip) => ({ ...clip, shape })),
  nameOf: (shape) => NAMES[shape],
  truthOf(shape, trial) {
    const clip = stepOf(trial.versions[1]!.recipe, 'clip')!;
    return shape === 'hard'
      ? `It was hard clipping, with the highest peak ${figure(clip.driveDb)} dB over the ceiling.`
      : `It was soft saturation, driven by ${figure(clip.driveDb)} dB.`;
  },
  exampleValues: () => SHAPES,
});
