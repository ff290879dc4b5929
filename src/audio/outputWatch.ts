import { ElsewhereError } from '../core/errors';
import { Scope } from '../core/scope';
import { settledWithin } from '../core/settledWithin';

/** How long `resume()` may take before the browser is taken to block sound. */
const START_TIMEOUT_MS = 4000;
/** A context that was asked to run and does so later than this finds nobody who waits for its sound. */
const LATE_START_MS = 60_000;

/** How often the clock is looked at, milliseconds. */
const LOOK_EVERY_MS = 500;
/** Looks in a row at which a running clock stood where it was: that is no hiccup any more. */
const STILL_LOOKS = 4;

export interface OutputEvents {
  /** Should anything be heard now? A clock is only missed while it should. */
  isWanted(): boolean;
  /** The context runs: at the start, or after a break. */
  onRunning(): void;
  /** The system holds the context back until it gives it free again by itself. */
  onInterrupted(): void;
  /** Somebody else has suspended the context; it may be asked to go on. */
  onSuspended(): void;
  /** Nothing will be heard of this context any more: closed, broken off, or its clock stands still. */
  onDead(): void;
}

/**
 * Counts looks at a clock that stands still. Looks and not time: timers of a hidden tab are late by up to a minute, and a
 * computer that slept wakes up hours later, so that time alone would take each of them for the death of the clock.
 */
export function clockWatch(): (clockSec: number, isExpectedToMove: boolean) => boolean {
  let lastSec = Number.NaN;
  let still = 0;
  return (clockSec, isExpectedToMove) => {
    still = isExpectedToMove && clockSec === lastSec ? still + 1 : 0;
    lastSec = clockSec;
    return still >= STILL_LOOKS;
  };
}

/** A context that is lost again and again is given up: this often in {@link BUDGET_MS}. */
const MOST_RECOVERIES = 4;
const BUDGET_MS = 30_000;

/** @returns a function to be asked before each recovery; false when there have been too many of late */
export function recoveryBudget(): () => boolean {
  let spentMs: number[] = [];
  return () => {
    const nowMs = performance.now();
    spentMs = [...spentMs.filter((ms) => nowMs - ms < BUDGET_MS), nowMs];
    return spentMs.length <= MOST_RECOVERIES;
  };
}

/**
 * Remembers a start that took too long. Its `resume()` still stands: slow systems let the context run seconds after the
 * listener was told that it does not, and then the sound must start, not stay away.
 */
export class LateStart {
  #untilMs = -Infinity;

  /** The start was given up, but is still wanted. */
  await(): void {
    this.#untilMs = performance.now() + LATE_START_MS;
  }

  /** The listener has done something else. */
  forget(): void {
    this.#untilMs = -Infinity;
  }

  /** @returns whether a context that runs now should sound; true once */
  take(): boolean {
    const isWanted = performance.now() < this.#untilMs;
    this.forget();
    return isWanted;
  }
}

/** Watches over what becomes of a real-time context until the scope that it returns is closed. */
export function watchOutput(native: AudioContext, events: OutputEvents): Scope {
  const scope = new Scope();
  const stateOf = (): string => native.state;
  let before = stateOf();
  scope.listen(native, 'statechange', () => {
    const state = stateOf();
    if (state === 'running') events.onRunning();
    else if (state === 'interrupted') events.onInterrupted();
    else if (state === 'closed') events.onDead();
    // Some systems leave a context suspended when an interruption is over.
    else if (events.isWanted() || before === 'interrupted') events.onSuspended();
    before = state;
  });
  scope.listen(native, 'error', () => events.onDead());
  const isStill = clockWatch();
  const timer = setInterval(() => {
    if (isStill(native.currentTime, native.state === 'running' && events.isWanted())) events.onDead();
  }, LOOK_EVERY_MS);
  scope.add(() => clearInterval(timer));
  return scope;
}

/**
 * Lets a context run.
 * @throws ElsewhereError `audio-start-blocked`, `audio-no-device`
 */
export async function resumeOutput(native: AudioContext): Promise<void> {
  if (native.state === 'running') return;
  try {
    await settledWithin(native.resume(), START_TIMEOUT_MS);
  } catch (cause) {
    throw new ElsewhereError('audio-no-device', 'No audio output', {}, { cause });
  }
  if ((native.state as string) !== 'running') {
    throw new ElsewhereError('audio-start-blocked', 'The sound may not start');
  }
}
