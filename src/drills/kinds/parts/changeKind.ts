import { seededRandom, type Random } from '../../../core/random';
import { drawSeed, rounded } from '../../compose';
import type { Answer, AnswerSpec, DrillKind, Trial, TrialContext } from '../../DrillKind';
import type { Passage, Recipe } from '../../recipe';
import { distinct } from './recipes';
import { withUnit } from './wording';

type ScaleSpec = Extract<AnswerSpec, { kind: 'scale' }>;
type Spec = ScaleSpec | Extract<AnswerSpec, { kind: 'choice' }>;

const REGIONS = ['low', 'middle', 'high'] as const;

/**
 * A value drawn evenly over a scale, and the third of it that it lies in. A missed value does not come back itself,
 * which would test memory; another one of its third does.
 */
export function drawOnScale(
  random: Random,
  { min, max, mapping }: Pick<ScaleSpec, 'min' | 'max' | 'mapping'>,
  decimals: number,
  item?: string,
): { readonly value: number; readonly item: string } {
  const wanted = REGIONS.findIndex((region) => region === item);
  const place = wanted < 0 ? random() : (wanted + random()) / REGIONS.length;
  const value = mapping === 'log' ? min * (max / min) ** place : min + (max - min) * place;
  // Adding 0 keeps a minus off the zero, which a saved sitting would lose.
  return { value: rounded(value, decimals) + 0, item: REGIONS[Math.floor(place * REGIONS.length)]! };
}

export interface Change<V> {
  readonly sources: Readonly<Record<string, Passage>>;
  /** May name what is looked at, never what became of it. */
  readonly question: string;
  readonly answer: Spec;
  readonly before: Recipe;
  readonly value: V;
  /** How near counts, where that is what the strength stands for. */
  readonly tolerance?: number;
  /** For repeats and the confusion matrix; the value itself when left out. */
  readonly item?: string;
  readonly after: Recipe;
}

/** A drill in which one sound was changed and the listener says what, or by how much, beside the original. */
export interface ChangeDesign<V extends number | string> extends Omit<
  DrillKind,
  'makeTrial' | 'reveal' | 'examples' | 'tryOut' | 'judge'
> {
  readonly labels: readonly [before: string, after: string];
  readonly draw: (context: TrialContext) => Change<V>;
  /** What it would be with another value: what the listener said. */
  readonly withValue: (trial: Pick<Trial, 'versions' | 'answer'>, value: V) => Recipe;
  /** A value in words, e.g. `2.5 dB up`. */
  readonly nameOf: (value: V, trial: Pick<Trial, 'answer' | 'question'>) => string;
  /** One sentence: what it was. */
  readonly truthOf: (value: V, trial: Trial) => string;
  /** How far off, in words: completes "You said …; it was …: ". */
  readonly missBy?: (said: V, truth: V) => string;
  /** Values that the learn mode plays. */
  readonly exampleValues: (trial: Trial) => readonly V[];
}

const valueOf = (answer: Answer): number | string | undefined =>
  answer.kind === 'scale' ? answer.value : answer.kind === 'choice' ? answer.id : undefined;

/** @throws RangeError through `draw`, when the material does not serve */
export function changeKind<V extends number | string>(design: ChangeDesign<V>): DrillKind {
  const { labels, draw, withValue, nameOf, truthOf, missBy, exampleValues, ...kind } = design;

  function makeTrial(context: TrialContext): Trial {
    const change = draw(context);
    const { value } = change;
    return {
      kindId: kind.id,
      question: change.question,
      sources: change.sources,
      versions: [
        { label: labels[0], recipe: change.before },
        { label: labels[1], recipe: change.after },
      ],
      isLevelMatched: true,
      answer: change.answer,
      secret: {
        truth: typeof value === 'number' ? { kind: 'scale', value } : { kind: 'choice', id: value },
        ...(change.tolerance === undefined ? {} : { tolerance: change.tolerance }),
        strength: context.strength,
        isCatch: context.isCatch,
        item: change.item ?? String(value),
        band: null,
      },
    };
  }

  return {
    ...kind,
    makeTrial,

    reveal(trial, answer) {
      const truth = valueOf(trial.secret.truth) as V;
      const said = valueOf(answer) as V | undefined;
      const [truthName, saidName] = [nameOf(truth, trial), said === undefined ? '' : nameOf(said, trial)];
      const isOff = said !== undefined && saidName !== truthName;
      const miss = isOff && missBy ? `: ${missBy(said, truth)}` : '';
      const { tolerance } = trial.secret;
      const counted =
        tolerance === undefined || trial.answer.kind !== 'scale'
          ? ''
          : ` Within ${withUnit(tolerance, trial.answer.unit)} counted.`;
      return {
        truth: truthOf(truth, trial),
        comparison: isOff ? `You said ${saidName}; it was ${truthName}${miss}.${counted}` : '',
        versions: distinct([
          { label: `Truth: ${truthName}`, recipe: trial.versions[1]!.recipe, role: 'truth' },
          ...(isOff ? [{ label: `Yours: ${saidName}`, recipe: withValue(trial, said), role: 'yours' as const }] : []),
          { label: labels[0], recipe: trial.versions[0]!.recipe, role: 'original' },
        ]),
      };
    },

    examples(context) {
      const trial = makeTrial({
        ...context,
        random: seededRandom(drawSeed(context.random)),
        strength: kind.strength.easiest,
        isCatch: false,
      });
      return exampleValues(trial).map((value) => ({
        title: nameOf(value, trial),
        sources: trial.sources,
        versions: [trial.versions[0]!, { label: nameOf(value, trial), recipe: withValue(trial, value) }],
        isLevelMatched: true,
      }));
    },
  };
}
