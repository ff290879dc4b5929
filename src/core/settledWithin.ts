/** Timers, which pages and workers and Node all have; this folder is compiled without the types of any of them. */
declare function setTimeout(run: () => void, delayMs: number): unknown;
declare function clearTimeout(timer: unknown): void;

/**
 * Waits for work, but not for longer than a limit; the work itself goes on.
 * @param limitMs milliseconds
 * @returns whether it was done in time
 * @throws what the work rejects with, when it does so in time
 */
export async function settledWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: unknown;
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  try {
    return await Promise.race([work.then(() => true), limit]);
  } finally {
    clearTimeout(timer);
  }
}
