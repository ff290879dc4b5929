/** What went wrong, as a word the screen can turn into a sentence. Nothing parses message text. */
export type ErrorCode =
  | 'audio-start-blocked'
  | 'audio-no-device'
  | 'audio-failed'
  | 'renderer-unsupported'
  | 'renderer-failed'
  | 'decode-not-audio'
  | 'decode-empty'
  | 'decode-truncated'
  | 'decode-no-audio-track'
  | 'decode-unsupported'
  | 'decode-too-short'
  | 'decode-too-long'
  | 'decode-failed'
  | 'decode-missing'
  | 'analysis-failed'
  | 'stimulus-failed'
  | 'part-missing'
  | 'storage-full'
  | 'storage-private'
  | 'storage-blocked'
  | 'storage-newer'
  | 'storage-damaged'
  | 'storage-failed'
  | 'backup-not-recognised'
  | 'backup-newer'
  | 'backup-damaged'
  | 'backup-no-room'
  | 'backup-failed'
  | 'export-failed'
  | 'export-no-room'
  | 'device-not-recognised'
  | 'device-too-few-points'
  | 'device-too-narrow'
  | 'device-bad-line'
  | 'device-too-large'
  | 'device-too-many-points'
  | 'device-too-many-filters'
  | 'device-unplayable'
  | 'device-left-out'
  | 'device-bad-json'
  | 'device-bad-impulse'
  | 'device-impedance'
  | 'device-failed'
  | 'opra-unreadable'
  | 'opra-unreachable';

/** An error with a code; `detail` carries figures for the sentence (durations in seconds, counts, format names). */
export class ElsewhereError extends Error {
  override readonly name = 'ElsewhereError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly detail: Readonly<Record<string, string | number>> = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** True for the `AbortError` a cancelled operation rejects with. */
export function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Throws the signal's `AbortError` if it has been aborted. */
export function throwIfAborted(signal: { readonly aborted: boolean; readonly reason?: unknown } | undefined): void {
  if (signal?.aborted) {
    if (signal.reason instanceof Error) throw signal.reason;
    const error = new Error('Cancelled');
    error.name = 'AbortError';
    throw error;
  }
}

/** Throws `RangeError` naming the value and its range unless min ≤ value ≤ max. */
export function assertInRange(name: string, value: number, min: number, max: number): void {
  if (!(value >= min && value <= max)) {
    throw new RangeError(`${name} must be between ${min} and ${max}, got ${value}`);
  }
}
