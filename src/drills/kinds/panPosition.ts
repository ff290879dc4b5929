import { drawPassage, MUSIC, musicThrough, rounded } from '../compose';
import type { Step } from '../recipe';
import { changeKind, drawOnScale } from './parts/changeKind';
import { mapSteps } from './parts/recipes';
import { figure } from './parts/wording';

const pan = (percent: number): Step => ({ kind: 'pan', position: rounded(percent / 100, 3) + 0 });

function side(percent: number): string {
  if (Math.abs(percent) < 0.5) return 'the centre';
  return `${figure(Math.abs(percent), 0)} % ${percent < 0 ? 'left' : 'right'}`;
}

/** Where between left and right a sound was panned. */
export const panPosition = changeKind<number>({
  id: 'panPosition',
  group: 'space',
  name: 'Pan position',
  skill: 'placing sounds',
  summary: 'Mono, and moved somewhere between left and right. Point at it.',
  help: [
    'Sit in the middle, or with headphones make sure left is left. Close your eyes and point at the sound before you look at the scale; pointing is more exact than putting it into numbers.',
    'The centred version is your anchor. Switch back to it whenever the picture drifts: after a few seconds with a sound on one side, the ear begins to call that side the middle.',
    'In front, listeners tell apart directions of about one degree. Far to the side it is five to ten, so the same step of the knob means less and less. That is one reason why mixes are built from left, centre and right, with a few exact places in between.',
  ],
  strength: { name: 'margin', unit: '%', easiest: 40, hardest: 5, mapping: 'log' },
  options: ['pinkNoise', 'strength'],
  canUseDevice: false,
  labels: ['Centre', 'Panned'],
  draw(context) {
    const sources = { [MUSIC]: drawPassage(context, { durationSec: 5 }) };
    const answer = {
      kind: 'scale',
      name: 'Position',
      unit: '%',
      min: -100,
      max: 100,
      mapping: 'linear',
      ends: ['left', 'right'],
    } as const;
    const { value, item } = drawOnScale(context.random, answer, 0, context.item);
    return {
      sources,
      question: 'Where is it?',
      answer,
      before: musicThrough(context, [pan(0)]),
      after: musicThrough(context, [pan(value)]),
      value,
      tolerance: rounded(context.strength, 1),
      item,
    };
  },
  withValue: (trial, value) => mapSteps(trial.versions[1]!.recipe, 'pan', () => pan(value)),
  nameOf: (value) => side(value),
  truthOf: (value) => `It was at ${side(value)}.`,
  missBy: (said, truth) => `${figure(Math.abs(said - truth), 0)} % too far ${said < truth ? 'left' : 'right'}`,
  exampleValues: () => [-100, -50, -20, 20, 50, 100],
});
