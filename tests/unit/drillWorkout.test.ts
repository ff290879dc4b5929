import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random';
import { DRILL_KINDS } from '../../src/drills/catalogue';
import { estimate, positionOf } from '../../src/drills/psychometric';
import type { Outcome, SkillState } from '../../src/drills/records';
import { nextCard } from '../../src/drills/schedule';
import { skillKeyOf } from '../../src/drills/skillKey';
import { dueWords, planWorkout, type WorkoutBlock } from '../../src/drills/workout';

const DAY = 86_400_000;
/** A Thursday, by any clock. */
const NOW = new Date(2026, 2, 12, 12).getTime();

/** A skill practised on one day by a listener with this threshold (position on the scale). */
function skill(
  kindId: string,
  position: number,
  daysAgo: number,
  { band = null, deviceId = null, trialCount = 40 }: Partial<SkillState> = {},
): SkillState {
  const kind = DRILL_KINDS.find(({ id }) => id === kindId)!;
  const random = seededRandom(kindId.length * 100 + (band ?? 0));
  const outcomes: Outcome[] = [];
  const at = NOW - daysAgo * DAY;
  let card: unknown = null;
  for (let i = 0; i < trialCount; i++) {
    const { next } = estimate(kind.strength, outcomes, { chance: 0.25 });
    const x = positionOf(kind.strength, next);
    const isCorrect = random() < 0.25 + 0.73 / (1 + Math.exp(-16 * (x - position)));
    outcomes.push([next, isCorrect, 0.25]);
    card = nextCard(card, { isCorrect, chance: 0.25, position: x }, at);
  }
  return {
    key: skillKeyOf({ kindId, deviceId, band }),
    kindId,
    deviceId,
    band,
    history: { outcomes },
    trialCount,
    correctCount: outcomes.filter(([, isCorrect]) => isCorrect).length,
    card,
    updatedAt: at,
  };
}

const plan = (skills: readonly SkillState[], more: Partial<Parameters<typeof planWorkout>[0]> = {}): WorkoutBlock[] =>
  planWorkout({ skills, kinds: DRILL_KINDS, now: NOW, seed: 1, canUse: () => true, ...more });

const kindsIn = (blocks: readonly WorkoutBlock[]): string[] => blocks.map(({ spec }) => spec.kindId);
const groupOf = (id: string): string => DRILL_KINDS.find((kind) => kind.id === id)!.group;

describe('a first visit', () => {
  test('begins where four groups begin, for about ten minutes', () => {
    const blocks = plan([]);
    expect(blocks).toHaveLength(4);
    expect(new Set(kindsIn(blocks).map(groupOf)).size).toBe(4);
    for (const { spec, reason } of blocks) {
      expect(DRILL_KINDS.find(({ group }) => group === groupOf(spec.kindId))!.id).toBe(spec.kindId);
      expect(reason).toBe('a good place to begin');
      expect(spec).toMatchObject({ mode: 'practise', deviceId: null, trackIds: [] });
    }
    expect(blocks.reduce((sum, { minutes }) => sum + minutes, 0)).toBeCloseTo(10, 0);
    const trials = blocks.reduce((sum, { spec }) => sum + spec.trialCount, 0);
    expect(trials).toBeGreaterThanOrEqual(30);
    expect(trials).toBeLessThanOrEqual(60);
  });

  test('takes what can be used, and nothing when nothing can', () => {
    expect(kindsIn(plan([], { canUse: (id) => id === 'hum' }))).toEqual(['hum']);
    expect(plan([], { canUse: () => false })).toEqual([]);
  });
});

describe('a later visit', () => {
  test('what is due comes first, the most forgotten before the others, and says since when', () => {
    const blocks = plan([skill('louder', 0.3, 30), skill('width', 0.3, 60), skill('hiss', 0.3, 1)]);
    expect(kindsIn(blocks).slice(0, 2).toSorted()).toEqual(['louder', 'width']);
    expect(kindsIn(blocks).indexOf('hiss')).not.toBe(0);
    for (const { reason } of blocks.slice(0, 2)) expect(reason).toMatch(/^due /);
  });

  test('names the weakest octave and asks it among its neighbours', () => {
    const bands = [2, 3, 4, 5, 6].map((band) => skill('bandBoost', band === 3 ? 0.75 : 0.3, 0, { band }));
    const block = plan(bands).find(({ spec }) => spec.kindId === 'bandBoost')!;
    expect(block.reason).toBe('your weakest octave is 250 Hz');
    expect(block.spec.settings.bands).toEqual([1, 2, 3, 4, 5]);
  });

  test('what lies far behind comes before what is as usual', () => {
    const blocks = plan([skill('louder', 0.25, 0), skill('width', 0.8, 0), skill('clipping', 0.3, 0)]);
    expect(blocks[0]!.spec.kindId).toBe('width');
    expect(blocks[0]!.reason).toMatch(/has furthest to go$/);
  });

  test('brings something new, and says so', () => {
    const blocks = plan([skill('louder', 0.7, 30), skill('width', 0.8, 30), skill('bandBoost', 0.8, 0, { band: 4 })]);
    expect(blocks.map(({ reason }) => reason)).toContain('new to you');
  });

  test('is varied: no kind twice, no more than two of a group', () => {
    const skills = DRILL_KINDS.map((kind, index) => skill(kind.id, 0.3 + (index % 5) / 10, index, { trialCount: 16 }));
    const blocks = plan(skills);
    expect(blocks).toHaveLength(4);
    expect(new Set(kindsIn(blocks)).size).toBe(4);
    for (const id of kindsIn(blocks)) {
      expect(kindsIn(blocks).filter((other) => groupOf(other) === groupOf(id)).length).toBeLessThanOrEqual(2);
    }
  });

  test('is heard through the device that it was trained through, as long as there is one', () => {
    const skills = [skill('louder', 0.3, 30, { deviceId: 'phone-bottom' })];
    expect(plan(skills)[0]!.spec).toMatchObject({ kindId: 'louder', deviceId: 'phone-bottom' });
    const without = plan(skills, { canUseDevice: () => false });
    expect(without.every(({ spec }) => spec.deviceId === null)).toBe(true);
  });

  test('passes over skills of kinds that are gone', () => {
    expect(plan([{ ...skill('louder', 0.3, 30), kindId: 'gone' }])).toEqual(plan([]));
  });

  test('a short one is one block', () => {
    expect(plan([skill('louder', 0.3, 30)], { minutes: 3 })).toHaveLength(1);
  });
});

test('the same wish gives the same workout; another seed the same drills with other trials', () => {
  const skills = [skill('louder', 0.3, 30), skill('width', 0.8, 0)];
  expect(plan(structuredClone(skills))).toEqual(plan(skills));
  const other = plan(skills, { seed: 2 });
  expect(kindsIn(other)).toEqual(kindsIn(plan(skills)));
  expect(other.map(({ spec }) => spec.seed)).not.toEqual(plan(skills).map(({ spec }) => spec.seed));
});

test.each([
  [0, 'due today'],
  [-3, 'due today'],
  [1, 'due since yesterday'],
  [2, 'due since Tuesday'],
  [6, 'due since Friday'],
  [8, 'due for a week'],
  [25, 'due for 3 weeks'],
])('due %i days ago', (days, words) => {
  expect(dueWords(NOW - days * DAY, NOW)).toBe(words);
});
