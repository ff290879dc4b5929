import type { DrillKind } from '../../drills/DrillKind';
import { poolOutcomes } from '../../drills/pooling';
import { thresholdOf } from '../../drills/psychometric';
import type { SkillState, ThresholdEstimate } from '../../drills/records';
import { skillPrefixOf } from '../../drills/skillKey';

/** What is known of a kind through one device, all bands together. */
export interface Standing {
  readonly trialCount: number;
  readonly correctCount: number;
  readonly threshold: ThresholdEstimate | null;
}

/** Skills are replaced as a whole when one of them changes, and a threshold costs about a millisecond. */
const known = new WeakMap<readonly SkillState[], Map<string, Standing | null>>();

/** Null before the first trial. @param deviceId null is flat */
export function standingOf(kind: DrillKind, skills: readonly SkillState[], deviceId: string | null): Standing | null {
  const prefix = skillPrefixOf(kind.id, kind.canUseDevice ? deviceId : null);
  const ofSkills = known.get(skills) ?? new Map<string, Standing | null>();
  known.set(skills, ofSkills);
  const found = ofSkills.get(prefix);
  if (found !== undefined) return found;
  const standing = workOut(
    kind,
    skills.filter(({ key }) => key.startsWith(prefix)),
  );
  ofSkills.set(prefix, standing);
  return standing;
}

function workOut(kind: DrillKind, skills: readonly SkillState[]): Standing | null {
  const trialCount = skills.reduce((sum, skill) => sum + skill.trialCount, 0);
  if (trialCount === 0) return null;
  const outcomes = poolOutcomes(skills.map(({ key, history }) => ({ key, outcomes: history.outcomes })));
  return {
    trialCount,
    correctCount: skills.reduce((sum, skill) => sum + skill.correctCount, 0),
    threshold: thresholdOf(kind.strength, outcomes),
  };
}

/** Devices through which a kind has been trained, flat (null) first. */
export function trainedDevices(kindId: string, skills: readonly SkillState[]): readonly (string | null)[] {
  const ids = new Set(skills.filter((skill) => skill.kindId === kindId).map(({ deviceId }) => deviceId));
  return [...ids].toSorted((a, b) => (a === null ? -1 : b === null ? 1 : a < b ? -1 : 1));
}
