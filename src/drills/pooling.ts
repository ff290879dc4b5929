import type { Outcome, SkillKey } from './records';

/** Outcomes of each band that count where all bands are taken together: the latest, so that old ones do not weigh. */
const POOLED_PER_BAND = 12;

/**
 * Outcomes of one kind through one device, all bands together, in an order that is the same on every machine. A kind
 * without bands has one history, and all of it counts.
 */
export function poolOutcomes(
  histories: readonly { readonly key: SkillKey; readonly outcomes: readonly Outcome[] }[],
): readonly Outcome[] {
  const [only, ...others] = histories;
  if (only && others.length === 0) return only.outcomes;
  return histories
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .flatMap(({ outcomes }) => outcomes.slice(-POOLED_PER_BAND));
}
