import { askPersistence } from '../askPersistence';
import type { BrowserStoragePort } from './BrowserStoragePort';

/** The service worker's cache of the demo music. */
const SAMPLES_CACHE = 'samples';

/** `undefined` where the API is missing (an insecure address) or refuses. */
async function asked<T>(question: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await question();
  } catch {
    // Refused, as in some private windows: the same as not knowing.
    return undefined;
  }
}

export const browserStorage: BrowserStoragePort = {
  async figures() {
    const manager = navigator.storage as StorageManager | undefined;
    const [estimate, isPersistent] = await Promise.all([
      asked(() => manager?.estimate?.()),
      asked(() => manager?.persisted?.()),
    ]);
    return {
      usageBytes: estimate?.usage ?? null,
      quotaBytes: estimate?.quota ?? null,
      isPersistent: isPersistent ?? null,
    };
  },
  persist: askPersistence,
  async samplesBytes() {
    const sizes = await asked(async () => {
      if (!(await caches.has(SAMPLES_CACHE))) return [];
      const cache = await caches.open(SAMPLES_CACHE);
      const responses = await Promise.all((await cache.keys()).map((request) => cache.match(request)));
      return Promise.all(responses.map(async (response) => (response ? (await response.blob()).size : 0)));
    });
    return (sizes ?? []).reduce((sum, bytes) => sum + bytes, 0);
  },
  async clearSamples() {
    await asked(() => caches.delete(SAMPLES_CACHE));
  },
};
