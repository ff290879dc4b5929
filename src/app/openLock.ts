/** Name of the lock that every open tab holds, shared with the others: so they can be counted. */
export const OPEN_LOCK = 'elsewhere open';

export const openLock = {
  release: (): void => undefined,
  /** Settles when the lock has been released. */
  held: undefined as Promise<unknown> | undefined,
};

/** Says that this tab is open, until it goes. */
export function holdOpenLock(): void {
  // Without the API (an insecure address) there is no service worker either, and so nothing to keep apart.
  openLock.held = navigator.locks?.request(
    OPEN_LOCK,
    { mode: 'shared' },
    () => new Promise<void>((resolve) => (openLock.release = resolve)),
  );
  openLock.held?.catch(() => undefined);
}
