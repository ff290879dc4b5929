import { seededRandom } from '../core/random';
import type { DrillGroup, DrillKind } from './DrillKind';
import { OCTAVE_CENTRES_HZ } from './material';
import { positionOf, thresholdOf } from './psychometric';
import type { DrillSpec, SkillKey, SkillState, ThresholdEstimate } from './records';
import { dueness } from './schedule';

export interface WorkoutBlock {
  readonly spec: DrillSpec;
  /** Why it was chosen, in words: e.g. `due since Monday`, `your weakest octave is 250 Hz`. */
  readonly reason: string;
  readonly minutes: number;
}

export interface WorkoutWish {
  readonly skills: readonly SkillState[];
  /**
   * Estimates that have been worked out already (`settledThresholds`), null where there is none: one takes milliseconds,
   * and years of practice leave hundreds of skills. Where a skill is missing, its history is asked.
   */
  readonly thresholds?: ReadonlyMap<SkillKey, ThresholdEstimate | null>;
  /** In the order of the screen: within a group, what comes first is where to begin. */
  readonly kinds: readonly DrillKind[];
  /** Milliseconds since 1970; weekdays in the reasons are those of the local calendar. */
  readonly now: number;
  readonly seed: number;
  /** About this long in all; 10 when left out. */
  readonly minutes?: number;
  /** False where there is no material for a kind. */
  readonly canUse: (kindId: string) => boolean;
  /** False for a device that is not in the catalogue (any more); all are when left out. */
  readonly canUseDevice?: (deviceId: string) => boolean;
}

/** Hearing, deciding, and the reveal. */
const SEC_PER_TRIAL = 15;
const MINUTES_PER_BLOCK = 2.5;
const MOST_BLOCKS = 4;
const MOST_DUE = 2;
const MOST_OF_A_GROUP = 2;
/** From here on a skill's threshold, or its want of one, says something. */
const FEWEST_TRIALS = 15;
/** A threshold that practised listeners reach, as a position on the scale, where the kind has no figure of its own. */
const USUAL_POSITION = 0.35;
/** Nearer to the usual than this is no weakness. */
const WEAKNESS = 0.1;
/** A band this much behind the others (share of the scale) is worth a block of its own. */
const BAND_BEHIND = 0.08;
/** Octaves to either side of the weak one that are asked along with it. */
const BAND_REACH = 2;
/** A first visit goes through the groups in this order. */
const BEGINNERS: readonly DrillGroup[] = ['tone', 'level', 'devices', 'space', 'faults'];

const DAY_MS = 86_400_000;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** A kind through one device, all bands together: what one block trains. */
interface Practice {
  readonly kind: DrillKind;
  readonly deviceId: string | null;
  readonly skills: readonly SkillState[];
}

interface Pick {
  readonly kind: DrillKind;
  readonly deviceId: string | null;
  readonly reason: string;
  readonly bands?: readonly number[];
}

/** Noon of the local day, so that summer time moves no day. */
function dayNumber(at: number): number {
  const date = new Date(at);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate(), 12) / DAY_MS);
}

/** `due today`, `due since Tuesday`, `due for 3 weeks` */
export function dueWords(dueAt: number, now: number): string {
  const days = dayNumber(now) - dayNumber(dueAt);
  if (days <= 0) return 'due today';
  if (days === 1) return 'due since yesterday';
  if (days < 7) return `due since ${WEEKDAYS[new Date(dueAt).getDay()]!}`;
  const weeks = Math.floor(days / 7);
  return weeks === 1 ? 'due for a week' : `due for ${weeks} weeks`;
}

const bandWords = (band: number): string => {
  const hz = OCTAVE_CENTRES_HZ[band]!;
  return hz >= 1000 ? `${hz / 1000} kHz` : `${hz} Hz`;
};

function practicesOf({ skills, kinds, canUse, canUseDevice = () => true }: WorkoutWish): Practice[] {
  const practices: Practice[] = [];
  for (const kind of kinds) {
    if (!canUse(kind.id)) continue;
    const own = skills.filter(
      ({ kindId, deviceId, trialCount }) =>
        kindId === kind.id && trialCount > 0 && (deviceId === null || (kind.canUseDevice && canUseDevice(deviceId))),
    );
    for (const deviceId of new Set(own.map((skill) => skill.deviceId))) {
      practices.push({ kind, deviceId, skills: own.filter((skill) => skill.deviceId === deviceId) });
    }
  }
  return practices;
}

/** What is due, the most forgotten first. */
function duePicks(practices: readonly Practice[], now: number): Pick[] {
  return practices
    .flatMap(({ kind, deviceId, skills }) => {
      const due = skills.map(({ card }) => dueness(card, now)).filter((one) => one?.isDue === true);
      if (due.length === 0) return [];
      const dueAt = Math.min(...due.map((one) => one!.dueAt));
      const retention = Math.min(...due.map((one) => one!.retention));
      return [{ kind, deviceId, reason: dueWords(dueAt, now), dueAt, retention }];
    })
    .toSorted((a, b) => a.retention - b.retention || a.dueAt - b.dueAt);
}

/** Position of a skill's threshold; the easiest end where there is none although there should be. Null: too early. */
function standing(kind: DrillKind, skill: SkillState, thresholds: WorkoutWish['thresholds']): number | null {
  const { outcomes } = skill.history;
  if (outcomes.length < FEWEST_TRIALS) return null;
  const settled = thresholds?.get(skill.key);
  const threshold = settled === undefined ? thresholdOf(kind.strength, outcomes) : settled;
  return threshold ? positionOf(kind.strength, threshold.value) : 1;
}

/** What lies furthest behind what practised listeners hear, or behind the listener's own other bands; furthest first. */
function weakPicks(practices: readonly Practice[], thresholds: WorkoutWish['thresholds']): Pick[] {
  return practices
    .flatMap(({ kind, deviceId, skills }) => {
      const known = skills.flatMap((skill) => {
        const position = standing(kind, skill, thresholds);
        return position === null ? [] : [{ band: skill.band, position }];
      });
      if (known.length === 0) return [];
      const mean = known.reduce((sum, { position }) => sum + position, 0) / known.length;
      const { usual } = kind.strength;
      const behind = mean - (usual === undefined ? USUAL_POSITION : positionOf(kind.strength, usual));
      const weakest = known.reduce((a, b) => (b.position > a.position ? b : a));
      const { band } = weakest;
      // Of the others, not of all: of two bands, half the difference would be lost.
      const others = (mean * known.length - weakest.position) / Math.max(1, known.length - 1);
      const bandBehind = known.length > 1 ? weakest.position - others : 0;
      if (band !== null && bandBehind >= BAND_BEHIND && kind.options.includes('bands')) {
        const bands = OCTAVE_CENTRES_HZ.map((_, index) => index).filter(
          (index) => index > 0 && Math.abs(index - band) <= BAND_REACH,
        );
        const reason = `your weakest octave is ${bandWords(band)}`;
        return [{ kind, deviceId, reason, bands, behind: Math.max(behind, bandBehind) }];
      }
      if (behind < WEAKNESS) return [];
      return [{ kind, deviceId, reason: `your ear for ${kind.skill} has furthest to go`, behind }];
    })
    .toSorted((a, b) => b.behind - a.behind);
}

/** Kinds never tried, those of the least practised groups first. */
function newPicks(wish: WorkoutWish, practices: readonly Practice[]): Pick[] {
  const isFirstVisit = practices.length === 0;
  const tried = new Set(practices.map(({ kind }) => kind.id));
  const fresh = wish.kinds.filter(({ id }) => wish.canUse(id) && !tried.has(id));
  const triedOf = (group: DrillGroup): number => practices.filter(({ kind }) => kind.group === group).length;
  const groups = BEGINNERS.toSorted((a, b) => triedOf(a) - triedOf(b));
  const byGroup = groups.map((group) => fresh.filter((kind) => kind.group === group));
  // One of each group in turn.
  const rounds = Math.max(0, ...byGroup.map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) => byGroup.flatMap((kinds) => kinds[round] ?? []))
    .flat()
    .map((kind) => ({ kind, deviceId: null, reason: isFirstVisit ? 'a good place to begin' : 'new to you' }));
}

/** Whatever was not practised for the longest time. */
function restPicks(practices: readonly Practice[]): Pick[] {
  const last = ({ skills }: Practice): number => Math.max(...skills.map(({ updatedAt }) => updatedAt));
  return practices
    .toSorted((a, b) => last(a) - last(b))
    .map(({ kind, deviceId }) => ({ kind, deviceId, reason: 'to keep it fresh' }));
}

/**
 * About ten minutes of practice: what is due, then what is weakest, then something new, from groups as different as may
 * be; no kind twice. On a first visit, where the groups begin.
 * @returns up to four blocks, the same for the same wish; none when nothing can be trained
 */
export function planWorkout(wish: WorkoutWish): WorkoutBlock[] {
  const { now, seed, minutes = 10 } = wish;
  const practices = practicesOf(wish);
  const count = Math.min(MOST_BLOCKS, Math.max(1, Math.round(minutes / MINUTES_PER_BLOCK)));
  const chosen: Pick[] = [];
  /** Takes the first that fit until there are so many blocks in all. */
  const take = (picks: readonly Pick[], upTo: number, mostOfAGroup = MOST_OF_A_GROUP): void => {
    for (const pick of picks) {
      if (chosen.length >= Math.min(count, upTo)) return;
      const isKnown = chosen.some(({ kind }) => kind.id === pick.kind.id);
      const ofItsGroup = chosen.filter(({ kind }) => kind.group === pick.kind.group).length;
      if (!isKnown && ofItsGroup < mostOfAGroup) chosen.push(pick);
    }
  };
  const due = duePicks(practices, now);
  const weak = weakPicks(practices, wish.thresholds);
  const fresh = newPicks(wish, practices);
  take(due, MOST_DUE);
  take(weak, Math.max(1, count - 1));
  take(fresh, practices.length === 0 ? count : chosen.length + 1);
  // Then the same again, as far as there is any.
  take(due, count);
  take(weak, count);
  take(fresh, Math.max(chosen.length, count - 1));
  take(restPicks(practices), count);
  take(fresh, count);
  take([...due, ...weak, ...fresh], count, Infinity);

  const random = seededRandom(seed);
  const blockMinutes = minutes / Math.max(1, chosen.length);
  return chosen.map(({ kind, deviceId, reason, bands }) => ({
    spec: {
      kindId: kind.id,
      mode: 'practise',
      trialCount: Math.max(5, Math.round((blockMinutes * 60) / SEC_PER_TRIAL)),
      seed: Math.floor(random() * 0x1_0000_0000),
      settings: bands ? { bands } : {},
      deviceId,
      trackIds: [],
    },
    reason,
    minutes: Math.round(blockMinutes * 10) / 10,
  }));
}
