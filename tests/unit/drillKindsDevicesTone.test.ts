import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random';
import { CATALOGUE, deviceById } from '../../src/devices/catalogue';
import { responseDb, stereoMatrix } from '../../src/devices/response';
import { DRILL_KINDS } from '../../src/drills/catalogue';
import type { Answer, DrillKind, DrillSettings, Trial } from '../../src/drills/DrillKind';
import { chanceOf, grade, gradedSpec } from '../../src/drills/grade';
import { OCTAVE_CENTRES_HZ, type MaterialShelf } from '../../src/drills/material';
import type { Recipe, Step } from '../../src/drills/recipe';
import type { ToneStage } from '../../src/devices/DeviceProfile';
import { syntheticMap } from '../support/materialShelf';
import { answersTo, contextOf, drillContract, trialOf, type ContractOptions } from './drillContract';

const KINDS = DRILL_KINDS.filter(({ group }) => group === 'devices' || group === 'tone');
const kindOf = (id: string): DrillKind => DRILL_KINDS.find((kind) => kind.id === id)!;

/** Devices are as far apart as they are. */
const OPTIONS: Readonly<Record<string, ContractOptions>> = {
  nameFamily: { isStrengthMeasured: true },
  nameDevice: { isStrengthMeasured: true },
  deviceBrighter: { isStrengthMeasured: true },
  deviceSame: { isStrengthMeasured: true },
  predictLoss: { isStrengthMeasured: true, asksForKnowledge: true },
};

for (const kind of KINDS) drillContract(kind, OPTIONS[kind.id]);

const seeds = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => 31 * i + 1);
const trials = (id: string, count: number, circumstances: Parameters<typeof trialOf>[2] = {}): readonly Trial[] =>
  seeds(count).map((seed) => trialOf(kindOf(id), seed, circumstances));
const truthId = ({ secret: { truth } }: Trial): string => ('id' in truth ? truth.id : '');
const truthValue = ({ secret: { truth } }: Trial): number => (truth.kind === 'scale' ? truth.value : Number.NaN);
const optionIds = ({ answer }: Trial): readonly string[] =>
  answer.kind === 'choice' ? answer.options.map(({ id }) => id) : [];

const toneOf = (steps: readonly Step[]): readonly ToneStage[] =>
  steps.filter((step): step is ToneStage => 'frequencyHz' in step && step.kind !== 'feedback');
const levelAt = (steps: readonly Step[], frequencyHz: number): number =>
  responseDb({ stages: toneOf(steps) }, frequencyHz);
const deviceIn = (recipe: Recipe): string | undefined =>
  recipe.steps.map((step) => (step.kind === 'device' ? step.deviceId : undefined)).find((id) => id !== undefined);

describe('devices and tone', () => {
  test('offer at least twelve kinds, each with a name of its own', () => {
    expect(KINDS.length).toBeGreaterThanOrEqual(12);
    expect(new Set(KINDS.map(({ id }) => id)).size).toBe(KINDS.length);
    expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
  });

  test.each(KINDS.map((kind) => [kind.id, kind] as const))('%s serves pink noise as well', (_, kind) => {
    const settings: DrillSettings = { pinkNoise: true };
    for (const seed of seeds(30)) {
      const trial = trialOf(kind, seed, { settings, strength: kind.strength.hardest });
      for (const { material, startSec } of Object.values(trial.sources)) {
        expect(material.kind).toBe('pinkNoise');
        expect(startSec).toBe(0);
      }
      for (const answer of answersTo(trial)) expect(kind.reveal(trial, answer).versions.length).toBeGreaterThan(1);
    }
  });

  test.each(KINDS.filter(({ canUseDevice }) => canUseDevice).map((kind) => [kind.id, kind] as const))(
    '%s lets every version, also of the answer, pass through the device',
    (_, kind) => {
      const device = CATALOGUE.find(({ family }) => family === 'cars')!;
      for (const seed of seeds(20)) {
        const trial = trialOf(kind, seed, { device });
        const heard = [trial, ...answersTo(trial).map((answer) => kind.reveal(trial, answer))];
        for (const { versions } of heard) {
          for (const { label, recipe } of versions) {
            const isOnFlat = label.endsWith('on the flat reference');
            expect(recipe.steps.at(-1)?.kind === 'device', label).toBe(!isOnFlat);
          }
        }
      }
    },
  );
});

describe('bands', () => {
  test.each([
    ['bandBoost', 1],
    ['bandCut', -1],
  ] as const)('%s moves the band that it asks for, the others less', (id, sign) => {
    for (const trial of trials(id, 40)) {
      const { steps } = trial.versions[1]!.recipe;
      const levels = optionIds(trial).map((option) => sign * levelAt(steps, Number(option)));
      expect(optionIds(trial)[levels.indexOf(Math.max(...levels))]).toBe(truthId(trial));
      expect(Math.max(...levels)).toBeCloseTo(trial.secret.strength, 1);
      expect(OCTAVE_CENTRES_HZ[trial.secret.band!]).toBe(Number(truthId(trial)));
    }
  });

  test('third octaves come three to an octave, each in its own', () => {
    const settings: DrillSettings = { thirdOctaves: true, bands: [3, 4] };
    const asked = trials('bandBoost', 200, { settings });
    expect(optionIds(asked[0]!)).toEqual(['200', '250', '315', '400', '500', '630']);
    expect(new Set(asked.map(truthId)).size).toBe(6);
    for (const trial of asked) expect(trial.secret.band).toBe(Number(truthId(trial)) < 350 ? 3 : 4);
  });

  test('a single band is asked among its neighbours, bands that do not exist are passed over', () => {
    const only = (bands: readonly number[]): readonly string[] =>
      optionIds(trialOf(kindOf('bandBoost'), 1, { settings: { bands } }));
    expect(only([3])).toEqual(['125', '250', '500']);
    expect(only([0])).toEqual(['31.5', '63']);
    expect(only([9, 42, -1, 2.5])).toEqual(['8000', '16000']);
    expect(only([])).toHaveLength(8);
  });

  test('the scale of a frequency spans the octaves that are trained', () => {
    for (const trial of trials('bandFrequency', 100, { settings: { bands: [4, 5, 6] } })) {
      expect(trial.answer).toMatchObject({ min: 354, max: 2828 });
      expect(truthValue(trial)).toBeGreaterThanOrEqual(354);
      expect(truthValue(trial)).toBeLessThanOrEqual(2828);
      expect([4, 5, 6]).toContain(trial.secret.band);
    }
  });

  test('a narrow band is the hard one to size, and its gain is that of the answer', () => {
    const qOf = (trial: Trial): number => {
      const [step] = trial.versions[1]!.recipe.steps;
      return step?.kind === 'peaking' ? step.q : Number.NaN;
    };
    const kind = kindOf('boostAmount');
    const [wide, narrow] = [kind.strength.easiest, kind.strength.hardest].map((strength) =>
      trials('boostAmount', 20, { strength }),
    );
    expect(Math.max(...wide!.map(qOf))).toBeLessThan(0.5);
    expect(Math.min(...narrow!.map(qOf))).toBeGreaterThan(6);
    for (const trial of [...wide!, ...narrow!]) {
      const { steps } = trial.versions[1]!.recipe;
      expect(levelAt(steps, Number(trial.secret.item))).toBeCloseTo(truthValue(trial), 6);
    }
  });

  test('figures in the sentence are those of the trial', () => {
    const trial = trials('bandFrequency', 1)[0]!;
    const value = Number((truthValue(trial) / 2).toFixed(1));
    const { min } = trial.answer as { min: number };
    const answer: Answer = { kind: 'scale', value: Math.max(min, value) };
    const octaves = Math.abs(Math.log2(answer.value / truthValue(trial))).toFixed(1);
    expect(kindOf('bandFrequency').reveal(trial, answer).comparison).toContain(`${octaves} octave`);
    expect(kindOf('bandFrequency').reveal(trial, answer).comparison).toContain(' low.');
  });
});

describe('roll-off', () => {
  test('falls by the slope beyond its corner and not on this side of it', () => {
    for (const slope of [3, 7, 12, 18, 24, 36]) {
      for (const trial of trials('rollOff', 40, { strength: slope })) {
        const { steps } = trial.versions[1]!.recipe;
        const corner = truthValue(trial);
        const isLow = trial.secret.item === 'low';
        const beyond = (octaves: number): number =>
          levelAt(steps, isLow ? corner / 2 ** octaves : corner * 2 ** octaves);
        // Shelves reach down to 16 Hz and up to 18 kHz.
        if (isLow ? corner > 120 : corner < 4000) {
          expect(beyond(1) - beyond(2), `${slope} dB/oct at ${corner} Hz`).toBeGreaterThan(0.75 * slope);
          expect(beyond(1) - beyond(2)).toBeLessThan(1.25 * slope);
        }
        expect(beyond(0)).toBeLessThan(-0.2 * slope ** 0.5);
        expect(beyond(0)).toBeGreaterThan(-9);
        expect(Math.abs(beyond(-2.5))).toBeLessThan(1);
      }
    }
  });
});

describe('correct it', () => {
  const kind = kindOf('correctEq');

  test('leaving it alone is never right, undoing it always is, at any strength', () => {
    for (const strength of [15, 8, 4, 2]) {
      for (const trial of trials('correctEq', 60, { strength })) {
        const answer = gradedSpec(trial);
        const truth = trial.secret.truth as Extract<Answer, { kind: 'eq' }>;
        for (const frequencyHz of [60, 300, 1000, 4000, 12_000]) {
          expect(grade(answer, truth, { kind: 'eq', frequencyHz, gainDb: 0 }).isCorrect).toBe(false);
        }
        expect(grade(answer, truth, truth).isCorrect).toBe(true);
        expect(grade(answer, truth, { ...truth, gainDb: truth.gainDb * 0.75 }).isCorrect).toBe(true);
        expect(grade(answer, truth, { ...truth, gainDb: -truth.gainDb }).isCorrect).toBe(false);
      }
    }
  });

  test('a guess is seldom right', () => {
    for (const trial of trials('correctEq', 20)) {
      expect(chanceOf(gradedSpec(trial), trial.secret.truth)).toBeLessThan(0.15);
    }
  });

  test('what is tried out is heard, and undoing the fault leaves the curve flat', () => {
    for (const trial of trials('correctEq', 40)) {
      const { index, recipe } = kind.tryOut!(trial, trial.secret.truth);
      expect(index).toBe(0);
      const idle = kind.tryOut!(trial, { kind: 'eq', frequencyHz: 1000, gainDb: 0 });
      for (const frequencyHz of OCTAVE_CENTRES_HZ) {
        expect(Math.abs(levelAt(recipe.steps, frequencyHz))).toBeLessThan(1e-9);
        expect(levelAt(idle.recipe.steps, frequencyHz)).toBeCloseTo(
          levelAt(trial.versions[0]!.recipe.steps, frequencyHz),
          9,
        );
      }
    }
  });

  test('the original is not among what is heard before the answer', () => {
    for (const trial of trials('correctEq', 20)) {
      expect(trial.versions).toHaveLength(1);
      expect(trial.versions[0]!.recipe.steps).not.toEqual([]);
    }
  });
});

describe('pairs of devices', () => {
  /** Mean level over a range, on a linear grid of log frequency of its own. */
  const mean = (id: string, fromHz: number, toHz: number): number => {
    let sum = 0;
    for (let i = 0; i <= 200; i++) sum += responseDb(deviceById(id)!, fromHz * (toHz / fromHz) ** (i / 200)) / 201;
    return sum;
  };
  const side = (id: string): number => {
    const [[same, cross]] = stereoMatrix(deviceById(id)!);
    return same - cross;
  };

  test('the device that is said to have more of it has more of it', () => {
    const measures: Readonly<Record<string, (id: string) => number>> = {
      treble: (id) => mean(id, 3000, 12_000) - mean(id, 400, 2000),
      bass: (id) => mean(id, 50, 200) - mean(id, 400, 2000),
      width: side,
    };
    const less = /darker|thinner|narrower/u;
    const asked = new Set<string>();
    for (const strength of [10, 3, 1]) {
      for (const trial of trials('deviceBrighter', 100, { strength })) {
        const [a, b] = trial.versions.map(({ recipe }) => measures[trial.secret.item]!(deviceIn(recipe)!));
        const hasMore = a! > b! ? 'a' : 'b';
        // A tenth of a dB in the choice of grid may turn the finest pairs.
        if (Math.abs(a! - b!) < 0.3 && trial.secret.item !== 'width') continue;
        expect(truthId(trial) === hasMore, trial.question).toBe(!less.test(trial.question));
        asked.add(trial.question);
      }
    }
    expect(asked.size).toBe(6);
  });

  test('width is not asked where the music is mono', () => {
    const mono: MaterialShelf = {
      mixes: [
        syntheticMap({ material: { kind: 'track', id: 'm' }, name: 'Mono', durationSec: 12, sidePercent: 0, seed: 3 }),
      ],
      stemSets: [],
    };
    const kind = kindOf('deviceBrighter');
    const items = seeds(60).map((seed) => kind.makeTrial({ ...contextOf(kind, seed), material: mono }).secret.item);
    expect(new Set(items)).toEqual(new Set(['treble', 'bass']));
    const losses = kindOf('predictLoss');
    for (const seed of seeds(60)) {
      const trial = losses.makeTrial({ ...contextOf(losses, seed), material: mono });
      expect(truthId(trial)).not.toBe('width');
    }
  });

  test('same means the same recipe, different means two', () => {
    for (const trial of trials('deviceSame', 100)) {
      const [a, b] = trial.versions.map(({ recipe }) => JSON.stringify(recipe));
      expect(a === b).toBe(truthId(trial) === 'same');
    }
  });

  test('devices chosen by the listener are the ones that are asked', () => {
    const deviceIds = CATALOGUE.slice(3, 7).map(({ id }) => id);
    const settings: DrillSettings = { deviceIds };
    for (const trial of trials('nameDevice', 40, { settings })) expect(optionIds(trial)).toEqual(deviceIds);
    for (const id of ['deviceBrighter', 'deviceSame']) {
      for (const trial of trials(id, 40, { settings })) {
        for (const { recipe } of trial.versions) expect(deviceIds).toContain(deviceIn(recipe));
      }
    }
    // Too few, or none that exist: all are asked rather than nothing.
    for (const few of [['nothing-like-it'], [deviceIds[0]!]]) {
      expect(trialOf(kindOf('nameDevice'), 4, { settings: { deviceIds: few } }).versions).toHaveLength(2);
      expect(trialOf(kindOf('deviceSame'), 4, { settings: { deviceIds: few } }).versions).toHaveLength(2);
    }
  });

  test('devices of one trial come from one family, four at the most', () => {
    for (const strength of [10, 4, 1.5]) {
      for (const trial of trials('nameDevice', 60, { strength })) {
        const families = new Set(optionIds(trial).map((id) => deviceById(id)!.family));
        expect(families.size).toBe(1);
        expect([3, 4]).toContain(optionIds(trial).length);
      }
    }
  });

  test('a hard trial has devices that are more alike', () => {
    for (const id of ['nameDevice', 'deviceSame', 'deviceBrighter']) {
      const { easiest, hardest } = kindOf(id).strength;
      const average = (strength: number): number =>
        trials(id, 80, { strength }).reduce((sum, { secret }) => sum + secret.strength, 0) / 80;
      expect(average(easiest) / average(hardest), id).toBeGreaterThan(1.5);
    }
  });
});

describe('predict, then hear', () => {
  const kind = kindOf('predictLoss');

  test('says nothing of what the device does before the answer', () => {
    for (const trial of trials('predictLoss', 40)) {
      expect(trial.versions.map(({ recipe }) => recipe.steps)).toEqual([[]]);
      expect(trial.question).toContain(String(trial.secret.facts!['deviceName']));
    }
  });

  test('what loses most is what the response takes from the passage', () => {
    const facts = (trial: Trial): readonly (readonly [string, number])[] =>
      optionIds(trial).map((id) => [id, Number(trial.secret.facts![id])] as const);
    for (const trial of trials('predictLoss', 200)) {
      const ranked = facts(trial).toSorted((a, b) => b[1] - a[1]);
      expect(ranked[0]![0]).toBe(truthId(trial));
      expect(ranked[0]![1] - ranked[1]![1]).toBeGreaterThanOrEqual(1);
    }
  });

  test('on a speaker that does nothing but cut the bass, the bass is what goes', () => {
    const flat = CATALOGUE.find(({ family }) => family === 'reference')!;
    const thin = (id: string, stages: (typeof flat)['stages']): typeof flat => ({
      ...flat,
      id,
      name: id,
      family: 'smallSpeakers',
      stages,
    });
    const catalogue = [
      flat,
      thin('no-bass', [{ kind: 'lowshelf', frequencyHz: 250, gainDb: -12, q: 0.7 }]),
      thin('no-top', [{ kind: 'highshelf', frequencyHz: 2500, gainDb: -12, q: 0.7 }]),
      thin('no-middle', [{ kind: 'peaking', frequencyHz: 800, gainDb: -12, q: 1 }]),
      thin('mono', [{ kind: 'monoSum' }]),
    ];
    const allowed: Readonly<Record<string, readonly string[]>> = {
      'no-bass': ['sub', 'bass', 'lowMids'],
      'no-top': ['presence', 'air'],
      'no-middle': ['mids', 'lowMids'],
      mono: ['width'],
    };
    const asked = new Set<string>();
    for (const seed of seeds(200)) {
      const trial = kind.makeTrial({ ...contextOf(kind, seed), catalogue });
      const id = String(trial.secret.facts!['deviceId']);
      expect(allowed[id]).toContain(truthId(trial));
      asked.add(id);
    }
    expect(asked.size).toBe(4);
  });

  test('no part of the sound is a good guess by itself', () => {
    const asked = trials('predictLoss', 2000);
    const offered = new Map<string, number>();
    const right = new Map<string, number>();
    for (const trial of asked) {
      for (const id of optionIds(trial)) offered.set(id, (offered.get(id) ?? 0) + 1);
      right.set(truthId(trial), (right.get(truthId(trial)) ?? 0) + 1);
    }
    for (const [id, count] of offered) {
      // Three options: a third, within 3.3 standard deviations.
      const spread = 3.3 * Math.sqrt((1 / 3) * (2 / 3) * count);
      expect(Math.abs((right.get(id) ?? 0) - count / 3), id).toBeLessThan(spread);
    }
    expect(offered.size).toBeGreaterThanOrEqual(5);
  });
});

describe('faults through a device', () => {
  test('are asked on flat, on a small mono speaker and in a car, and of one device where it is chosen', () => {
    const items = new Set(trials('faultThroughDevice', 60).map(({ secret }) => secret.item));
    const families = [...items].map((id) => deviceById(id)!.family);
    expect(new Set(families)).toEqual(new Set(['reference', 'smallSpeakers', 'cars']));
    const phone = CATALOGUE.find(({ pictogram }) => pictogram === 'phone')!;
    for (const trial of trials('faultThroughDevice', 20, { device: phone })) {
      expect(trial.secret.item).toBe(phone.id);
      for (const { recipe } of trial.versions) expect(deviceIn(recipe)).toBe(phone.id);
    }
  });

  test('a catch trial is heard where nothing is hidden', () => {
    for (const trial of trials('faultThroughDevice', 40, { isCatch: true })) {
      expect(deviceById(trial.secret.item)!.family).toBe('reference');
    }
  });

  test('the faults are those that were chosen, unless that leaves no question', () => {
    const chosen = trialOf(kindOf('faultThroughDevice'), 1, { settings: { faults: ['hum', 'boomy'] } });
    expect(optionIds(chosen)).toEqual(['boomy', 'hum']);
    const one = trialOf(kindOf('faultThroughDevice'), 1, { settings: { faults: ['hum'] } });
    expect(optionIds(one)).toHaveLength(5);
  });
});

describe('examples', () => {
  test.each(KINDS.map((kind) => [kind.id, kind] as const))('%s has three to eight, the same for a seed', (_, kind) => {
    const make = (seed: number): string => {
      const { strength: _s, isCatch: _c, item: _i, ...context } = contextOf(kind, 0);
      return JSON.stringify(kind.examples({ ...context, random: seededRandom(seed) }));
    };
    expect(make(5)).toBe(make(5));
    const examples = JSON.parse(make(5)) as unknown[];
    expect(examples.length).toBeGreaterThanOrEqual(3);
    expect(examples.length).toBeLessThanOrEqual(8);
  });
});
