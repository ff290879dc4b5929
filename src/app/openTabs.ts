import { holdOpenLock, OPEN_LOCK, openLock } from './openLock';

/**
 * Runs `act` if no other tab is open. From then on until this page goes nobody else can.
 * @returns how many others there are; 0 when `act` has run
 */
export async function actAlone(act: () => void): Promise<number> {
  const { locks } = navigator;
  if (!locks) {
    act();
    return 0;
  }
  openLock.release();
  await openLock.held;
  const isAlone = await new Promise<boolean>((resolve, reject) => {
    const asked = locks.request(OPEN_LOCK, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      if (!lock) return undefined;
      act();
      // Held until the page goes.
      return new Promise<void>(() => undefined);
    });
    asked.catch(reject);
  });
  if (isAlone) return 0;
  holdOpenLock();
  return countOthers();
}

/** How many other tabs are open. */
export async function countOthers(): Promise<number> {
  const { held = [], pending = [] } = await navigator.locks.query();
  return [...held, ...pending].filter(({ name }) => name === OPEN_LOCK).length - 1;
}
