import { betweenRatios, drawPassage, MUSIC, pick, rounded } from '../compose';
import type { DrillKind, Trial } from '../DrillKind';
import type { Step } from '../recipe';
import { changedExample, originalAndChanged, stepsBeforeDevice, withSteps } from './parts/changed';
import { signedFigure } from './parts/wording';

const ID = 'shelfTilt';
const PASSAGE_SEC = 6;
/** Lows, mids and highs all have to be there to tell a shelf from a tilt. */
const BANDS = [1, 2, 4, 6, 8];
/** A tilt has reached the amount of the shelves after so many octaves, at 62 Hz and 16 kHz. */
const TILT_OCTAVES = 4;
const TILT_PIVOT_HZ = 1000;
const SHELF_Q = 0.71;

const SHAPES = [
  { id: 'low-up', label: 'Low shelf up', hint: 'only the bottom comes up', move: 'lowshelf', sign: 1 },
  { id: 'low-down', label: 'Low shelf down', hint: 'only the bottom goes', move: 'lowshelf', sign: -1 },
  { id: 'high-up', label: 'High shelf up', hint: 'only the top comes up', move: 'highshelf', sign: 1 },
  { id: 'high-down', label: 'High shelf down', hint: 'only the top goes', move: 'highshelf', sign: -1 },
  { id: 'tilt-bright', label: 'Tilt to bright', hint: 'everything leans to the top', move: 'tilt', sign: 1 },
  { id: 'tilt-dark', label: 'Tilt to dark', hint: 'everything leans to the bottom', move: 'tilt', sign: -1 },
] as const;
type Shape = (typeof SHAPES)[number];

interface Corners {
  readonly lowHz: number;
  readonly highHz: number;
}
const USUAL_CORNERS: Corners = { lowHz: 160, highHz: 4500 };

function stepFor({ move, sign }: Shape, amountDb: number, { lowHz, highHz }: Corners): Step {
  if (move === 'tilt') {
    return { kind: 'tilt', dbPerOctave: rounded((sign * amountDb) / TILT_OCTAVES, 3), pivotHz: TILT_PIVOT_HZ };
  }
  return {
    kind: move,
    frequencyHz: move === 'lowshelf' ? lowHz : highHz,
    gainDb: rounded(sign * amountDb, 2),
    q: SHELF_Q,
  };
}

/** Corners of the shelf that was used; the usual one where it is not known. */
function cornersOf(steps: readonly Step[]): Corners {
  const low = steps.find((step) => step.kind === 'lowshelf');
  const high = steps.find((step) => step.kind === 'highshelf');
  return { lowHz: low?.frequencyHz ?? USUAL_CORNERS.lowHz, highHz: high?.frequencyHz ?? USUAL_CORNERS.highHz };
}

const shapeById = (id: string): Shape => SHAPES.find((shape) => shape.id === id) ?? SHAPES[0];

export const shelfTilt: DrillKind = {
  id: ID,
  group: 'tone',
  name: 'Shelf or tilt',
  skill: 'telling shelves from tilts',
  summary: 'The balance has moved: the bottom, the top, or all of it leaning one way.',
  help: [
    'A shelf moves one end and leaves the rest alone. A tilt turns the whole balance about the middle: as the top comes up, the bottom goes down.',
    'Listen to the two ends one after the other. First the kick and the bass: have they moved? Then the cymbals and the breath of the voice. If only one end has moved it is a shelf; if both have, in opposite directions, it is a tilt.',
    'Because the two versions are equally loud, a shelf at the bottom can seem to dull the top a little. Ask which end has changed its own character, not which has changed its rank.',
    'Why it matters: rooms, cars and headphones mostly differ in just these ways. If you can tell a tilt from a shelf you know whether your mix needs one gesture or two.',
  ],
  // 1 dB at 62 Hz and 16 kHz is a tilt of 0.25 dB an octave, where trained listeners reach their limit (0.1–0.3).
  strength: { name: 'change', unit: 'dB', easiest: 12, hardest: 1, mapping: 'log' },
  options: ['pinkNoise', 'strength'],
  canUseDevice: true,

  makeTrial(context) {
    const { random, strength, isCatch, item } = context;
    const shape = SHAPES.find(({ id }) => id === item) ?? pick(random, SHAPES);
    const corners = { lowHz: betweenRatios(random, 100, 250, 0), highHz: betweenRatios(random, 3000, 7000, 0) };
    const passage = drawPassage(context, { durationSec: PASSAGE_SEC, bands: BANDS });
    return {
      kindId: ID,
      question: 'What was done to the balance?',
      sources: { [MUSIC]: passage },
      versions: originalAndChanged(context, [stepFor(shape, strength, corners)]),
      isLevelMatched: true,
      answer: { kind: 'choice', options: SHAPES.map(({ id, label, hint }) => ({ id, label, hint })) },
      secret: { truth: { kind: 'choice', id: shape.id }, strength, isCatch, item: shape.id, band: null },
    };
  },

  reveal(trial, answer) {
    const { strength } = trial.secret;
    const shape = shapeById(trial.secret.item);
    const given = shapeById(answer.kind === 'choice' ? answer.id : shape.id);
    const isOff = given.id !== shape.id;
    const [original, changed] = trial.versions as [Trial['versions'][number], Trial['versions'][number]];
    const steps = stepsBeforeDevice(changed.recipe);
    const yours = [stepFor(given, strength, cornersOf(steps))];
    const amount = ({ move, sign }: Shape): string =>
      move === 'tilt'
        ? `${signedFigure((sign * strength) / TILT_OCTAVES)} dB an octave`
        : `${signedFigure(sign * strength)} dB`;
    const inWords = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
    return {
      truth: `It was a ${inWords(shape.label)}: ${amount(shape)}.`,
      comparison: isOff
        ? `You said a ${inWords(given.label)}, which would be ${amount(given)}; it was a ${inWords(shape.label)}, ${amount(shape)}.`
        : '',
      versions: [
        { label: `Truth: ${inWords(shape.label)}`, recipe: changed.recipe, role: 'truth' },
        ...(isOff
          ? [
              {
                label: `Yours: ${inWords(given.label)}`,
                recipe: withSteps(changed.recipe, yours),
                role: 'yours' as const,
              },
            ]
          : []),
        { ...original, role: 'original' },
      ],
      curves: { truth: steps, ...(isOff ? { yours } : {}) },
    };
  },

  examples(context) {
    const passage = drawPassage(context, { durationSec: PASSAGE_SEC, bands: BANDS });
    return SHAPES.map((shape) => changedExample(context, shape.label, passage, [stepFor(shape, 8, USUAL_CORNERS)]));
  },
};
