import { createEmptyCard, fsrs, Rating, S_MAX, S_MIN, type Card, type Grade } from 'ts-fsrs';
import * as v from 'valibot';

/** What one answered trial tells the scheduler. */
export interface ScheduleOutcome {
  readonly isCorrect: boolean;
  /** Chance of a lucky guess, 0 … < 1. */
  readonly chance: number;
  /** Position of the trial's strength on its scale: 0 hardest, 1 easiest (`positionOf`). */
  readonly position: number;
}

/** How much a skill wants to be practised. */
export interface Dueness {
  readonly isDue: boolean;
  /** Milliseconds since 1970. */
  readonly dueAt: number;
  /** Whole and part days since it fell due; negative before. */
  readonly overdueDays: number;
  /** Probability that the skill is still where practice left it, 0…1. */
  readonly retention: number;
}

const DAY_MS = 86_400_000;
/** Trials this close to one another are one sitting, and one review. */
const SITTING_GAP_MS = 45 * 60_000;
/** A last review later than this ahead of the clock was made by a clock that was wrong. */
const CLOCK_TOLERANCE_MS = DAY_MS;

const instant = v.pipe(v.number(), v.finite(), v.integer(), v.minValue(0), v.maxValue(8.64e15));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const amount = v.pipe(v.number(), v.finite(), v.minValue(0));

/** `State.New` */
const NEW = 0;

/** A card of ts-fsrs as plain JSON. */
const ReviewSchema = v.pipe(
  v.object({
    due: instant,
    stability: amount,
    difficulty: amount,
    scheduledDays: amount,
    learningSteps: count,
    reps: count,
    lapses: count,
    state: v.picklist([0, 1, 2, 3]),
    lastReview: v.nullable(instant),
  }),
  // Outside these ranges ts-fsrs throws.
  v.check(
    ({ state, stability, difficulty, lastReview }) =>
      state === NEW ||
      (lastReview !== null && stability >= S_MIN && stability <= S_MAX && difficulty >= 1 && difficulty <= 10),
  ),
);

const CardSchema = v.object({
  version: v.literal(1),
  /** As it stood before the present sitting. */
  before: ReviewSchema,
  /** With the present sitting counted as one review. */
  after: ReviewSchema,
  /** The present sitting so far. */
  sitting: v.object({
    trialCount: v.pipe(count, v.minValue(1)),
    /** Sum of chance-corrected marks: 1 for right, −c / (1 − c) for wrong. */
    marks: v.pipe(v.number(), v.finite()),
    positions: amount,
  }),
});

type Review = v.InferOutput<typeof ReviewSchema>;
/** Plain JSON, so that it can be stored and exported. */
export type SkillCard = v.InferOutput<typeof CardSchema>;

/** Days, not minutes: what is repeated within a sitting is the sitting's own business. */
const scheduler = fsrs({
  request_retention: 0.9,
  maximum_interval: 60,
  enable_fuzz: false,
  enable_short_term: false,
});

function toReview(card: Card): Review {
  return {
    due: card.due.getTime(),
    stability: card.stability,
    difficulty: card.difficulty,
    scheduledDays: card.scheduled_days,
    learningSteps: card.learning_steps,
    reps: card.reps,
    lapses: card.lapses,
    state: card.state,
    lastReview: card.last_review?.getTime() ?? null,
  };
}

function toFsrs(review: Review): Card {
  return {
    due: new Date(review.due),
    stability: review.stability,
    difficulty: review.difficulty,
    // The scheduler takes it from the dates.
    elapsed_days: 0,
    scheduled_days: review.scheduledDays,
    learning_steps: review.learningSteps,
    reps: review.reps,
    lapses: review.lapses,
    state: review.state,
    ...(review.lastReview === null ? {} : { last_review: new Date(review.lastReview) }),
  };
}

function readCard(card: unknown): SkillCard | null {
  const parsed = v.safeParse(CardSchema, card);
  return parsed.success ? parsed.output : null;
}

/** All dates moved by the same amount. */
function moved(review: Review, byMs: number): Review {
  return {
    ...review,
    due: Math.max(0, review.due + byMs),
    lastReview: review.lastReview === null ? null : Math.max(0, review.lastReview + byMs),
  };
}

/**
 * A sitting's grade. An adaptive drill keeps everybody near the same share of right answers, so that share alone says
 * little: much of it right on the harder half is `Easy`, hardly better than guessing is `Again`.
 */
function gradeOf(sitting: SkillCard['sitting']): Grade {
  const heard = sitting.marks / sitting.trialCount;
  const position = sitting.positions / sitting.trialCount;
  if (heard < 0.2) return Rating.Again;
  if (heard < 0.45) return Rating.Hard;
  return heard >= 0.8 && position <= 0.5 && sitting.trialCount >= 3 ? Rating.Easy : Rating.Good;
}

/**
 * The card after one more trial.
 * @param card what an earlier call gave, or anything: a foreign or broken card starts anew
 * @param at time of the trial, milliseconds since 1970; a clock set back a little counts as no time passed, one set back
 * by more than a day moves the card's dates back with it, so that nothing is lost and nothing waits for a future that
 * came from a wrong clock
 */
export function nextCard(card: unknown, outcome: ScheduleOutcome, at: number): SkillCard {
  const known = readCard(card);
  const mark = outcome.isCorrect ? 1 : -outcome.chance / (1 - outcome.chance);
  let before: Review;
  let now = at;
  let sitting = { trialCount: 1, marks: mark, positions: outcome.position };
  if (known) {
    const last = known.after.lastReview ?? at;
    const shift = last - at > CLOCK_TOLERANCE_MS ? at - last : 0;
    now = Math.max(last + shift, at);
    if (shift === 0 && now - last <= SITTING_GAP_MS) {
      before = known.before;
      sitting = {
        trialCount: known.sitting.trialCount + 1,
        marks: known.sitting.marks + mark,
        positions: known.sitting.positions + outcome.position,
      };
    } else {
      before = moved(known.after, shift);
    }
  } else {
    before = toReview(createEmptyCard(new Date(at)));
  }
  const after = toReview(scheduler.next(toFsrs(before), new Date(now), gradeOf(sitting)).card);
  return { version: 1, before, after, sitting };
}

/** How due a card is. Null for a card that is none: the skill is new. */
export function dueness(card: unknown, now: number): Dueness | null {
  const known = readCard(card);
  if (!known) return null;
  const { due, lastReview } = known.after;
  const isAhead = lastReview !== null && lastReview > now + CLOCK_TOLERANCE_MS;
  const dueAt = isAhead ? now : due;
  return {
    isDue: dueAt <= now,
    dueAt,
    overdueDays: (now - dueAt) / DAY_MS,
    retention: isAhead
      ? 0
      : scheduler.get_retrievability(toFsrs(known.after), new Date(Math.max(now, lastReview ?? now)), false),
  };
}
