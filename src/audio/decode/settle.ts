/* oxlint-disable no-await-in-loop -- each step waits for what the one before it found */
import { throwIfAborted } from '../../core/errors';
import { Scope } from '../../core/scope';

/**
 * Settles as `work` does, or rejects with AbortError the moment the signal fires; what `work` brings later is dropped.
 * Some of what we wait for (`decodeAudioData`, a read from disk) cannot be stopped, only left.
 */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const scope = new Scope();
  const aborted = new Promise<never>((_, reject) => {
    scope.listen(signal, 'abort', () => {
      try {
        throwIfAborted(signal);
      } catch (error) {
        reject(error);
      }
    });
  });
  // Whoever loses the race must not end as an unhandled rejection.
  work.catch(() => undefined);
  try {
    throwIfAborted(signal);
    return await Promise.race([work, aborted]);
  } finally {
    scope.close();
  }
}

/** Lets the page breathe: a message, since timers are clamped to 4 ms and to a second in background tabs. */
export function yieldToPage(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** No task of ours on the main thread should last longer (a frame at 60 Hz is 16.7 ms, and others need their share). */
const sliceMs = 6;
/** Frames between two looks at the clock: about a quarter of a millisecond of work. */
const framesPerStep = 65_536;

/** Calls `step` over [0, frameCount) in steps, handing the thread back every few milliseconds. */
export async function inSlices(
  frameCount: number,
  signal: AbortSignal,
  step: (from: number, to: number) => void,
): Promise<void> {
  let sliceStart = performance.now();
  for (let from = 0; from < frameCount; from += framesPerStep) {
    step(from, Math.min(frameCount, from + framesPerStep));
    if (performance.now() - sliceStart < sliceMs) continue;
    await yieldToPage();
    throwIfAborted(signal);
    sliceStart = performance.now();
  }
}
