import { vi } from 'vitest';

/** Waits until a check passes: on a busy machine that may take longer than the second that Vitest gives. */
export const waitFor = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 20_000, interval: 5 });
