import { seededRandom } from '../../../core/random';
import { drawSeed, pick } from '../../compose';
import type { DrillKind, Trial, TrialContext } from '../../DrillKind';
import { strengthAt } from '../../psychometric';
import type { Passage, Recipe } from '../../recipe';
import { distinct, untreated } from './recipes';
import { EXAMPLE_PLACES } from './examplePlaces';
import { capitalised, withUnit } from './wording';

/** One way of asking. Half of the trials ask for the opposite, so that no fixed preference is ever right by itself. */
export interface PairAsk {
  readonly id: string;
  readonly question: string;
  /** Completes "B …" when it was that one, e.g. `is louder`. */
  readonly says: string;
}

export interface Pair {
  readonly sources: Readonly<Record<string, Passage>>;
  /** The version that is asked for. */
  readonly asked: Recipe;
  readonly other: Recipe;
  /** What the reveal says and the recipes do not hold. */
  readonly facts?: Trial['secret']['facts'];
}

/** A drill in which one of two versions, A or B, is the one asked for. */
export interface PairDesign extends Omit<DrillKind, 'makeTrial' | 'reveal' | 'examples' | 'tryOut' | 'judge'> {
  /** False only where level is what is asked. */
  readonly isLevelMatched: boolean;
  readonly asks: readonly PairAsk[];
  /** Builds both versions. Where they stand is not its business. */
  readonly draw: (context: TrialContext, ask: PairAsk) => Pair;
  /** What a version is, in a few words that tell it from the other. */
  readonly describe: (recipe: Recipe, facts: Trial['secret']['facts']) => string;
  /** The mix before anything was done; all steps but the device taken away when left out. */
  readonly original?: (recipe: Recipe) => Recipe;
  /** The asks whose pairs the learn mode plays; the first when left out. */
  readonly exampleAsks?: readonly string[];
}

const LABELS = ['A', 'B'] as const;
const IDS = ['a', 'b'] as const;

/** @throws RangeError through `draw`, when the material does not serve */
export function pairKind(design: PairDesign): DrillKind {
  const { isLevelMatched, asks, draw, describe, original = untreated, exampleAsks, ...kind } = design;
  return {
    ...kind,

    makeTrial(context) {
      const { random } = context;
      const ask = asks.find(({ id }) => id === context.item) ?? pick(random, asks);
      const { sources, asked, other, facts } = draw(context, ask);
      const place = random() < 0.5 ? 0 : 1;
      const recipes = place === 0 ? [asked, other] : [other, asked];
      return {
        kindId: kind.id,
        question: ask.question,
        sources,
        versions: recipes.map((recipe, index) => ({ label: LABELS[index]!, recipe })),
        isLevelMatched,
        answer: {
          kind: 'choice',
          options: IDS.map((id, index) => ({ id, label: LABELS[index]! })),
          isVersion: true,
        },
        secret: {
          truth: { kind: 'choice', id: IDS[place] },
          strength: context.strength,
          isCatch: context.isCatch,
          item: ask.id,
          band: null,
          ...(facts ? { facts } : {}),
        },
      };
    },

    reveal(trial, answer) {
      const { truth, item, strength } = trial.secret;
      const right = truth.kind === 'choice' && truth.id === 'b' ? 1 : 0;
      const isWrong = answer.kind !== 'choice' || answer.id !== IDS[right];
      const [asked, other] = [trial.versions[right]!, trial.versions[1 - right]!];
      const ask = asks.find(({ id }) => id === item)!;
      const says = (recipe: Recipe): string => describe(recipe, trial.secret.facts);
      const each = trial.versions.map(({ label, recipe }) => `${label}: ${says(recipe)}`);
      return {
        truth: `${asked.label} ${ask.says}. ${each.join('; ')}.`,
        comparison: isWrong
          ? `You said ${other.label}; it was ${asked.label}: ${kind.strength.name} ${withUnit(strength, kind.strength.unit)}.`
          : '',
        versions: distinct([
          { label: `${asked.label}: ${says(asked.recipe)}`, recipe: asked.recipe, role: 'truth' },
          {
            label: `${other.label}: ${says(other.recipe)}`,
            recipe: other.recipe,
            role: isWrong ? 'yours' : 'original',
          },
          { label: 'Original', recipe: original(asked.recipe), role: 'original' },
        ]),
      };
    },

    examples(context) {
      const seed = drawSeed(context.random);
      return (exampleAsks ?? [asks[0]!.id]).flatMap((askId) =>
        EXAMPLE_PLACES.map((place) => {
          const strength = strengthAt(kind.strength, place);
          // The same seed for all, so that they play the same passage.
          const drawn = draw(
            { ...context, random: seededRandom(seed), strength, isCatch: false },
            asks.find(({ id }) => id === askId)!,
          );
          return {
            title: `${capitalised(kind.strength.name)} ${withUnit(strength, kind.strength.unit)}`,
            sources: drawn.sources,
            versions: [drawn.other, drawn.asked].map((recipe) => ({
              label: capitalised(describe(recipe, drawn.facts)),
              recipe,
            })),
            isLevelMatched,
          };
        }),
      );
    },
  };
}
