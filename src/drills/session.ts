import { seededRandom, type Random } from '../core/random';
import type { DeviceProfile } from '../devices/DeviceProfile';
import type { Answer, DrillKind, StrengthScale, Trial } from './DrillKind';
import { assertAnswer, chanceOf, grade, gradedSpec, type Grade } from './grade';
import type { MaterialShelf } from './material';
import { poolOutcomes } from './pooling';
import { estimate, positionOf, strengthAt, thresholdOf } from './psychometric';
import type {
  DrillSpec,
  OpenSession,
  Outcome,
  SkillHistory,
  SkillKey,
  ThresholdEstimate,
  TrialRecord,
} from './records';
import { skillKeyOf, skillPrefixOf } from './skillKey';
import { wilsonInterval } from './statistics';

/** What trials are made of. The same parts, spec, start and answers give the same trials, byte for byte. */
export interface SessionDeps {
  readonly kinds: readonly DrillKind[];
  readonly catalogue: readonly DeviceProfile[];
  /** What a block is trained on. */
  readonly material: (spec: DrillSpec) => MaterialShelf;
}

/** A trial that waits for its answer. */
export interface CurrentTrial {
  readonly block: number;
  /** 0-based, within the block. */
  readonly index: number;
  readonly recordId: string;
  readonly trial: Trial;
  readonly skill: SkillKey;
  /** Probability that a guess is right. */
  readonly chance: number;
  readonly isCatch: boolean;
  /** A missed item that has come back. */
  readonly isRepeat: boolean;
}

export interface AnsweredTrial extends CurrentTrial, Grade {
  readonly answer: Answer;
  /** Milliseconds since 1970; never before the answer before it, whatever the clock says. */
  readonly at: number;
  readonly responseMs: number;
}

/** One sitting. Immutable: an answer makes another. */
export interface DrillSession {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly DrillSpec[];
  /** Skill histories at the start. */
  readonly start: Readonly<Record<SkillKey, SkillHistory>>;
  readonly startedAt: number;
  readonly answered: readonly AnsweredTrial[];
}

/** An answer as an open session keeps it. */
interface KeptAnswer {
  readonly answer: Answer;
  readonly at: number;
  readonly responseMs: number;
  /** Fingerprint of the trial: tells when the material or the drill is not what it was. */
  readonly trial: number;
}

/** Share of trials that anybody attentive gets right, hidden among the others; never the first. */
const CATCH_SHARE = 0.1;
/** A missed item comes back this many trials later. */
const REPEAT_AFTER = [2, 3, 4] as const;
/** How often one item may come back in a block: a listener who misses everything still gets mostly new trials. */
const REPEATS_PER_ITEM = 2;
const LONGEST_RESPONSE_MS = 60_000;
/** Outcomes from which a skill needs no related one to begin with. */
const ON_ITS_OWN = 20;
/** Right answers above chance, in standard deviations, from which a listener is taken not to be guessing. */
const BEYOND_GUESSING = 3;

const STREAM = { trial: 1, isCatch: 2, repeat: 3, redraw: 4 } as const;

/** Mixes integers into 32 bits (the finaliser of MurmurHash3). */
function mixed(...numbers: readonly number[]): number {
  let hash = 0x9747_b28c;
  for (const number of numbers) {
    hash = Math.imul(hash ^ (number | 0), 0x85eb_ca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash + 0x27d4_eb2f, 0xc2b2_ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

/** Of its own for each trial and purpose, so that no trial depends on how many numbers another drew. */
const streamOf = (spec: DrillSpec, block: number, index: number, stream: keyof typeof STREAM): Random =>
  seededRandom(mixed(spec.seed, block, index, STREAM[stream]));

/** FNV-1a. */
function fingerprint(trial: Trial): number {
  let hash = 0x811c_9dc5;
  for (const character of JSON.stringify([trial.kindId, trial.sources, trial.secret])) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x0100_0193);
  }
  return hash >>> 0;
}

function kindOf(spec: DrillSpec, deps: Pick<SessionDeps, 'kinds'>): DrillKind {
  const kind = deps.kinds.find(({ id }) => id === spec.kindId);
  if (!kind) throw new RangeError(`no drill is called ${spec.kindId}`);
  return kind;
}

/** Null where the kind is not heard through a device. */
function deviceOf(spec: DrillSpec, kind: DrillKind, catalogue: readonly DeviceProfile[]): DeviceProfile | null {
  if (spec.deviceId === null || !kind.canUseDevice) return null;
  const device = catalogue.find(({ id }) => id === spec.deviceId);
  if (!device) throw new RangeError(`no device is called ${spec.deviceId}`);
  return device;
}

/**
 * Starts a sitting.
 * @param start see {@link startOf}; left out for a shared drill, so that it is the same for everybody
 * @throws RangeError when there is nothing to ask
 */
export function openSession(sitting: {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly DrillSpec[];
  readonly start?: Readonly<Record<SkillKey, SkillHistory>>;
  readonly startedAt: number;
}): DrillSession {
  const { id, title, blocks, start = {}, startedAt } = sitting;
  if (blocks.length === 0) throw new RangeError('a sitting needs at least one block');
  for (const { trialCount } of blocks) {
    if (!Number.isInteger(trialCount) || trialCount < 1) {
      throw new RangeError(`trialCount must be a whole number from 1, got ${trialCount}`);
    }
  }
  return { id, title, blocks, start, startedAt, answered: [] };
}

/** Of all histories, those that these blocks start from: the kind's, in every band, on its device and on flat. */
export function startOf(
  skills: readonly { readonly key: SkillKey; readonly history: SkillHistory }[],
  blocks: readonly DrillSpec[],
): Record<SkillKey, SkillHistory> {
  const prefixes = blocks.flatMap(({ kindId, deviceId }) => [
    skillPrefixOf(kindId, deviceId),
    skillPrefixOf(kindId, null),
  ]);
  return Object.fromEntries(
    skills
      .filter(({ key }) => prefixes.some((prefix) => key.startsWith(prefix)))
      .map(({ key, history }) => [key, { outcomes: history.outcomes }]),
  );
}

/** Where a sitting stands; null when it is over. */
export function positionIn(session: DrillSession): { readonly block: number; readonly index: number } | null {
  let index = session.answered.length;
  for (const [block, { trialCount }] of session.blocks.entries()) {
    if (index < trialCount) return { block, index };
    index -= trialCount;
  }
  return null;
}

const answeredIn = (session: DrillSession, block: number): AnsweredTrial[] =>
  session.answered.filter((trial) => trial.block === block);

/** The missed trial that comes back here, if one does. Where each comes back is drawn from the free ones of its slots. */
function repeatAt(session: DrillSession, block: number, index: number): AnsweredTrial | null {
  const spec = session.blocks[block]!;
  if (spec.mode !== 'practise') return null;
  const slots = new Map<number, AnsweredTrial>();
  const times = new Map<string, number>();
  for (const missed of answeredIn(session, block)) {
    const { item } = missed.trial.secret;
    const before = times.get(item) ?? 0;
    if (missed.isCorrect || before >= REPEATS_PER_ITEM) continue;
    // Never empty: only this trial reaches as far as the last of them.
    const free = REPEAT_AFTER.map((after) => missed.index + after).filter((slot) => !slots.has(slot));
    const random = streamOf(spec, block, missed.index, 'repeat');
    slots.set(free[Math.floor(random() * free.length)]!, missed);
    times.set(item, before + 1);
  }
  return slots.get(index) ?? null;
}

const outcomeOf = ({ trial, isCorrect, chance }: AnsweredTrial): Outcome => [trial.secret.strength, isCorrect, chance];

/** Counted outcomes of one skill, oldest first: before this sitting, then in it. */
function outcomesOf(session: DrillSession, key: SkillKey): Outcome[] {
  return [
    ...(session.start[key]?.outcomes ?? []),
    ...session.answered.filter(({ skill, isCatch }) => skill === key && !isCatch).map(outcomeOf),
  ];
}

/** Outcomes of a kind through one device, all bands together. */
function pooledOutcomes(session: DrillSession, prefix: string, except?: SkillKey): Outcome[] {
  const isPart = (key: SkillKey): boolean => key.startsWith(prefix) && key !== except;
  const earlier = Object.entries(session.start)
    .filter(([key]) => isPart(key))
    .map(([key, { outcomes }]) => ({ key, outcomes }));
  return [
    ...poolOutcomes(earlier),
    ...session.answered.filter(({ skill, isCatch }) => isPart(skill) && !isCatch).map(outcomeOf),
  ];
}

function isBeyondGuessing(outcomes: readonly Outcome[]): boolean {
  let surplus = 0;
  let variance = 0;
  for (const [, isCorrect, chance] of outcomes) {
    surplus += (isCorrect ? 1 : 0) - chance;
    variance += chance * (1 - chance);
  }
  return surplus > 0 && surplus * surplus > BEYOND_GUESSING * BEYOND_GUESSING * variance;
}

/** What a related skill lets expect of this one: other bands through this device, else the same on flat. */
function parentOf(
  session: DrillSession,
  scale: StrengthScale,
  prefix: string,
  key: SkillKey,
): ThresholdEstimate | null {
  for (const related of new Set([prefix, skillPrefixOf(prefix.split('|')[0]!, null)])) {
    const outcomes = pooledOutcomes(session, related, key);
    const threshold = outcomes.length > 0 ? thresholdOf(scale, outcomes) : null;
    if (threshold) return threshold;
  }
  return null;
}

/** The most telling strength for the next trial of a skill. */
function strengthFor(
  session: DrillSession,
  kind: DrillKind,
  deviceId: string | null,
  band: number | null,
  chance: number,
): number {
  const scale = kind.strength;
  const prefix = skillPrefixOf(kind.id, deviceId);
  const key = skillKeyOf({ kindId: kind.id, deviceId, band });
  const outcomes = outcomesOf(session, key);
  const parent = outcomes.length < ON_ITS_OWN ? parentOf(session, scale, prefix, key) : null;
  const own = estimate(scale, outcomes, { chance, parent });
  if (band === null) return own.next;
  const pooled = pooledOutcomes(session, prefix);
  if (isBeyondGuessing(pooled)) return own.next;
  // Always naming the same band is right whenever that band is asked, and would look like an excellent ear for it.
  // Until the answers over all bands are better than guesses, a band gets no harder than all of them together.
  const together = estimate(scale, pooled, { chance }).next;
  return positionOf(scale, together) > positionOf(scale, own.next) ? together : own.next;
}

interface Remembered {
  readonly deps: SessionDeps;
  readonly current: CurrentTrial;
}
/** The current trial is asked for several times and costs milliseconds; a session never changes. */
const remembered = new WeakMap<DrillSession, Remembered>();

/**
 * The trial that a sitting stands at.
 * @throws RangeError when the sitting is over, names an unknown drill or device, or the material does not serve
 */
export function currentTrial(session: DrillSession, deps: SessionDeps): CurrentTrial {
  const known = remembered.get(session);
  if (known?.deps === deps) return known.current;
  const current = makeCurrent(session, deps);
  remembered.set(session, { deps, current });
  return current;
}

function makeCurrent(session: DrillSession, deps: SessionDeps): CurrentTrial {
  const position = positionIn(session);
  if (!position) throw new RangeError('the sitting is over');
  const { block, index } = position;
  const spec = session.blocks[block]!;
  const kind = kindOf(spec, deps);
  const device = deviceOf(spec, kind, deps.catalogue);
  const deviceId = device?.id ?? null;
  const missed = repeatAt(session, block, index);
  const isCatch = index > 0 && streamOf(spec, block, index, 'isCatch')() < CATCH_SHARE;
  const material = deps.material(spec);

  const make = (strength: number, item: string | undefined, stream: 'trial' | 'redraw'): Trial =>
    kind.makeTrial({
      random: streamOf(spec, block, index, stream),
      strength,
      isCatch,
      device,
      catalogue: deps.catalogue,
      material,
      settings: spec.settings,
      ...(item === undefined ? {} : { item }),
    });
  const chanceFor = (trial: Trial): number => trial.secret.chance ?? chanceOf(gradedSpec(trial), trial.secret.truth);

  let trial: Trial;
  if (isCatch || spec.settings.strength !== undefined) {
    const fixed = isCatch ? kind.strength.easiest : clampedTo(kind.strength, spec.settings.strength!);
    trial = make(fixed, missed?.trial.secret.item, 'trial');
  } else if (missed) {
    const strength = strengthFor(session, kind, deviceId, missed.trial.secret.band, missed.chance);
    trial = make(strength, missed.trial.secret.item, 'trial');
  } else {
    // Which band is asked is drawn by the kind; how strong it must be, the band's history says. So it is drawn once to
    // see the band and, where that asks for another strength, once more from the same numbers.
    const last = answeredIn(session, block).at(-1);
    const guess =
      last?.trial.secret.band === null
        ? strengthFor(session, kind, deviceId, null, last.chance)
        : (last?.trial.secret.strength ?? kind.strength.easiest);
    trial = make(guess, undefined, 'trial');
    const { band, item } = trial.secret;
    const chance = chanceFor(trial);
    const isSure = last !== undefined && last.trial.secret.band === null && band === null && chance === last.chance;
    const strength = isSure ? guess : strengthFor(session, kind, deviceId, band, chance);
    if (strength !== guess) {
      trial = make(strength, undefined, 'trial');
      // A kind that draws differently for another strength is held to the band.
      if (trial.secret.band !== band) trial = make(strength, item, 'redraw');
    }
  }
  return {
    block,
    index,
    recordId: `${session.id}/${block}/${index}`,
    trial,
    skill: skillKeyOf({ kindId: kind.id, deviceId, band: trial.secret.band }),
    chance: chanceFor(trial),
    isCatch,
    isRepeat: missed !== null,
  };
}

const clampedTo = (scale: StrengthScale, strength: number): number =>
  Number.isFinite(strength) ? strengthAt(scale, positionOf(scale, strength)) : scale.easiest;

/**
 * Answers the current trial.
 * @param at milliseconds since 1970
 * @param responseMs from the first sound to the answer; more than a minute counts as one
 * @throws RangeError when the answer does not fit the question; nothing is lost, it can be given again
 */
export function answerTrial(
  session: DrillSession,
  deps: SessionDeps,
  answer: Answer,
  at: number,
  responseMs: number,
): { readonly session: DrillSession; readonly record: TrialRecord; readonly result: AnsweredTrial } {
  if (!Number.isFinite(at)) throw new RangeError(`at must be a time in milliseconds, got ${at}`);
  const current = currentTrial(session, deps);
  const { trial } = current;
  const spec = session.blocks[current.block]!;
  const kind = kindOf(spec, deps);
  assertAnswer(trial.answer, answer);
  const verdict = kind.judge?.(trial, answer) ?? grade(gradedSpec(trial), trial.secret.truth, answer);
  const last = session.answered.at(-1)?.at ?? -Infinity;
  const result: AnsweredTrial = {
    ...current,
    ...verdict,
    answer,
    at: Math.max(Math.round(at), last),
    responseMs: Math.round(Math.min(LONGEST_RESPONSE_MS, Math.max(0, responseMs || 0))),
  };
  return {
    session: { ...session, answered: [...session.answered, result] },
    record: recordOf(result, spec, kind),
    result,
  };
}

function recordOf(result: AnsweredTrial, spec: DrillSpec, kind: DrillKind): TrialRecord {
  const { trial, answer } = result;
  const { truth, item, band, strength } = trial.secret;
  // Which of the versions it was says nothing about what was heard in it.
  const isNamed = 'id' in truth && 'id' in answer && !(trial.answer.kind === 'choice' && trial.answer.isVersion);
  return {
    id: result.recordId,
    at: result.at,
    mode: spec.mode,
    kindId: kind.id,
    deviceId: kind.canUseDevice ? spec.deviceId : null,
    band,
    strength,
    isCatch: result.isCatch,
    isCorrect: result.isCorrect,
    chance: result.chance,
    item: isNamed ? truth.id : item,
    answered: isNamed ? answer.id : null,
    error: result.error,
    responseMs: result.responseMs,
  };
}

/** As it is kept between visits. */
export function keptSession(session: DrillSession, savedAt: number): OpenSession {
  const { id, title, blocks, start, startedAt } = session;
  const answers: KeptAnswer[] = session.answered.map(({ answer, at, responseMs, trial }) => ({
    answer,
    at,
    responseMs,
    trial: fingerprint(trial),
  }));
  return { id, title, blocks, start, answers, startedAt, savedAt };
}

function isKeptAnswer(value: unknown): value is KeptAnswer {
  if (typeof value !== 'object' || value === null) return false;
  const { answer, at, responseMs, trial } = value as Partial<Record<keyof KeptAnswer, unknown>>;
  return (
    typeof answer === 'object' &&
    answer !== null &&
    typeof at === 'number' &&
    typeof responseMs === 'number' &&
    typeof trial === 'number'
  );
}

/**
 * A kept sitting, where it was left: every trial is made again from the seed and the answers.
 * @throws RangeError when its drill, device or material is not what it was; the trials answered so far are in the
 * records all the same
 */
export function resumeSession(open: OpenSession, deps: SessionDeps): DrillSession {
  let session = openSession(open);
  for (const kept of open.answers) {
    if (!isKeptAnswer(kept)) throw new RangeError('the sitting was kept in another form');
    if (fingerprint(currentTrial(session, deps).trial) !== kept.trial) {
      throw new RangeError('the sitting was kept with other material');
    }
    ({ session } = answerTrial(session, deps, kept.answer, kept.at, kept.responseMs));
  }
  return session;
}

/** What has been answered of one block. */
export interface BlockOutcome {
  readonly spec: DrillSpec;
  readonly trialCount: number;
  readonly correctCount: number;
  /** Mean over the trials. */
  readonly chance: number;
  /** Wilson interval of the share of right answers; 0…1 before there is one. */
  readonly interval: readonly [number, number];
  /** Over all bands of the kind, with what was known before. */
  readonly threshold: ThresholdEstimate | null;
  /** Hidden easy trials, which the counts above include. */
  readonly catchCount: number;
  readonly catchCorrectCount: number;
}

export function blockOutcome(session: DrillSession, block: number, deps: Pick<SessionDeps, 'kinds'>): BlockOutcome {
  const spec = session.blocks[block];
  if (!spec) throw new RangeError(`block must be between 0 and ${session.blocks.length - 1}, got ${block}`);
  const kind = kindOf(spec, deps);
  const trials = answeredIn(session, block);
  const correctCount = trials.filter(({ isCorrect }) => isCorrect).length;
  const catches = trials.filter(({ isCatch }) => isCatch);
  const deviceId = kind.canUseDevice ? spec.deviceId : null;
  return {
    spec,
    trialCount: trials.length,
    correctCount,
    chance: trials.length === 0 ? 0 : trials.reduce((sum, { chance }) => sum + chance, 0) / trials.length,
    interval: wilsonInterval(correctCount, trials.length),
    threshold: thresholdOf(kind.strength, pooledOutcomes(session, skillPrefixOf(kind.id, deviceId))),
    catchCount: catches.length,
    catchCorrectCount: catches.filter(({ isCorrect }) => isCorrect).length,
  };
}

/** Estimate of one skill with this sitting's answers in it. */
export function skillThreshold(
  session: DrillSession,
  skill: SkillKey,
  deps: Pick<SessionDeps, 'kinds'>,
): ThresholdEstimate | null {
  const kindId = skill.split('|')[0]!;
  const kind = deps.kinds.find(({ id }) => id === kindId);
  return kind ? thresholdOf(kind.strength, outcomesOf(session, skill)) : null;
}

/** Time spent on answers, milliseconds. */
export const practiceMsOf = (session: DrillSession): number =>
  session.answered.reduce((sum, { responseMs }) => sum + responseMs, 0);
