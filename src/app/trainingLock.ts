import type { TrainingLock } from '../store/train/trainingLock';

const NAME = 'elsewhere training';

/** The lock of the browser, which also lets go when a tab is closed or crashes. */
export function webTrainingLock(): TrainingLock {
  let letGo: (() => void) | null = null;

  async function request(options: LockOptions, onLost: () => void): Promise<boolean> {
    // Without the API (an insecure address) there is nothing to keep tabs apart; records are counted once all the same.
    if (!('locks' in navigator)) return true;
    return await new Promise<boolean>((resolve) => {
      const held = navigator.locks.request(NAME, options, (lock) => {
        resolve(lock !== null);
        if (!lock) return undefined;
        return new Promise<void>((release) => {
          letGo = release;
        });
      });
      // Rejects when another tab steals it.
      held.catch(() => {
        letGo = null;
        onLost();
      });
    });
  }

  return {
    acquire: (onLost) => request({ ifAvailable: true }, onLost),
    async steal(onLost) {
      await request({ steal: true }, onLost);
    },
    release() {
      letGo?.();
      letGo = null;
    },
  };
}
