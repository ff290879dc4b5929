import { responseCurveDb } from '../../devices/response';
import { betweenRatios, MUSIC, musicThrough, rounded } from '../compose';
import type { Answer, DrillExample, DrillKind, DrillSettings, Trial } from '../DrillKind';
import { OCTAVE_CENTRES_HZ } from '../material';
import type { ToneStage } from '../../devices/DeviceProfile';
import { grade, gradedSpec } from '../grade';
import { octaveAt, octaveEdgesHz, passageWithBands, trainedOctaves } from './parts/bands';
import { stepsBeforeDevice, withSteps } from './parts/changed';
import { figure, hertz, signedFigure } from './parts/wording';

const ID = 'correctEq';
const PASSAGE_SEC = 8;
const Q = 1.41;
const RANGE_HZ = [60, 12_000] as const;
const MOST_DB = 18;
/** Right when at least this much of the error, RMS over the curve, is gone. Leaving everything as it is never is. */
const LEFT_OVER = 0.5;
/** Where the error is graded: sixth octaves, 40 Hz to 16 kHz. */
const GRADED_HZ = Float64Array.from({ length: 52 }, (_, step) => 40 * 2 ** (step / 6));

const stage = (frequencyHz: number, gainDb: number): ToneStage => ({ kind: 'peaking', frequencyHz, gainDb, q: Q });

/** RMS of the fault's curve in the middle of the range, dB: at the edges it is a little less, and must not show. */
function faultRmsDb(gainDb: number): number {
  const curve = responseCurveDb({ stages: [stage(1000, gainDb)] }, GRADED_HZ);
  let sum = 0;
  for (const level of curve) sum += level * level;
  return Math.sqrt(sum / curve.length);
}

/** From the lowest to the highest octave that is trained. */
const rangeOf = ({ bands }: DrillSettings, octaves: readonly number[]): readonly [number, number] =>
  bands?.length ? [octaveEdgesHz(octaves[0]!)[0], octaveEdgesHz(octaves.at(-1)!)[1]] : RANGE_HZ;

type EqAnswer = Extract<Answer, { kind: 'eq' }>;

const correctionOf = ({ frequencyHz, gainDb }: EqAnswer): ToneStage =>
  stage(rounded(frequencyHz, 1), rounded(gainDb, 2));

/** The trial's music with a correction after the fault. */
const corrected = (trial: Trial, answer: EqAnswer): Trial['versions'][number]['recipe'] =>
  withSteps(trial.versions[0]!.recipe, [...stepsBeforeDevice(trial.versions[0]!.recipe), correctionOf(answer)]);

/** What a setting leaves of the error. */
function leftOver(trial: Trial, given: EqAnswer): string {
  const { error } = grade(gradedSpec(trial), trial.secret.truth, given);
  const share = ((error ?? 0) * LEFT_OVER) / (trial.secret.tolerance ?? 1);
  if (share > 1.005) return 'That is further off than before; half of the error or less counts.';
  return `That leaves ${figure(share * 100, 0)} % of the error; half or less counts.`;
}

const inWords = ({ frequencyHz, gainDb }: EqAnswer): string => `${signedFigure(gainDb)} dB at ${hertz(frequencyHz)}`;

export const correctEq: DrillKind = {
  id: ID,
  group: 'tone',
  name: 'Correct it',
  skill: 'undoing an EQ by ear',
  summary: 'One band is wrong and there is no original to compare with. Put it right.',
  help: [
    'There is nothing to switch to here: you hear only what went wrong, as in a mix of your own. Ask what sticks out or what is missing compared with how such music usually sounds.',
    'Two ways lead there. Boost a little and sweep until the wrong thing gets worse, then turn the gain the other way. Or name the octave first and go straight to it.',
    'A fault that is a boost hides what lies beside it; a fault that is a cut leaves a gap. If a cut at your frequency makes the mix clearer, you are near; if it makes it hollow, you have gone too far or are in the wrong place.',
    'It counts as right when half of the error, over the whole curve, is gone. Afterwards you hear the original beside what you made.',
  ],
  strength: { name: 'fault', unit: 'dB', easiest: 15, hardest: 2, mapping: 'log' },
  options: ['bands', 'pinkNoise', 'strength'],
  canUseDevice: true,
  hasOneVersion: true,

  makeTrial(context) {
    const { random, settings, strength, isCatch, item } = context;
    const octaves = trainedOctaves(settings);
    const asked = octaves.find((octave) => String(OCTAVE_CENTRES_HZ[octave]) === item);
    const [fromHz, toHz] = asked === undefined ? rangeOf(settings, octaves) : octaveEdgesHz(asked);
    const frequencyHz = betweenRatios(random, Math.max(RANGE_HZ[0], fromHz), Math.min(RANGE_HZ[1], toHz));
    const gainDb = rounded(random() < 0.5 ? strength : -strength, 2);
    const octave = octaveAt(frequencyHz);
    const passage = passageWithBands(context, octaves, octave, { durationSec: PASSAGE_SEC });
    return {
      kindId: ID,
      question: 'One band is wrong. Move yours until the mix sounds right.',
      sources: { [MUSIC]: passage },
      versions: [{ label: 'Yours', recipe: musicThrough(context, [stage(frequencyHz, gainDb)]) }],
      isLevelMatched: true,
      answer: {
        kind: 'eq',
        frequencyRangeHz: RANGE_HZ,
        gainRangeDb: [-MOST_DB, MOST_DB],
        q: Q,
      },
      secret: {
        truth: { kind: 'eq', frequencyHz, gainDb: -gainDb },
        tolerance: rounded(LEFT_OVER * faultRmsDb(rounded(strength, 2)), 2),
        strength,
        isCatch,
        item: String(OCTAVE_CENTRES_HZ[octave]),
        band: octave,
      },
    };
  },

  reveal(trial, answer) {
    const truth = trial.secret.truth as EqAnswer;
    const given = answer.kind === 'eq' ? answer : truth;
    const isOff = inWords(given) !== inWords(truth);
    const fault = { ...truth, gainDb: -truth.gainDb };
    const { recipe } = trial.versions[0]!;
    return {
      truth: `The fault was ${inWords(fault)}; ${inWords(truth)} undoes it.`,
      comparison: isOff ? `You set ${inWords(given)}. ${leftOver(trial, given)}` : '',
      versions: [
        { label: 'Original', recipe: withSteps(recipe, []), role: 'truth' },
        ...(isOff ? [{ label: 'Yours', recipe: corrected(trial, given), role: 'yours' as const }] : []),
        { label: 'Uncorrected', recipe, role: 'original' },
      ],
      curves: { truth: [correctionOf(truth)], ...(isOff ? { yours: [correctionOf(given)] } : {}) },
    };
  },

  tryOut: (trial, answer) => ({
    index: 0,
    recipe: answer.kind === 'eq' ? corrected(trial, answer) : trial.versions[0]!.recipe,
  }),

  examples(context) {
    const faults: readonly (readonly [string, number, number])[] = [
      ['Too much at 250 Hz: mud', 250, 10],
      ['Too much at 500 Hz: box', 500, 9],
      ['Too much at 3 kHz: harsh', 3000, 8],
      ['Too little at 125 Hz: thin', 125, -10],
      ['Too little at 2 kHz: veiled', 2000, -9],
      ['Too little at 8 kHz: dull', 8000, -10],
    ];
    const passage = passageWithBands(context, [2, 3, 4, 6, 7, 8], 4, { durationSec: PASSAGE_SEC });
    return faults.map(([title, frequencyHz, gainDb]): DrillExample => ({
      title,
      sources: { [MUSIC]: passage },
      versions: [
        { label: 'Wrong', recipe: musicThrough(context, [stage(frequencyHz, gainDb)]) },
        { label: 'Put right', recipe: musicThrough(context, []) },
      ],
      isLevelMatched: true,
    }));
  },
};
