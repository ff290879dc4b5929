import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random';
import { CATALOGUE } from '../../src/devices/catalogue';
import type { Answer, DrillKind, Trial } from '../../src/drills/DrillKind';
import { createProgressRules } from '../../src/drills/progress';
import { positionOf } from '../../src/drills/psychometric';
import type { DrillSpec, SkillState, TrialRecord } from '../../src/drills/records';
import {
  answerTrial,
  blockOutcome,
  currentTrial,
  keptSession,
  openSession,
  positionIn,
  practiceMsOf,
  resumeSession,
  skillThreshold,
  startOf,
  type DrillSession,
  type SessionDeps,
} from '../../src/drills/session';
import { FIND_THE_BOOST, NAME_THE_BAND, NO_MATERIAL, PLACE, wrongAnswer } from '../support/plainKinds';

const kinds = [NAME_THE_BAND, FIND_THE_BOOST, PLACE];
const deps: SessionDeps = { kinds, catalogue: CATALOGUE, material: () => NO_MATERIAL };
const block = (change: Partial<DrillSpec> = {}): DrillSpec => ({
  kindId: 'findTheBoost',
  mode: 'test',
  trialCount: 20,
  seed: 1,
  settings: {},
  deviceId: null,
  trackIds: [],
  ...change,
});

type Listener = (trial: Trial, index: number) => Answer;
const right: Listener = ({ secret }) => secret.truth;

interface Run {
  readonly session: DrillSession;
  readonly records: readonly TrialRecord[];
}

function run(blocks: readonly DrillSpec[], listener: Listener, start: DrillSession['start'] = {}, id = 's'): Run {
  let session = openSession({ id, title: 'T', blocks, start, startedAt: 1000 });
  const records: TrialRecord[] = [];
  while (positionIn(session)) {
    const { trial } = currentTrial(session, deps);
    const answered = answerTrial(session, deps, listener(trial, records.length), 1000 + records.length, 900);
    session = answered.session;
    records.push(answered.record);
  }
  return { session, records };
}

const trialsOf = ({ session }: Run): string => JSON.stringify(session.answered.map(({ trial }) => trial));

/** Hears a difference as a logistic of its place on the scale; guesses evenly otherwise. */
function simulated(kind: DrillKind, threshold: (band: number | null) => number, seed: number): Listener {
  const random = seededRandom(seed);
  return (trial) => {
    const { secret, answer } = trial;
    const x = positionOf(kind.strength, secret.strength);
    const heard = 1 / (1 + Math.exp(-15 * (x - threshold(secret.band))));
    if (random() < heard || answer.kind !== 'choice') return secret.truth;
    return { kind: 'choice', id: answer.options[Math.floor(random() * answer.options.length)]!.id };
  };
}

describe('the same again', () => {
  test('one seed, one start, the same answers: the same trials byte for byte', () => {
    const blocks = [block(), block({ kindId: 'place', seed: 2 }), block({ kindId: 'nameTheBand', mode: 'practise' })];
    const listener = (): Listener => (trial, index) => (index % 3 === 0 ? wrongAnswer(trial) : trial.secret.truth);
    const first = run(blocks, listener());
    expect(trialsOf(run(blocks, listener()))).toBe(trialsOf(first));
    expect(trialsOf(run(blocks, listener(), {}, 'other id'))).toBe(trialsOf(first));
    expect(trialsOf(run([block({ seed: 2 })], listener()))).not.toBe(trialsOf(run([block()], listener())));
  });

  test('a trial does not depend on how many numbers the one before it drew', () => {
    const greedy: DrillKind = {
      ...FIND_THE_BOOST,
      makeTrial: (context) => {
        const trial = FIND_THE_BOOST.makeTrial(context);
        for (let i = 0; i < trial.secret.item.length * 7; i++) context.random();
        return trial;
      },
    };
    const trials = (kind: DrillKind): string => {
      const own = { ...deps, kinds: [kind] };
      let session = openSession({ id: 's', title: '', blocks: [block()], startedAt: 0 });
      while (positionIn(session)) {
        const { trial } = currentTrial(session, own);
        session = answerTrial(session, own, trial.secret.truth, 0, 0).session;
      }
      return JSON.stringify(session.answered.map(({ trial }) => trial));
    };
    expect(trials(greedy)).toBe(trials(FIND_THE_BOOST));
  });

  test('in a test nothing but the strength follows from the answers', () => {
    const withoutStrength = ({ session }: Run): unknown =>
      session.answered.map(({ trial, isCatch, isRepeat }) => [
        trial.sources,
        trial.secret.truth,
        trial.secret.item,
        isCatch,
        isRepeat,
      ]);
    for (const kindId of ['findTheBoost', 'nameTheBand', 'place']) {
      const blocks = [block({ kindId, trialCount: 40 })];
      const good = run(blocks, right);
      const bad = run(blocks, wrongAnswer);
      expect(withoutStrength(bad)).toEqual(withoutStrength(good));
      expect(trialsOf(bad)).not.toBe(trialsOf(good));
      // With the strength fixed they are the same altogether.
      const fixed = [block({ kindId, trialCount: 40, settings: { strength: 6 } })];
      expect(trialsOf(run(fixed, wrongAnswer))).toBe(trialsOf(run(fixed, right)));
    }
  });

  test('a sitting goes on after a reload wherever it was left', () => {
    const blocks = [block({ mode: 'practise', trialCount: 8 }), block({ kindId: 'place', trialCount: 6 })];
    const listener = simulated(FIND_THE_BOOST, () => 0.5, 4);
    const whole = run(blocks, (trial) => (trial.kindId === 'place' ? wrongAnswer(trial) : listener(trial, 0)));
    for (let count = 0; count <= whole.session.answered.length; count++) {
      const part: DrillSession = { ...whole.session, answered: whole.session.answered.slice(0, count) };
      const stored = JSON.parse(JSON.stringify(keptSession(part, 5000))) as ReturnType<typeof keptSession>;
      const resumed = resumeSession(stored, deps);
      expect(JSON.stringify(resumed)).toBe(JSON.stringify(part));
      const next = whole.session.answered[count]?.trial;
      if (next) expect(JSON.stringify(currentTrial(resumed, deps).trial)).toBe(JSON.stringify(next));
    }
  });

  test('what is kept of an open sitting says nothing of the trial that is owed', () => {
    const session = openSession({ id: 's', title: '', blocks: [block()], startedAt: 0 });
    const { trial } = currentTrial(session, deps);
    const stored = keptSession(session, 1);
    expect(stored.answers).toEqual([]);
    expect(JSON.stringify(stored)).not.toContain(JSON.stringify(trial.secret.truth));
  });

  test('a sitting kept with other material, or in another form, is refused rather than marked wrongly', () => {
    const { session } = run([block({ trialCount: 4 })], right);
    const kept = keptSession(session, 1);
    const other: DrillKind = {
      ...FIND_THE_BOOST,
      makeTrial: (context) => {
        context.random();
        return FIND_THE_BOOST.makeTrial(context);
      },
    };
    expect(() => resumeSession(kept, { ...deps, kinds: [other] })).toThrow('other material');
    expect(() => resumeSession(kept, { ...deps, kinds: [] })).toThrow('no drill is called findTheBoost');
    for (const answers of [[null], [1], [{}], [{ ...(kept.answers[0] as object), trial: 'x' }]]) {
      expect(() => resumeSession({ ...kept, answers }, deps)).toThrow(RangeError);
    }
  });
});

/** Critical values of chi-squared at p = 0.001 by degrees of freedom (NIST/SEMATECH e-Handbook, 1.3.6.7.4). */
const CRITICAL = { 1: 10.828, 9: 27.877, 19: 43.82 } as const;

function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('placement of the answer', () => {
  const spec = (seed: number, kindId: string): DrillSpec =>
    block({ kindId, seed, trialCount: 100, settings: { strength: 6 } });
  const truths = (kindId: string): string[] =>
    Array.from({ length: 100 }, (_, seed) => run([spec(seed, kindId)], right)).flatMap(({ session }) =>
      session.answered.map(({ trial: { secret } }) => (secret.truth.kind === 'choice' ? secret.truth.id : '')),
    );

  test.each([
    ['findTheBoost', 1],
    ['nameTheBand', 9],
  ] as const)('%s: even over 10,000 trials, and independent of the one before', (kindId, freedom) => {
    const optionCount = freedom + 1;
    const all = truths(kindId);
    const ids = [...new Set(all)];
    expect(all).toHaveLength(10_000);
    expect(ids).toHaveLength(optionCount);
    expect(chiSquared(ids.map((id) => all.filter((truth) => truth === id).length))).toBeLessThan(CRITICAL[freedom]);
    const step = Array.from({ length: optionCount }, () => 0);
    for (let i = 1; i < all.length; i++) {
      step[(ids.indexOf(all[i]!) - ids.indexOf(all[i - 1]!) + optionCount) % optionCount]!++;
    }
    expect(chiSquared(step)).toBeLessThan(CRITICAL[freedom]);
  });

  test('the band that is asked and the place of the answer are independent', () => {
    const cells = Array.from({ length: 20 }, () => 0);
    for (let seed = 0; seed < 60; seed++) {
      for (const { trial } of run([spec(seed, 'findTheBoost')], right).session.answered) {
        const { truth, band } = trial.secret;
        cells[band! * 2 + (truth.kind === 'choice' && truth.id === 'A' ? 0 : 1)]!++;
      }
    }
    expect(chiSquared(cells)).toBeLessThan(CRITICAL[19]);
  });
});

describe('catch trials', () => {
  const many = Array.from({ length: 60 }, (_, seed) => run([block({ seed, trialCount: 50 })], right).session.answered);

  test('about one in ten, never the first, at the strongest', () => {
    const all = many.flat();
    const catches = all.filter(({ isCatch }) => isCatch);
    expect(catches.length / all.length).toBeGreaterThan(0.08);
    expect(catches.length / all.length).toBeLessThan(0.12);
    expect(many.filter(([first]) => first!.isCatch)).toEqual([]);
    for (const { trial } of catches) {
      expect(trial.secret).toMatchObject({ isCatch: true, strength: FIND_THE_BOOST.strength.easiest });
    }
  });

  test('say nothing about the threshold', () => {
    const { session } = run(
      [block({ kindId: 'place', trialCount: 60 })],
      simulated(PLACE, () => 0.5, 1),
    );
    const flipped: DrillSession = {
      ...session,
      answered: session.answered.map((trial) => (trial.isCatch ? { ...trial, isCorrect: !trial.isCorrect } : trial)),
    };
    const skill = session.answered[0]!.skill;
    expect(session.answered.some(({ isCatch }) => isCatch)).toBe(true);
    expect(skillThreshold(flipped, skill, deps)).toEqual(skillThreshold(session, skill, deps));
    expect(blockOutcome(flipped, 0, deps).threshold).toEqual(blockOutcome(session, 0, deps).threshold);
    expect(blockOutcome(flipped, 0, deps).catchCorrectCount).not.toBe(blockOutcome(session, 0, deps).catchCorrectCount);
  });
});

describe('missed items', () => {
  const blocks = (mode: DrillSpec['mode'], seed: number): DrillSpec[] => [
    block({ kindId: 'nameTheBand', mode, seed, trialCount: 40 }),
  ];

  test('come back two to four trials later in practice, in another passage, at most twice', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { answered } = run(blocks('practise', seed), wrongAnswer).session;
      const repeats = answered.filter(({ isRepeat }) => isRepeat);
      expect(repeats.length).toBeGreaterThan(5);
      for (const repeat of repeats) {
        const { item } = repeat.trial.secret;
        const before = answered.filter(
          ({ index, trial }) => trial.secret.item === item && index <= repeat.index - 2 && index >= repeat.index - 4,
        );
        expect(before.length).toBeGreaterThan(0);
        for (const { trial } of before) expect(trial.sources).not.toEqual(repeat.trial.sources);
        expect(repeats.filter(({ trial }) => trial.secret.item === item).length).toBeLessThanOrEqual(2);
      }
    }
  });

  test('every item that was missed early enough does come back', () => {
    const { answered } = run(blocks('practise', 3), wrongAnswer).session;
    for (const missed of answered.filter(({ index, isRepeat }) => !isRepeat && index < 36)) {
      const { item } = missed.trial.secret;
      expect(answered.some(({ isRepeat, trial }) => isRepeat && trial.secret.item === item)).toBe(true);
    }
  });

  test('never in a test, and not when nothing was missed', () => {
    expect(run(blocks('test', 1), wrongAnswer).session.answered.some(({ isRepeat }) => isRepeat)).toBe(false);
    expect(run(blocks('practise', 1), right).session.answered.some(({ isRepeat }) => isRepeat)).toBe(false);
  });
});

/** Sittings one after another, each starting from what the ones before left. */
function career(kind: DrillKind, sittings: number, trialCount: number, listener: Listener): Run['session']['answered'] {
  const { merge } = createProgressRules(kinds, 'practice');
  const skills = new Map<string, SkillState>();
  const all = [];
  for (let sitting = 0; sitting < sittings; sitting++) {
    const blocks = [block({ kindId: kind.id, seed: 77 + sitting, trialCount })];
    const { session, records } = run(blocks, listener, startOf([...skills.values()], blocks), `s${sitting}`);
    for (const record of records) {
      const { skill } = merge([record], skills.get(`${record.kindId}|flat|${record.band ?? '-'}`), undefined);
      skills.set(skill.key, skill);
    }
    all.push(...session.answered);
  }
  return all;
}

const share = (trials: readonly { readonly isCorrect: boolean }[]): number =>
  trials.filter(({ isCorrect }) => isCorrect).length / trials.length;
const meanPosition = (kind: DrillKind, trials: readonly { readonly trial: Trial }[]): number =>
  trials.reduce((sum, { trial }) => sum + positionOf(kind.strength, trial.secret.strength), 0) / trials.length;

describe('strength', () => {
  test.each<[string, DrillKind, Listener]>([
    ['always the same band', NAME_THE_BAND, () => ({ kind: 'choice', id: '4' })],
    ['always the first version', FIND_THE_BOOST, () => ({ kind: 'choice', id: 'A' })],
    ['always the latest version', FIND_THE_BOOST, () => ({ kind: 'choice', id: 'B' })],
    ['always the middle', PLACE, () => ({ kind: 'scale', value: 0 })],
  ])('a bot that says %s scores at chance and gets nothing harder', (_, kind, bot) => {
    const trials = career(kind, 50, 20, bot);
    expect(trials).toHaveLength(1000);
    const { chance } = trials[0]!;
    expect(Math.abs(share(trials) - chance)).toBeLessThan(3 * Math.sqrt((chance * (1 - chance)) / 1000));
    const late = trials.slice(500).filter(({ isCatch }) => !isCatch);
    expect(meanPosition(kind, late)).toBeGreaterThan(0.8);
  });

  test('an ear that hears gets what is near its threshold, band by band', () => {
    const threshold = (band: number | null): number => (band === 3 ? 0.2 : 0.6);
    for (const kind of [FIND_THE_BOOST, NAME_THE_BAND]) {
      const trials = career(kind, 40, 25, simulated(kind, threshold, 9));
      const late = trials.slice(600).filter(({ isCatch }) => !isCatch);
      const at = (isStrong: boolean): number =>
        meanPosition(
          kind,
          late.filter(({ trial }) => (trial.secret.band === 3) === isStrong),
        );
      expect(at(false)).toBeGreaterThan(0.5);
      expect(at(false)).toBeLessThan(0.8);
      expect(at(true)).toBeLessThan(at(false) - 0.15);
    }
  });

  test('fixed by the listener, it stays, but for the catch trials; off the scale it is brought to the end', () => {
    const strengths = (strength: number): number[] => [
      ...new Set(
        run([block({ settings: { strength } })], right)
          .session.answered.filter(({ isCatch }) => !isCatch)
          .map(({ trial }) => trial.secret.strength),
      ),
    ];
    expect(strengths(4)).toEqual([4]);
    expect(strengths(99)).toEqual([12]);
    expect(strengths(0.01)).toEqual([1]);
  });

  test('a kind that draws differently for another strength is held to the band it drew first', () => {
    const fickle: DrillKind = {
      ...NAME_THE_BAND,
      id: 'fickle',
      makeTrial: (context) => {
        if (context.strength < 5) context.random();
        return { ...NAME_THE_BAND.makeTrial(context), kindId: 'fickle' };
      },
    };
    const own = { ...deps, kinds: [fickle] };
    let session = openSession({
      id: 's',
      title: '',
      blocks: [block({ kindId: 'fickle', trialCount: 60 })],
      startedAt: 0,
    });
    while (positionIn(session)) {
      const { trial, skill } = currentTrial(session, own);
      expect(skill).toBe(`fickle|flat|${trial.secret.band}`);
      session = answerTrial(session, own, trial.secret.truth, 0, 0).session;
    }
    expect(session.answered.some(({ trial }) => trial.secret.strength < 5)).toBe(true);
  });
});

describe('records and results', () => {
  test('a record holds what was asked, and which of the versions only where that means something', () => {
    const [named] = run([block({ kindId: 'nameTheBand', deviceId: 'phone', trialCount: 1 })], wrongAnswer).records;
    expect(named).toMatchObject({
      id: 's/0/0',
      at: 1000,
      mode: 'test',
      kindId: 'nameTheBand',
      deviceId: 'phone',
      isCatch: false,
      isCorrect: false,
      chance: 0.1,
      error: null,
      responseMs: 900,
    });
    expect(named!.item).toBe(String(named!.band));
    expect(named!.answered).not.toBe(named!.item);
    const [found] = run([block({ trialCount: 1 })], right).records;
    expect(found).toMatchObject({ chance: 0.5, answered: null, item: String(found!.band) });
    const [placed] = run([block({ kindId: 'place', deviceId: 'phone', trialCount: 1 })], right).records;
    // This kind is not heard through devices.
    expect(placed).toMatchObject({ deviceId: null, band: null, answered: null, error: 0, chance: 0.2 });
  });

  test("a kind's own judgement and chance come before the tolerance", () => {
    const judging: DrillKind = {
      ...PLACE,
      makeTrial: (context) => {
        const trial = PLACE.makeTrial(context);
        return { ...trial, secret: { ...trial.secret, chance: 0.33 } };
      },
      judge: () => ({ isCorrect: true, error: 0.7 }),
    };
    const own = { ...deps, kinds: [judging] };
    const session = openSession({ id: 's', title: '', blocks: [block({ kindId: 'place' })], startedAt: 0 });
    const answer = wrongAnswer(currentTrial(session, own).trial);
    expect(answerTrial(session, own, answer, 0, 0).record).toMatchObject({ isCorrect: true, error: 0.7, chance: 0.33 });
    expect(() => answerTrial(session, own, { kind: 'scale', value: 1e9 }, 0, 0)).toThrow(RangeError);
  });

  test('a block adds up, with its interval, its catch trials apart', () => {
    const { session } = run([block({ trialCount: 30 }), block({ seed: 9, trialCount: 10 })], (trial, index) =>
      index < 30 && index % 3 > 0 ? trial.secret.truth : wrongAnswer(trial),
    );
    const first = blockOutcome(session, 0, deps);
    expect(first).toMatchObject({ trialCount: 30, correctCount: 20, chance: 0.5 });
    // Wilson, 20 of 30: 0.4878 … 0.8077 (Newcombe 1998, method 3).
    expect(first.interval[0]).toBeCloseTo(0.4878, 3);
    expect(first.interval[1]).toBeCloseTo(0.8077, 3);
    expect(first.catchCount).toBe(session.answered.filter(({ block: b, isCatch }) => b === 0 && isCatch).length);
    expect(blockOutcome(session, 1, deps)).toMatchObject({ trialCount: 10, correctCount: 0 });
    expect(practiceMsOf(session)).toBe(40 * 900);
  });

  test('a block without answers has no result yet', () => {
    const session = openSession({ id: 's', title: '', blocks: [block()], startedAt: 0 });
    expect(blockOutcome(session, 0, deps)).toMatchObject({ trialCount: 0, interval: [0, 1], threshold: null });
  });

  test('a threshold follows after enough trials, and lies where the listener hears', () => {
    const { session } = run([block({ kindId: 'place', trialCount: 80 })], (trial, index) => {
      // Hears 38 % and more.
      return trial.secret.strength >= 38 || index % 5 === 0 ? trial.secret.truth : wrongAnswer(trial);
    });
    const threshold = skillThreshold(session, 'place|flat|-', deps);
    expect(threshold).not.toBeNull();
    expect(Math.abs(threshold!.value - 38)).toBeLessThan(8);
  });

  test('the clock set back: answers stay in order; pauses count as a minute', () => {
    const opened = openSession({ id: 's', title: '', blocks: [block()], startedAt: 50_000 });
    const { truth } = currentTrial(opened, deps).trial.secret;
    const first = answerTrial(opened, deps, truth, 60_000.4, 3_600_000);
    expect(first.record).toMatchObject({ at: 60_000, responseMs: 60_000 });
    const second = answerTrial(first.session, deps, currentTrial(first.session, deps).trial.secret.truth, 10, -5);
    expect(second.record).toMatchObject({ at: 60_000, responseMs: 0 });
    expect(() => answerTrial(opened, deps, truth, Number.NaN, 0)).toThrow(RangeError);
  });
});

describe('what cannot be', () => {
  test('an answer that does not fit is refused, and can be given again', () => {
    const session = openSession({ id: 's', title: '', blocks: [block()], startedAt: 0 });
    expect(() => answerTrial(session, deps, { kind: 'scale', value: 1 }, 0, 0)).toThrow(RangeError);
    const { truth } = currentTrial(session, deps).trial.secret;
    expect(answerTrial(session, deps, truth, 0, 0).result.isCorrect).toBe(true);
  });

  test('no blocks, no trials, an unknown device, a sitting that is over', () => {
    const open = (blocks: DrillSpec[]): DrillSession => openSession({ id: 's', title: '', blocks, startedAt: 0 });
    expect(() => open([])).toThrow('at least one block');
    expect(() => open([block({ trialCount: 0 })])).toThrow('got 0');
    expect(() => open([block({ trialCount: 1.5 })])).toThrow('got 1.5');
    expect(() => currentTrial(open([block({ deviceId: 'gone' })]), deps)).toThrow('no device is called gone');
    const { session } = run([block({ trialCount: 1 })], right);
    expect(positionIn(session)).toBeNull();
    expect(() => currentTrial(session, deps)).toThrow('over');
    expect(() => blockOutcome(session, 3, deps)).toThrow(RangeError);
  });
});

test('a start holds the histories that its blocks can use, and no others', () => {
  const history = { outcomes: [] };
  const keys = ['nameTheBand|phone|3', 'nameTheBand|flat|3', 'nameTheBand|tv|3', 'nameTheBandX|flat|3', 'place|flat|-'];
  const start = startOf(
    keys.map((key) => ({ key, history })),
    [block({ kindId: 'nameTheBand', deviceId: 'phone' })],
  );
  expect(Object.keys(start)).toEqual(['nameTheBand|phone|3', 'nameTheBand|flat|3']);
});
