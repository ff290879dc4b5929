import { ElsewhereError, isAbortError } from '../core/errors';
import type { DemoMix, DemoSource } from '../store/demos';

const isDemoMix = (value: unknown): value is DemoMix => {
  const demo = value as Partial<Record<keyof DemoMix, unknown>> | null;
  return (
    typeof demo?.id === 'string' &&
    typeof demo.name === 'string' &&
    typeof demo.file === 'string' &&
    typeof demo.durationSec === 'number' &&
    typeof demo.sampleRate === 'number'
  );
};

/** The service worker's own cache: what the first visit fetches before the worker is in charge is kept as well. */
const CACHE = 'samples';

async function keepCopy(url: string, response: Response): Promise<void> {
  try {
    await (await caches.open(CACHE)).put(url, response);
  } catch {
    // No cache (an insecure address, a private window) or no room: the demo then needs a connection, as before.
  }
}

async function keptCopy(url: string): Promise<Response | undefined> {
  try {
    return await caches.match(url);
  } catch {
    // No cache: nothing was kept.
    return undefined;
  }
}

/** Demo mixes from `samples/` beside the page. @param base URL of the page's folder, ending in `/` */
export function createDemoSource(base: string): DemoSource {
  const fetchSample = async (file: string, signal?: AbortSignal): Promise<Response> => {
    const url = `${base}samples/${file}`;
    try {
      const response = await fetch(url, signal ? { signal } : {});
      if (response.ok) {
        void keepCopy(url, response.clone());
        return response;
      }
    } catch (error) {
      if (isAbortError(error)) throw error;
      const kept = await keptCopy(url);
      if (kept) return kept;
      throw new ElsewhereError('decode-missing', `${file} could not be fetched`, {}, { cause: error });
    }
    throw new ElsewhereError('decode-missing', `${file} is not on the server`);
  };
  return {
    async list() {
      const manifest = (await (await fetchSample('manifest.json')).json()) as { mixes?: unknown };
      return Array.isArray(manifest.mixes) ? manifest.mixes.filter(isDemoMix) : [];
    },
    async read(demo, signal) {
      const response = await fetchSample(demo.file, signal);
      try {
        return await response.blob();
      } catch (error) {
        if (isAbortError(error)) throw error;
        throw new ElsewhereError('decode-missing', `${demo.file} broke off`, {}, { cause: error });
      }
    },
  };
}
