import { seededRandom } from '../../../core/random';
import { between, drawPassage, drawSeed, MUSIC, musicThrough, pick, rounded } from '../../compose';
import type { Answer, ChoiceOption, DrillKind, Trial, TrialContext } from '../../DrillKind';
import type { FaultStep, Passage, Recipe } from '../../recipe';
import { distinct, mapSteps, untreated } from './recipes';
import { capitalised, figure } from './wording';

type MomentFault = Extract<FaultStep, { atSec: number }>;

export interface FaultOption extends ChoiceOption {
  /** In a sentence: `a crackle`. */
  readonly noun: string;
  /** Seconds, shortest and longest. */
  readonly durationSec: readonly [number, number];
  /** What happens, but for when and how loud. */
  make(random: () => number): MomentShape;
}

type MomentShape =
  | { readonly kind: Exclude<MomentFault['kind'], 'feedback'> }
  | { readonly kind: 'feedback'; readonly frequencyHz: number };

/** A drill in which a recording goes wrong once, and the listener says where and how. */
export interface MomentDesign extends Omit<
  DrillKind,
  'makeTrial' | 'reveal' | 'examples' | 'tryOut' | 'judge' | 'strength' | 'hasOneVersion'
> {
  readonly question: string;
  readonly faults: readonly FaultOption[];
}

const PASSAGE_SEC = 8;
/** Reaction and a click on a line drawn by hand: a listener who heard it lands within this. */
const TOLERANCE_SEC = 0.75;
/** A fault that begins at the very end is still this long. */
const SHORTEST_SEC = 0.25;
const EXAMPLE_AT_SEC = 3;
const EXAMPLE_LEVELS_LU = [-6, -14] as const;

/** The listener's choice of faults; all of them when fewer than two are left. */
function offered(faults: readonly FaultOption[], wanted: readonly string[] | undefined): readonly FaultOption[] {
  const some = wanted ? faults.filter(({ id }) => wanted.includes(id)) : [];
  return some.length >= 2 ? some : faults;
}

function faultStep(fault: FaultOption, atSec: number, levelLu: number, seed: number): MomentFault {
  const random = seededRandom(seed);
  const [shortest, longest] = fault.durationSec;
  const whole = between(random, shortest, longest);
  const durationSec = rounded(Math.max(SHORTEST_SEC, Math.min(whole, PASSAGE_SEC - atSec)), 2);
  return { ...fault.make(random), atSec, durationSec, levelLu, seed };
}

const isMomentFault = (step: Recipe['steps'][number]): step is MomentFault => 'atSec' in step && 'levelLu' in step;

const faultIn = (recipe: Recipe): MomentFault => recipe.steps.find(isMomentFault)!;

/** @throws RangeError when the material does not serve */
export function momentKind(design: MomentDesign): DrillKind {
  const { question, faults, ...kind } = design;
  const byId = (id: string): FaultOption => faults.find((fault) => fault.id === id)!;
  const said = (answer: Answer): string =>
    answer.kind === 'moment' ? `${byId(answer.id).noun} at ${figure(answer.atSec)} s` : '';

  function yoursIn(trial: Trial, answer: Extract<Answer, { kind: 'moment' }>): Recipe {
    const { recipe } = trial.versions[0]!;
    const truth = faultIn(recipe);
    const atSec = rounded(Math.min(answer.atSec, PASSAGE_SEC - SHORTEST_SEC), 2);
    const yours = faultStep(byId(answer.id), atSec, truth.levelLu, truth.seed);
    return mapSteps(recipe, truth.kind, () => yours);
  }

  const passage = (context: Pick<TrialContext, 'random' | 'material' | 'settings'>): Passage =>
    drawPassage(context, { durationSec: PASSAGE_SEC });

  return {
    ...kind,
    hasOneVersion: true,
    ...(kind.options.includes('faults') && { faults: faults.map(({ id, label, hint = '' }) => ({ id, label, hint })) }),
    strength: { name: 'fault level', unit: 'LU', easiest: -3, hardest: -33, mapping: 'linear' },

    makeTrial(context) {
      const { random } = context;
      const choices = offered(faults, context.settings.faults);
      const fault = choices.find(({ id }) => id === context.item) ?? pick(random, choices);
      const sources = { [MUSIC]: passage(context) };
      // Evenly over the whole passage, so that no place is a better guess than another.
      const atSec = between(random, 0, PASSAGE_SEC - SHORTEST_SEC);
      const step = faultStep(fault, atSec, rounded(context.strength, 2), drawSeed(random));
      return {
        kindId: kind.id,
        question,
        sources,
        versions: [{ label: 'Recording', recipe: musicThrough(context, [step]) }],
        isLevelMatched: true,
        answer: {
          kind: 'moment',
          durationSec: PASSAGE_SEC,
          toleranceSec: TOLERANCE_SEC,
          options: choices.map(({ id, label, hint }) => (hint ? { id, label, hint } : { id, label })),
        },
        secret: {
          truth: { kind: 'moment', atSec, id: fault.id },
          strength: context.strength,
          isCatch: context.isCatch,
          item: fault.id,
          band: null,
        },
      };
    },

    reveal(trial, answer) {
      const { recipe } = trial.versions[0]!;
      const { truth } = trial.secret;
      const step = faultIn(recipe);
      const isMoment = answer.kind === 'moment' && truth.kind === 'moment';
      const offSec = isMoment ? rounded(answer.atSec - truth.atSec, 1) : 0;
      const isOff = isMoment && (answer.id !== truth.id || Math.abs(offSec) >= 0.1);
      const when = offSec === 0 ? '' : `: ${figure(Math.abs(offSec))} s ${offSec < 0 ? 'early' : 'late'}`;
      return {
        truth: `${capitalised(said(truth))}, lasting ${figure(step.durationSec)} s, ${figure(Math.abs(step.levelLu), 0)} LU ${step.levelLu <= 0 ? 'below' : 'above'} the music.`,
        comparison: isOff ? `You said ${said(answer)}; it was ${said(truth)}${when}.` : '',
        versions: distinct([
          { label: `Truth: ${said(truth)}`, recipe, role: 'truth' },
          ...(isOff
            ? [{ label: `Yours: ${said(answer)}`, recipe: yoursIn(trial, answer), role: 'yours' as const }]
            : []),
          { label: 'Original', recipe: untreated(recipe), role: 'original' },
        ]),
        moment: {
          atSec: step.atSec,
          durationSec: step.durationSec,
          ...(isMoment ? { yoursSec: answer.atSec } : {}),
        },
      };
    },

    examples(context) {
      const sources = { [MUSIC]: passage(context) };
      const seed = drawSeed(context.random);
      const levels = faults.length > 3 ? EXAMPLE_LEVELS_LU.slice(0, 1) : EXAMPLE_LEVELS_LU;
      return offered(faults, context.settings.faults).flatMap((fault) =>
        levels.map((levelLu) => ({
          title: `${fault.label}, ${figure(-levelLu, 0)} LU below the music`,
          sources,
          versions: [
            { label: 'Clean', recipe: musicThrough(context, []) },
            { label: fault.label, recipe: musicThrough(context, [faultStep(fault, EXAMPLE_AT_SEC, levelLu, seed)]) },
          ],
          isLevelMatched: true,
        })),
      );
    },
  };
}
