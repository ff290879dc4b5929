import type { DrillKind } from './DrillKind';
import { accuracyOf, type Accuracy } from './progress';
import { positionOf } from './psychometric';
import type { DaySummary, SkillKey, SkillState, ThresholdEstimate } from './records';
import { dueness, type Dueness } from './schedule';

/** Where the listener stands with one skill through one device (in one band, where the kind has bands). */
export interface Standing {
  readonly skill: SkillKey;
  readonly kindId: string;
  readonly deviceId: string | null;
  readonly band: number | null;
  readonly accuracy: Accuracy;
  /** The latest estimate. */
  readonly threshold: ThresholdEstimate | null;
  /** Latest day with practice; null when the days do not know the skill. */
  readonly lastDay: string | null;
  /** 0: hears the hardest of the scale; 1: the easiest at most. Null when there are too few trials to say. */
  readonly weakness: number | null;
  readonly due: Dueness | null;
}

/** From here on a skill without a threshold is one that is not heard yet, not one that has hardly been asked. */
export const FEWEST_TRIALS = 15;

/**
 * Where the listener stands with every skill, by skill key.
 * @param kinds of skills whose kind is not among them there is no weakness
 * @param now milliseconds since 1970
 */
export function skillStandings(
  skills: readonly SkillState[],
  days: readonly DaySummary[],
  kinds: readonly Pick<DrillKind, 'id' | 'strength'>[],
  now: number,
): Standing[] {
  const scales = new Map(kinds.map(({ id, strength }) => [id, strength]));
  const rowsBySkill = new Map<SkillKey, DaySummary[]>();
  for (const row of days) {
    const rows = rowsBySkill.get(row.skill);
    if (rows) rows.push(row);
    else rowsBySkill.set(row.skill, [row]);
  }
  return skills
    .map(({ key, kindId, deviceId, band, card }): Standing => {
      const rows = rowsBySkill.get(key) ?? [];
      let lastDay: string | null = null;
      let estimated: DaySummary | null = null;
      for (const row of rows) {
        if (lastDay === null || row.day > lastDay) lastDay = row.day;
        if (row.threshold && (!estimated || row.day > estimated.day)) estimated = row;
      }
      const accuracy = accuracyOf(rows);
      const threshold = estimated?.threshold ?? null;
      const scale = scales.get(kindId);
      const unheard = accuracy.trialCount >= FEWEST_TRIALS ? 1 : null;
      return {
        skill: key,
        kindId,
        deviceId,
        band,
        accuracy,
        threshold,
        lastDay,
        weakness: scale ? (threshold ? positionOf(scale, threshold.value) : unheard) : null,
        due: dueness(card, now),
      };
    })
    .toSorted(byKey);
}

const byKey = (a: Standing, b: Standing): number => (a.skill < b.skill ? -1 : 1);

/** The weakest first, then what cannot be judged yet. */
export const weakestFirst = (a: Standing, b: Standing): number =>
  (b.weakness ?? -1) - (a.weakness ?? -1) || byKey(a, b);

/** What is due first, the longest overdue first; then what falls due next. */
export function dueFirst(a: Standing, b: Standing): number {
  const [dueA, dueB] = [a.due?.dueAt ?? Infinity, b.due?.dueAt ?? Infinity];
  return dueA === dueB ? weakestFirst(a, b) : dueA - dueB;
}
