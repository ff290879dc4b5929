import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueness, nextCard, type ScheduleOutcome, type SkillCard } from '../../src/drills/schedule';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 2, 18);
const RIGHT: ScheduleOutcome = { isCorrect: true, chance: 0.25, position: 0.6 };
const WRONG: ScheduleOutcome = { isCorrect: false, chance: 0.25, position: 0.6 };

/** A sitting of twelve trials, ten seconds apart. */
function sitting(card: unknown, at: number, share: number, outcome = RIGHT): SkillCard {
  let now: unknown = card;
  for (let i = 0; i < 12; i++) {
    now = nextCard(now, { ...outcome, isCorrect: (i * 7) % 12 < share * 12 }, at + i * 10_000);
  }
  return now as SkillCard;
}

const waitOf = (card: SkillCard, at: number): number => (dueness(card, at)!.dueAt - at) / DAY;

describe('intervals', () => {
  test('a first sitting comes back within days, and intervals grow as long as it goes well', () => {
    let card = sitting(null, START, 0.8);
    let at = START;
    let before = 0;
    for (let i = 0; i < 4; i++) {
      const wait = waitOf(card, at);
      expect(wait).toBeGreaterThan(before);
      before = wait;
      at = dueness(card, at)!.dueAt;
      expect(dueness(card, at)!.isDue).toBe(true);
      expect(dueness(card, at - DAY)!.isDue).toBe(false);
      card = sitting(card, at, 0.8);
    }
    expect(before).toBeLessThanOrEqual(62.1);
  });

  test('guessing brings it back sooner than hearing, and hearing the hard half later still', () => {
    const known = sitting(sitting(null, START, 0.8), START + 3 * DAY, 0.8);
    const at = START + 12 * DAY;
    const guessed = waitOf(sitting(known, at, 0.25), at);
    const heard = waitOf(sitting(known, at, 0.7), at);
    const mastered = waitOf(sitting(known, at, 1, { ...RIGHT, position: 0.2 }), at);
    expect(guessed).toBeLessThan(heard);
    expect(heard).toBeLessThan(mastered);
  });

  test('the trials of one sitting are one review, whatever their order', () => {
    const known = sitting(null, START, 0.8);
    const at = START + 4 * DAY;
    const badFirst = [WRONG, WRONG, RIGHT, RIGHT, RIGHT, RIGHT];
    const cards = [badFirst, badFirst.toReversed()].map((outcomes) => {
      let card: unknown = known;
      for (const [i, outcome] of outcomes.entries()) card = nextCard(card, outcome, at + i * 1000);
      return card as SkillCard;
    });
    expect(cards[0]!.after).toEqual(cards[1]!.after);
    expect(cards[0]!.after.reps).toBe(known.after.reps + 1);
  });

  test('what was not practised is forgotten little by little', () => {
    const card = sitting(null, START, 0.8);
    const kept = [0, 1, 5, 30, 300].map((days) => dueness(card, START + days * DAY)!.retention);
    expect(kept).toEqual(kept.toSorted((a, b) => b - a));
    expect(kept[0]).toBeGreaterThan(0.95);
    expect(kept.at(-1)).toBeLessThan(0.8);
  });

  test('the same outcomes at the same times give the same card', () => {
    expect(sitting(sitting(null, START, 0.5), START + DAY, 0.9)).toEqual(
      sitting(structuredClone(sitting(null, START, 0.5)), START + DAY, 0.9),
    );
  });
});

describe('what is read back', () => {
  test('a card survives JSON', () => {
    const card = sitting(null, START, 0.6);
    const back: unknown = JSON.parse(JSON.stringify(card));
    expect(nextCard(back, RIGHT, START + 3 * DAY)).toEqual(nextCard(card, RIGHT, START + 3 * DAY));
  });

  test('a foreign or broken card starts anew', () => {
    const fresh = nextCard(null, RIGHT, START);
    const card = sitting(null, START - 9 * DAY, 0.6);
    const broken: unknown[] = [
      undefined,
      'card',
      [],
      { due: '2026-01-01' },
      { ...card, version: 2 },
      { ...card, after: { ...card.after, stability: NaN } },
      { ...card, after: { ...card.after, due: Infinity } },
      { ...card, before: null },
      { ...card, sitting: { trialCount: 0, marks: 0, positions: 0 } },
    ];
    for (const one of broken) {
      expect(dueness(one, START)).toBeNull();
      expect(nextCard(one, RIGHT, START)).toEqual(fresh);
    }
    fc.assert(
      fc.property(fc.anything(), (one) => {
        expect(nextCard(one, RIGHT, START)).toEqual(fresh);
      }),
    );
  });

  test('figures that are well-formed but make no sense start anew, too', () => {
    const card = sitting(null, START - 9 * DAY, 0.6);
    const fresh = nextCard(null, RIGHT, START);
    for (const odd of [
      { stability: 0 },
      { stability: 1e300 },
      { difficulty: 0 },
      { difficulty: 11 },
      { lastReview: null },
    ]) {
      expect(nextCard({ ...card, after: { ...card.after, ...odd } }, RIGHT, START)).toEqual(fresh);
      expect(nextCard({ ...card, before: { ...card.after, ...odd } }, RIGHT, START)).toEqual(fresh);
    }
  });
});

describe('a clock set back', () => {
  test('by an hour: no time has passed', () => {
    const card = sitting(null, START, 0.8);
    const after = nextCard(card, RIGHT, START - 3_600_000);
    expect(after.after.lastReview).toBe(card.after.lastReview);
    expect(after.sitting.trialCount).toBe(13);
  });

  test('by nine years: nothing waits for the wrong future, and what was learnt stays', () => {
    const wrong = START + 9 * 365 * DAY;
    let card = sitting(null, wrong, 0.8);
    card = sitting(card, dueness(card, wrong)!.dueAt, 0.8);
    expect(dueness(card, START)).toMatchObject({ isDue: true, dueAt: START });
    const after = nextCard(card, RIGHT, START);
    expect(waitOf(after, START)).toBeLessThanOrEqual(62.1);
    expect(after.after.reps).toBe(card.after.reps + 1);
    expect(after.after.stability).toBeGreaterThanOrEqual(nextCard(null, RIGHT, START).after.stability);
    expect(dueness(after, START)!.isDue).toBe(false);
  });

  test('any times in any order leave a card that is due within two months of the last', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 4e12 }), fc.boolean()), { minLength: 1 }), (trials) => {
        let card: unknown = null;
        for (const [at, isCorrect] of trials) card = nextCard(card, { ...RIGHT, isCorrect }, at);
        const now = trials.at(-1)![0];
        const { dueAt } = dueness(card, now)!;
        expect(dueAt - now).toBeLessThanOrEqual(62.1 * DAY);
      }),
    );
  });
});
