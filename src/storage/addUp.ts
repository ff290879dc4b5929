import type { DaySummary, SkillState, TrialRecord } from '../drills/records';
import type { ProgressRules } from './ProgressPort';

/** Records to a transaction: enough for the writing to be quick, few enough for page and other tabs not to wait long. */
const CHUNK = 2000;

const byTime = (a: TrialRecord, b: TrialRecord): number => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Each record once and oldest first, as histories want them. */
export function inOrder(records: readonly TrialRecord[]): TrialRecord[] {
  return [...new Map(records.map((record) => [record.id, record])).values()].toSorted(byTime);
}

/**
 * Adds records to the rows they belong to, in place.
 * @param records new ones only, oldest first
 * @param skills by key; rows of the records' skills as they stand, where there are any
 * @param days by key, likewise
 */
export function addUp(
  records: readonly TrialRecord[],
  { keysOf, merge, settle }: ProgressRules,
  skills: Map<string, SkillState>,
  days: Map<string, DaySummary>,
): void {
  /** The day that each skill has come to: it is settled when the skill moves on to another, and at the end. */
  const unsettled = new Map<string, string>();
  const settleDay = (skillKey: string, dayKey: string): void => {
    const day = days.get(dayKey);
    const skill = skills.get(skillKey);
    if (settle && day && skill) days.set(dayKey, settle(day, skill));
  };
  for (const record of records) {
    const keys = keysOf(record);
    const open = unsettled.get(keys.skill);
    if (open !== undefined && open !== keys.day) settleDay(keys.skill, open);
    unsettled.set(keys.skill, keys.day);
    const merged = merge(record, skills.get(keys.skill), days.get(keys.day));
    skills.set(keys.skill, merged.skill);
    days.set(keys.day, merged.day);
  }
  for (const [skillKey, dayKey] of unsettled) settleDay(skillKey, dayKey);
}

/** Saves chunk after chunk, oldest first. */
export async function saveInChunks(
  records: readonly TrialRecord[],
  save: (chunk: readonly TrialRecord[]) => Promise<number>,
  onProgress?: (done: number) => void,
): Promise<number> {
  const ordered = inOrder(records);
  let added = 0;
  for (let from = 0; from < ordered.length; from += CHUNK) {
    // One after another on purpose: each builds on the sums that the one before it left.
    // oxlint-disable-next-line no-await-in-loop
    added += await save(ordered.slice(from, from + CHUNK));
    onProgress?.(Math.min(from + CHUNK, ordered.length));
  }
  return added;
}
