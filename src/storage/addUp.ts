import type { DaySummary, SkillState, TrialRecord } from '../drills/records';
import type { ProgressRules } from './ProgressPort';

/** Records to a transaction: enough for the writing to be quick, few enough for page and other tabs not to wait long. */
const CHUNK = 2000;

const byTime = (a: TrialRecord, b: TrialRecord): number => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Each record once and oldest first, as histories want them. */
export function inOrder(records: readonly TrialRecord[]): TrialRecord[] {
  return [...new Map(records.map((record) => [record.id, record])).values()].toSorted(byTime);
}

/** Records of one skill on one day, one after another. */
interface Run {
  readonly day: string;
  readonly records: TrialRecord[];
}

/** The records of each skill, day after day. */
function runsBySkill(
  records: readonly TrialRecord[],
  keysOf: ProgressRules['keysOf'],
): ReadonlyMap<string, readonly Run[]> {
  const runs = new Map<string, Run[]>();
  for (const record of records) {
    const keys = keysOf(record);
    const ofSkill = runs.get(keys.skill);
    const last = ofSkill?.at(-1);
    if (last?.day === keys.day) last.records.push(record);
    else if (ofSkill) ofSkill.push({ day: keys.day, records: [record] });
    else runs.set(keys.skill, [{ day: keys.day, records: [record] }]);
  }
  return runs;
}

/**
 * Adds records to the rows they belong to, in place. A row that is none (a broken disk, another version) is begun anew:
 * it must not keep what is heard now from being kept.
 * @param records new ones only, oldest first
 * @param skills by key; rows of the records' skills as they stand, where there are any
 * @param days by key, likewise
 */
export function addUp(
  records: readonly TrialRecord[],
  { keysOf, merge, settle, isSkill, isDay }: ProgressRules,
  skills: Map<string, SkillState>,
  days: Map<string, DaySummary>,
): void {
  for (const [skillKey, runs] of runsBySkill(records, keysOf)) {
    let skill = skills.get(skillKey);
    if (!isSkill(skill)) skill = undefined;
    for (const { day: dayKey, records: ofRun } of runs) {
      const known = days.get(dayKey);
      const merged = merge(ofRun, skill, isDay(known) ? known : undefined);
      skill = merged.skill;
      days.set(dayKey, settle(merged.day, skill));
    }
    if (skill) skills.set(skillKey, skill);
  }
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
