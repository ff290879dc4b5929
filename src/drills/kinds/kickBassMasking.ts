import { responseCurveDb } from '../../devices/response';
import { betweenRatios, drawSeed, rounded } from '../compose';
import { seededRandom } from '../../core/random';
import { dbToPower } from '../../core/units';
import { OCTAVE_CENTRES_HZ } from '../material';
import type { Answer, DrillKind, Trial, TrialContext } from '../DrillKind';
import type { Recipe, Step } from '../recipe';
import { distinct } from './parts/recipes';
import { strengthAt } from '../psychometric';
import { EXAMPLE_PLACES } from './parts/examplePlaces';
import { drawStemPassage, levelsWhile, stemMix, stemOfPart, stemSources } from './parts/stems';
import { figure, hertz, signedFigure } from './parts/wording';

type Setting = Pick<Extract<Answer, { kind: 'eq' }>, 'frequencyHz' | 'gainDb'>;

const Q = 1.4;
const ANSWER = {
  kind: 'eq',
  frequencyRangeHz: [40, 400],
  gainRangeDb: [-15, 3],
  q: Q,
  toleranceDb: 1.2,
} as const;
/** Where kick and bass really meet. */
const FIGHT_HZ = [55, 220] as const;
/** Octave bands 31.5 Hz … 500 Hz, in which a kick can be covered by a bass. */
const BANDS = [0, 1, 2, 3, 4] as const;
const POINTS_PER_OCTAVE = 3;
/** Sixths of an octave that the points of a band lie from its centre. */
const POINT_OFFSETS = [-2, 0, 2] as const;
const BAND_POINTS_HZ = Float64Array.from(
  BANDS.flatMap((band) => POINT_OFFSETS.map((sixths) => OCTAVE_CENTRES_HZ[band] * 2 ** (sixths / 6))),
);
/** The kick counts as sounding down to this far below its loudest slice. */
const ACTIVE_DB = 20;
/** Loudness grows about as this power of energy: louder bands of the kick count more. */
const LOUDNESS_EXPONENT = 0.3;
/** Settings that stand for all a guess could be, log frequency × gain. */
const GRID = { frequencies: 41, gains: 25 } as const;

const peaking = ({ frequencyHz, gainDb }: Setting): Step => ({ kind: 'peaking', frequencyHz, gainDb, q: Q });

const curveOf = ({ frequencyHz, gainDb }: Setting): Float64Array =>
  responseCurveDb({ stages: [{ kind: 'peaking', frequencyHz, gainDb, q: Q }] }, BAND_POINTS_HZ);

const weightsOf = (kickDb: readonly number[]): number[] =>
  BANDS.flatMap((band) =>
    Array.from({ length: POINTS_PER_OCTAVE }, () => dbToPower(kickDb[band]!) ** LOUDNESS_EXPONENT),
  );

/**
 * How far two settings of the cut lie apart in what they do for the kick: its level over the bass, by third octaves,
 * compared and averaged with the weight that each band has in the kick's loudness.
 * @returns RMS difference of the signal-to-masker ratios, dB
 */
function maskingDistance(weights: readonly number[], a: Float64Array, b: Float64Array): number {
  let total = 0;
  let sum = 0;
  for (const [i, weight] of weights.entries()) {
    total += weight;
    // The kick is the same in both, so the ratios differ by what the bass does.
    sum += weight * (a[i]! - b[i]!) ** 2;
  }
  return rounded(Math.sqrt(sum / total), 6);
}

let grid: readonly Float64Array[] | undefined;

/** Curves of all settings of the grid, made once. */
function gridCurves(): readonly Float64Array[] {
  const [[lowHz, highHz], [lowDb, highDb]] = [ANSWER.frequencyRangeHz, ANSWER.gainRangeDb];
  grid ??= Array.from({ length: GRID.frequencies * GRID.gains }, (_, i) => {
    const [f, g] = [Math.floor(i / GRID.gains), i % GRID.gains];
    return curveOf({
      frequencyHz: lowHz * (highHz / lowHz) ** (f / (GRID.frequencies - 1)),
      gainDb: lowDb + ((highDb - lowDb) * g) / (GRID.gains - 1),
    });
  });
  return grid;
}

function chanceOf(kickDb: readonly number[], truth: Setting): number {
  const weights = weightsOf(kickDb);
  const wanted = curveOf(truth);
  const curves = gridCurves();
  const right = curves.filter((curve) => maskingDistance(weights, curve, wanted) <= ANSWER.toleranceDb);
  return rounded(right.length / curves.length, 6);
}

/** The mix with the cut as the last step of the bass. */
function withCut(fight: Recipe, setting: Setting): Recipe {
  const cut = peaking({ frequencyHz: rounded(setting.frequencyHz, 1), gainDb: rounded(setting.gainDb, 2) });
  return {
    ...fight,
    layers: fight.layers.map((layer) => (layer.steps ? { ...layer, steps: [...layer.steps, cut] } : layer)),
  };
}

const eqOf = (answer: Answer): Setting | null => (answer.kind === 'eq' ? answer : null);

const nameOf = ({ frequencyHz, gainDb }: Setting): string => `${signedFigure(gainDb)} dB at ${hertz(frequencyHz)}`;

/** How far the kick stands over the bass in the octave around a frequency, dB. */
function ratioAt(levelsDb: Trial['secret']['levelsDb'], frequencyHz: number, boostDb: number): number {
  const band = Math.max(0, Math.min(BANDS.length - 1, Math.round(Math.log2(frequencyHz / 31.25))));
  return levelsDb!['kick']![band]! - levelsDb!['bass']![band]! - boostDb;
}

function describeRatio(ratioDb: number): string {
  return `${figure(Math.abs(ratioDb), 0)} dB ${ratioDb < 0 ? 'under' : 'over'} the bass`;
}

interface Fight {
  readonly sources: Trial['sources'];
  readonly recipe: Recipe;
  readonly truth: Setting;
  readonly levelsDb: NonNullable<Trial['secret']['levelsDb']>;
}

function drawFight(context: Pick<TrialContext, 'random' | 'material' | 'device'>, strength: number): Fight {
  const drawn = drawStemPassage(context, 6, ['kick', 'bass']);
  const { set, passage } = drawn;
  const [kick, bass] = [stemOfPart(set, 'kick'), stemOfPart(set, 'bass')];
  const frequencyHz = betweenRatios(context.random, ...FIGHT_HZ, 1);
  const gainDb = rounded(strength, 2);
  return {
    sources: stemSources(drawn),
    recipe: stemMix(context, set, { [bass.id]: [peaking({ frequencyHz, gainDb })] }),
    truth: { frequencyHz, gainDb: -gainDb },
    levelsDb: {
      kick: levelsWhile(kick, kick, passage, ACTIVE_DB),
      bass: levelsWhile(bass, kick, passage, ACTIVE_DB),
    },
  };
}

/** The bass covers the kick: find where, and carve until both are heard. */
export const kickBassMasking: DrillKind = {
  id: 'kickBassMasking',
  group: 'faults',
  name: 'Kick against bass',
  skill: 'untangling kick and bass',
  summary: 'The bass was boosted where the kick lives. Find the place and carve it out by ear.',
  help: [
    'When two parts share a band at the same moment, the ear keeps the stronger one. Here the bass has been raised somewhere between 55 and 220 Hz, and the kick loses there whatever it has.',
    'Set a deep cut first, 9 dB or so, and sweep it slowly. At the right place two things happen at once: the kick comes forward as though its fader had moved, and the bass stops booming on certain notes. Then take the cut back until the bass is whole again.',
    'Below 200 Hz the ear resolves only about six bands in all, so a cut there cannot be narrow and exact. Close in frequency and about right in depth is as good as it gets, and it is graded that way: by how far the kick stands clear of the bass in each band where the kick has its weight.',
    'In a mix the remedy is the same, whichever of the two you cut. What matters is that somebody gives way.',
  ],
  strength: { name: 'boost', unit: 'dB', easiest: 12, hardest: 4, mapping: 'log' },
  needs: { stems: ['kick', 'bass'] },
  options: ['strength'],
  canUseDevice: true,
  hasOneVersion: true,

  makeTrial(context) {
    const { sources, recipe, truth, levelsDb } = drawFight(context, context.strength);
    return {
      kindId: 'kickBassMasking',
      question: 'The bass covers the kick. Carve the bass until both are heard.',
      sources,
      versions: [{ label: 'Mix', recipe }],
      isLevelMatched: true,
      answer: ANSWER,
      secret: {
        truth: { kind: 'eq', ...truth },
        strength: context.strength,
        isCatch: context.isCatch,
        item: 'fight',
        band: null,
        chance: chanceOf(levelsDb['kick']!, truth),
        levelsDb,
      },
    };
  },

  judge(trial, answer) {
    const [said, truth] = [eqOf(answer), eqOf(trial.secret.truth)];
    if (!said || !truth) return { isCorrect: false, error: null };
    const error = maskingDistance(weightsOf(trial.secret.levelsDb!['kick']!), curveOf(said), curveOf(truth));
    return { isCorrect: error <= ANSWER.toleranceDb, error };
  },

  tryOut(trial, answer) {
    const { recipe } = trial.versions[0]!;
    const setting = eqOf(answer);
    return { index: 0, recipe: setting ? withCut(recipe, setting) : recipe };
  },

  reveal(trial, answer) {
    const { recipe } = trial.versions[0]!;
    const truth = eqOf(trial.secret.truth)!;
    const said = eqOf(answer);
    const { levelsDb } = trial.secret;
    const before = ratioAt(levelsDb, truth.frequencyHz, -truth.gainDb);
    const after = ratioAt(levelsDb, truth.frequencyHz, 0);
    const isOff = said !== null && nameOf(said) !== nameOf(truth);
    const octaves = said ? Math.log2(said.frequencyHz / truth.frequencyHz) : 0;
    const missed = said ? kickBassMasking.judge!(trial, answer).error : null;
    return {
      truth: `The bass was raised by ${figure(-truth.gainDb)} dB at ${hertz(truth.frequencyHz)}: the kick stood ${describeRatio(before)} there, and ${describeRatio(after)} with the boost undone.`,
      comparison: isOff
        ? `You set ${nameOf(said)}; it was ${nameOf(truth)}: ${figure(Math.abs(octaves), 2)} octaves ${octaves < 0 ? 'low' : 'high'}, and ${figure(missed ?? 0)} dB off where the kick lives.`
        : '',
      versions: distinct([
        { label: `Carved: ${nameOf(truth)}`, recipe: withCut(recipe, truth), role: 'truth' },
        ...(isOff ? [{ label: `Yours: ${nameOf(said)}`, recipe: withCut(recipe, said), role: 'yours' as const }] : []),
        { label: 'As it was', recipe, role: 'original' },
      ]),
      curves: { truth: [peaking(truth)], ...(said ? { yours: [peaking(said)] } : {}) },
    };
  },

  examples(context) {
    const seed = drawSeed(context.random);
    return EXAMPLE_PLACES.map((place) => {
      const { sources, recipe, truth } = drawFight(
        { ...context, random: seededRandom(seed) },
        strengthAt(kickBassMasking.strength, place),
      );
      return {
        title: `Bass raised by ${figure(-truth.gainDb)} dB at ${hertz(truth.frequencyHz)}`,
        sources,
        versions: [
          { label: 'Masked', recipe },
          { label: 'Carved', recipe: withCut(recipe, truth) },
        ],
        isLevelMatched: true,
      };
    });
  },
};
