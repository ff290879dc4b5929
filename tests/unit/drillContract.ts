import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random';
import { CATALOGUE } from '../../src/devices/catalogue';
import type { DeviceProfile } from '../../src/devices/DeviceProfile';
import type { Answer, AnswerSpec, DrillKind, DrillSettings, Trial, TrialContext } from '../../src/drills/DrillKind';
import { assertAnswer, chanceOf, grade, gradedSpec } from '../../src/drills/grade';
import type { Recipe } from '../../src/drills/recipe';
import { syntheticShelf } from '../support/materialShelf';

const SHELF = syntheticShelf();
const SEEDS = 300;
const MANY = 10_000;
const BOT_TRIALS = 1000;
/** One in a thousand, one-sided, of the standard normal distribution. */
const Z_001 = 3.0902;
const BINS = 8;

interface Circumstances {
  readonly strength?: number;
  readonly device?: DeviceProfile | null;
  readonly settings?: DrillSettings;
  readonly item?: string;
  readonly isCatch?: boolean;
}

export function contextOf(kind: DrillKind, seed: number, circumstances: Circumstances = {}): TrialContext {
  const { strength = kind.strength.easiest, device = null, settings = {}, isCatch = false, item } = circumstances;
  return {
    random: seededRandom(seed),
    strength,
    isCatch,
    device,
    catalogue: CATALOGUE,
    material: SHELF,
    settings,
    ...(item === undefined ? {} : { item }),
  };
}

export const trialOf = (kind: DrillKind, seed: number, circumstances: Circumstances = {}): Trial =>
  kind.makeTrial(contextOf(kind, seed, circumstances));

/** Upper 0.1 % point of the chi-squared distribution (Wilson & Hilferty 1931; within 0.5 % from 1 degree of freedom). */
function chiSquaredLimit(degrees: number): number {
  const part = 2 / (9 * degrees);
  return 1.005 * degrees * (1 - part + Z_001 * Math.sqrt(part)) ** 3;
}

function countBy<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Pearson's statistic against a uniform distribution over `categories`. */
function uniformStatistic(values: readonly number[], categories: number): number {
  const expected = values.length / categories;
  const counts = countBy(values);
  return Array.from({ length: categories }, (_, i) => ((counts.get(i) ?? 0) - expected) ** 2 / expected).reduce(
    (a, b) => a + b,
    0,
  );
}

/** Pearson's statistic for two properties being independent; 0 when one of them has one value only. */
function independence(pairs: readonly (readonly [string, string])[]): {
  readonly statistic: number;
  readonly degrees: number;
} {
  const rows = countBy(pairs.map(([row]) => row));
  const columns = countBy(pairs.map(([, column]) => column));
  const cells = countBy(pairs.map((pair) => pair.join('\n')));
  if (rows.size < 2 || columns.size < 2) return { statistic: 0, degrees: 1 };
  let statistic = 0;
  for (const [row, inRow] of rows) {
    for (const [column, inColumn] of columns) {
      const expected = (inRow * inColumn) / pairs.length;
      statistic += ((cells.get(`${row}\n${column}`) ?? 0) - expected) ** 2 / expected;
    }
  }
  return { statistic, degrees: (rows.size - 1) * (columns.size - 1) };
}

const inScale = (spec: Extract<AnswerSpec, { kind: 'scale' }>, value: number): number =>
  spec.mapping === 'log'
    ? Math.log(value / spec.min) / Math.log(spec.max / spec.min)
    : (value - spec.min) / (spec.max - spec.min);

const binOf = (place: number): number => Math.min(BINS - 1, Math.max(0, Math.floor(place * BINS)));

/** Where the truth stands among what could be answered: option index, or eighth of a scale. */
function placeOf({ answer, secret: { truth } }: Trial): number {
  if (answer.kind === 'choice' && truth.kind === 'choice') return answer.options.findIndex(({ id }) => id === truth.id);
  if (answer.kind === 'scale' && truth.kind === 'scale') return binOf(inScale(answer, truth.value));
  if (answer.kind === 'moment' && truth.kind === 'moment') return binOf(truth.atSec / answer.durationSec);
  if (answer.kind === 'eq' && truth.kind === 'eq') {
    const [low, high] = answer.frequencyRangeHz;
    return binOf(Math.log(truth.frequencyHz / low) / Math.log(high / low));
  }
  throw new Error(`the truth is a ${truth.kind}, the answer a ${answer.kind}`);
}

/** Everything of a trial that may be seen before the answer, but for the piece of music. */
const visible = (trial: Trial): string =>
  JSON.stringify([
    trial.kindId,
    trial.question,
    trial.versions.map(({ label }) => label),
    trial.isLevelMatched,
    trial.answer,
    Object.entries(trial.sources).map(([name, { durationSec }]) => [name, durationSec]),
  ]);

/** Right and wrong answers of every sort that a trial allows. */
export function answersTo({ answer, secret: { truth } }: Trial): readonly Answer[] {
  if (answer.kind === 'choice') return answer.options.map(({ id }) => ({ kind: 'choice', id }));
  if (answer.kind === 'scale') {
    const middle = (answer.min + answer.max) / 2;
    return [truth, ...[answer.min, middle, answer.max].map((value): Answer => ({ kind: 'scale', value }))];
  }
  if (answer.kind === 'moment') {
    const places = [0, answer.durationSec / 2, answer.durationSec];
    return [
      truth,
      ...answer.options.flatMap(({ id }) => places.map((atSec): Answer => ({ kind: 'moment', atSec, id }))),
    ];
  }
  return [
    truth,
    ...answer.frequencyRangeHz.flatMap((frequencyHz) =>
      [answer.gainRangeDb[0], 0, answer.gainRangeDb[1]].map((gainDb): Answer => ({ kind: 'eq', frequencyHz, gainDb })),
    ),
  ];
}

/** Every number in a recipe or trial, with the way to it. */
function numbersIn(value: unknown, path = ''): (readonly [string, number])[] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersIn(inner, `${path}.${key}`));
}

function assertRecipe(recipe: Recipe, sources: Trial['sources']): void {
  expect(recipe.layers.length).toBeGreaterThan(0);
  for (const { source } of recipe.layers) expect(Object.keys(sources)).toContain(source);
  for (const [path, value] of numbersIn(recipe)) {
    expect(Number.isFinite(value), path).toBe(true);
    expect(Number(value.toFixed(4)), `${path} is rounded`).toBe(value);
  }
}

const verdict = (kind: DrillKind, trial: Trial, answer: Answer): boolean =>
  (kind.judge?.(trial, answer) ?? grade(gradedSpec(trial), trial.secret.truth, answer)).isCorrect;

const chanceIn = (trial: Trial): number => trial.secret.chance ?? chanceOf(gradedSpec(trial), trial.secret.truth);

/** How much is done to a version, in ways that a lazy listener might go by. */
const weighings: Readonly<Record<string, (recipe: Recipe) => number>> = {
  'most done to it': (recipe) => JSON.stringify(recipe.steps).length + JSON.stringify(recipe.layers).length,
  'most level': (recipe) =>
    recipe.layers.reduce((sum, { gainDb = 0 }) => sum + gainDb, 0) +
    recipe.steps.reduce((sum, step) => sum + ('levelLu' in step ? 100 + step.levelLu : 0), 0),
  'largest numbers': (recipe) => numbersIn(recipe.steps).reduce((sum, [, value]) => sum + value, 0),
};

type Bot = (trial: Trial, seed: number) => Answer;

function fixedAnswer(spec: AnswerSpec, where: 'first' | 'middle' | 'last'): Answer {
  const share = { first: 0, middle: 0.5, last: 1 }[where];
  if (spec.kind === 'scale') {
    const value =
      spec.mapping === 'log' ? spec.min * (spec.max / spec.min) ** share : spec.min + (spec.max - spec.min) * share;
    return { kind: 'scale', value };
  }
  if (spec.kind === 'eq') {
    const [[lowHz, highHz], [lowDb, highDb]] = [spec.frequencyRangeHz, spec.gainRangeDb];
    return { kind: 'eq', frequencyHz: lowHz * (highHz / lowHz) ** share, gainDb: lowDb + (highDb - lowDb) * share };
  }
  const { id } = spec.options[Math.min(spec.options.length - 1, Math.floor(share * spec.options.length))]!;
  return spec.kind === 'choice' ? { kind: 'choice', id } : { kind: 'moment', id, atSec: share * spec.durationSec };
}

function botsFor(kind: DrillKind): Readonly<Record<string, Bot>> {
  const bots: Record<string, Bot> = {
    'always the first': ({ answer }) => fixedAnswer(answer, 'first'),
    'always the middle': ({ answer }) => fixedAnswer(answer, 'middle'),
    'always the last': ({ answer }) => fixedAnswer(answer, 'last'),
  };
  const { answer } = trialOf(kind, 1);
  if (answer.kind !== 'choice' || !answer.isVersion) return bots;
  for (const [name, weigh] of Object.entries(weighings)) {
    bots[`always the version with ${name}`] = (trial) => {
      const weights = trial.versions.map(({ recipe }) => weigh(recipe));
      const { options } = trial.answer as typeof answer;
      return { kind: 'choice', id: options[weights.indexOf(Math.max(...weights))]!.id };
    };
  }
  return bots;
}

export interface ContractOptions {
  /** The strength of a trial is that of the devices it found, near what was asked for. */
  readonly isStrengthMeasured?: boolean;
  /** The question names something that whoever knows it can answer from: only the rest may not go with the answer. */
  readonly asksForKnowledge?: boolean;
}

/** What every kind of drill has to keep to, run on synthetic material. */
export function drillContract(kind: DrillKind, options: ContractOptions = {}): void {
  const { isStrengthMeasured = false, asksForKnowledge = false } = options;

  describe(`drill ${kind.id}`, () => {
    const { easiest, hardest } = kind.strength;
    const phone = CATALOGUE.find(({ pictogram }) => pictogram === 'phone')!;

    /** What ten thousand trials have in common, without keeping them. */
    const many: {
      readonly visible: string;
      readonly place: number;
      readonly optionCount: number;
      readonly start: number;
    }[] = [];
    beforeAll(() => {
      for (let seed = 0; seed < MANY; seed++) {
        const trial = trialOf(kind, 7919 * seed + 1);
        many.push({
          visible: visible(asksForKnowledge ? { ...trial, question: '' } : trial),
          place: placeOf(trial),
          optionCount: 'options' in trial.answer ? trial.answer.options.length : 0,
          start: Math.round(Object.values(trial.sources)[0]!.startSec),
        });
      }
    }, 120_000);

    test('says what to listen for, in two to four paragraphs', () => {
      expect(kind.help.length).toBeGreaterThanOrEqual(2);
      expect(kind.help.length).toBeLessThanOrEqual(4);
      for (const text of [...kind.help, kind.summary, kind.name]) {
        expect(text.trim()).toBe(text);
        expect(text.length).toBeGreaterThan(3);
        expect(text).not.toContain('!');
      }
      expect(kind.options.every((option) => typeof option === 'string')).toBe(true);
      if (kind.strength.mapping === 'log') expect(easiest * hardest).toBeGreaterThan(0);
    });

    test('makes whole trials at any strength and through any device it allows', () => {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const strength = Number((easiest + ((hardest - easiest) * (seed % 7)) / 6).toFixed(6));
        const device = kind.canUseDevice && seed % 3 === 0 ? phone : null;
        const trial = trialOf(kind, seed, { strength, device, isCatch: seed % 10 === 0 });
        expect(trial.kindId).toBe(kind.id);
        expect(trial.versions.length === 1).toBe(kind.hasOneVersion ?? false);
        expect(trial.question).toMatch(/[.?]$/u);
        if (!isStrengthMeasured) expect(trial.secret.strength).toBe(strength);
        expect(trial.secret.strength).toBeGreaterThanOrEqual(Math.min(easiest, hardest));
        expect(trial.secret.strength).toBeLessThanOrEqual(Math.max(easiest, hardest));
        expect(trial.secret.isCatch).toBe(seed % 10 === 0);
        expect(() => assertAnswer(trial.answer, trial.secret.truth)).not.toThrow();
        expect(verdict(kind, trial, trial.secret.truth)).toBe(true);
        for (const { recipe } of trial.versions) assertRecipe(recipe, trial.sources);
        const recipes = trial.versions.map(({ recipe }) => JSON.stringify(recipe));
        expect(new Set(trial.versions.map(({ label }) => label)).size).toBe(trial.versions.length);
        if (trial.answer.kind === 'choice') {
          expect(new Set(trial.answer.options.map(({ id }) => id)).size).toBe(trial.answer.options.length);
          if (trial.answer.isVersion) {
            expect(trial.answer.options).toHaveLength(trial.versions.length);
            expect(new Set(recipes).size, 'versions differ').toBe(recipes.length);
          }
        }
        const passages = Object.values(trial.sources);
        expect(new Set(passages.map(({ startSec, durationSec }) => `${startSec} ${durationSec}`)).size).toBe(1);
        for (const { startSec, durationSec } of passages) {
          expect(durationSec).toBeGreaterThanOrEqual(4);
          expect(durationSec).toBeLessThanOrEqual(8);
          expect(Number(startSec.toFixed(3))).toBe(startSec);
        }
      }
    });

    test('is as strong as asked for', () => {
      const means = [hardest, easiest].map((strength) => {
        const made = Array.from({ length: SEEDS }, (_, seed) => trialOf(kind, seed, { strength }).secret.strength);
        return made.reduce((sum, value) => sum + value, 0) / SEEDS;
      });
      if (easiest > hardest) expect(means[1]!).toBeGreaterThan(means[0]!);
      else expect(means[1]!).toBeLessThan(means[0]!);
    });

    test('gives the same trial for the same seed, and another for another', () => {
      const texts = Array.from({ length: SEEDS }, (_, seed) => JSON.stringify(trialOf(kind, seed)));
      expect(Array.from({ length: SEEDS }, (_, seed) => JSON.stringify(trialOf(kind, seed)))).toEqual(texts);
      expect(new Set(texts).size).toBeGreaterThan(SEEDS / 10);
    });

    test('reveals right and wrong answers, and lets both be heard', () => {
      for (let seed = 1; seed <= 40; seed++) {
        const trial = trialOf(kind, seed);
        for (const answer of answersTo(trial)) {
          const reveal = kind.reveal(trial, answer);
          expect(reveal.truth).toMatch(/\.$/u);
          for (const sentence of [reveal.truth, reveal.comparison]) {
            expect(sentence).not.toMatch(/undefined|NaN|Infinity|null/u);
          }
          const roles = reveal.versions.map(({ role }) => role);
          expect(roles.filter((role) => role === 'truth')).toHaveLength(1);
          if (!verdict(kind, trial, answer)) {
            expect(reveal.comparison).toMatch(/\.$/u);
            expect(roles).toContain('yours');
          }
          expect(new Set(reveal.versions.map(({ label }) => label)).size).toBe(reveal.versions.length);
          for (const { recipe } of reveal.versions) assertRecipe(recipe, trial.sources);
        }
        expect(kind.reveal(trial, trial.secret.truth).comparison).toBe('');
      }
    });

    test('brings a missed item back in another place', () => {
      const { item } = trialOf(kind, 5).secret;
      const again = Array.from({ length: 60 }, (_, seed) => trialOf(kind, 1000 + seed, { item }));
      expect(new Set(again.map((trial) => trial.secret.item))).toEqual(new Set([item]));
      const asked = again.map(({ versions, answer, sources }) => JSON.stringify([versions, answer, sources]));
      expect(new Set(asked).size).toBeGreaterThan(1);
    });

    test('plays examples', () => {
      const examples = kind.examples({
        random: seededRandom(3),
        device: null,
        catalogue: CATALOGUE,
        material: SHELF,
        settings: {},
      });
      expect(examples.length).toBeGreaterThanOrEqual(2);
      for (const { sources, versions, title } of examples) {
        expect(title).not.toBe('');
        expect(new Set(versions.map(({ label }) => label)).size).toBe(versions.length);
        for (const { recipe } of versions) assertRecipe(recipe, sources);
      }
    });

    test('puts the answer everywhere alike', () => {
      const { answer } = trialOf(kind, 1);
      // An EQ is not placed evenly over the slider, but where it means something.
      if (answer.kind === 'eq') return expect(new Set(many.map(({ place }) => place)).size).toBeGreaterThan(2);
      const places = many.map(({ place }) => place);
      const categories = 'options' in answer && answer.kind === 'choice' ? answer.options.length : BINS;
      // A moment may begin up to the last quarter of a second, so its last eighth is a little emptier.
      const counted = answer.kind === 'moment' ? places.filter((place) => place < BINS - 1) : places;
      const count = answer.kind === 'moment' ? BINS - 1 : categories;
      expect(uniformStatistic(counted, count)).toBeLessThan(chiSquaredLimit(count - 1));
    });

    test('places it without regard to the trial before', () => {
      const pairs = many.slice(1).map(({ place }, i) => [String(many[i]!.place), String(place)] as const);
      const found = independence(pairs);
      expect(found.statistic).toBeLessThan(chiSquaredLimit(found.degrees));
    });

    test('shows nothing that goes with the answer', () => {
      const seen = many.map(({ visible: shown, place }) => [shown, String(place)] as const);
      const begun = many.map(({ start, place }) => [String(start), String(place)] as const);
      for (const { statistic, degrees } of [independence(seen), independence(begun)]) {
        expect(statistic).toBeLessThan(chiSquaredLimit(degrees));
      }
    });

    test('asks for a quantity alike, however easy the trial', () => {
      const specsAt = (strength: number, isCatch: boolean): readonly string[] => {
        const specs = Array.from({ length: SEEDS }, (_, seed) => trialOf(kind, seed, { strength, isCatch }).answer);
        return [
          ...new Set(specs.filter((spec) => spec.kind !== 'choice').map((spec) => JSON.stringify(spec))),
        ].toSorted();
      };
      expect(specsAt(easiest, true)).toEqual(specsAt(hardest, false));
    });

    test('leaves bots at chance', () => {
      for (const [name, bot] of Object.entries(botsFor(kind))) {
        let right = 0;
        let expected = 0;
        let variance = 0;
        for (let seed = 1; seed <= BOT_TRIALS; seed++) {
          const trial = trialOf(kind, 104_729 * seed);
          const chance = chanceIn(trial);
          if (verdict(kind, trial, bot(trial, seed))) right++;
          expected += chance;
          variance += chance * (1 - chance);
        }
        // A truth near the end of a scale is missed more often than chance says, never hit more often.
        expect(right, name).toBeLessThanOrEqual(expected + Z_001 * Math.sqrt(variance));
      }
    });
  });
}
