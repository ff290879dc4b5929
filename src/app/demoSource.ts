import { cleanName } from '../core/cleanName';
import { ElsewhereError, isAbortError } from '../core/errors';
import type { Stem } from '../drills/material';
import type { DemoMix, DemoPassages, DemoSource, DemoStem } from '../store/demos';

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

const PARTS: ReadonlySet<unknown> = new Set<Stem['part']>([
  'kick',
  'snare',
  'hats',
  'bass',
  'harmony',
  'lead',
  'voice',
]);

function demoStem(value: unknown): DemoStem | null {
  const stem = value as Partial<Record<keyof DemoStem, unknown>> | null;
  if (typeof stem?.id !== 'string' || typeof stem.name !== 'string' || typeof stem.file !== 'string') return null;
  if (typeof stem.gainDb !== 'number') return null;
  const { id, name, file, gainDb } = stem;
  return {
    id,
    name: cleanName(name),
    file,
    gainDb,
    part: PARTS.has(stem.part) ? (stem.part as Stem['part']) : 'other',
  };
}

const bytesOf = (base64: unknown): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(typeof base64 === 'string' ? base64 : ''), (char) => char.charCodeAt(0));

function demoPassages(value: unknown, isMix: boolean): DemoPassages {
  const facts = value as Partial<Record<keyof DemoPassages, unknown>>;
  const sidePercent = bytesOf(facts.sidePercent);
  return {
    durationSec: Number(facts.durationSec),
    channelCount: facts.channelCount === 2 ? 2 : 1,
    isMix,
    integratedLufs: typeof facts.integratedLufs === 'number' ? facts.integratedLufs : null,
    sliceCount: sidePercent.length,
    bandDb: new Int8Array(bytesOf(facts.bandDb).buffer),
    sidePercent,
    onsetDb: bytesOf(facts.onsetDb),
  };
}

/** The service worker's own cache: what the first visit fetches before the worker is in charge is kept as well. */
export const SAMPLE_CACHE = 'samples';

async function keepCopy(url: string, response: Response): Promise<void> {
  try {
    await (await caches.open(SAMPLE_CACHE)).put(url, response);
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
  const manifest = async (): Promise<{ mixes?: unknown; stems?: unknown }> =>
    (await (await fetchSample('manifest.json')).json()) as { mixes?: unknown; stems?: unknown };
  const list = async (): Promise<readonly DemoMix[]> => {
    const { mixes } = await manifest();
    return Array.isArray(mixes) ? mixes.filter(isDemoMix).map((mix) => ({ ...mix, name: cleanName(mix.name) })) : [];
  };
  return {
    list,
    async listStems() {
      const { stems } = await manifest();
      return Array.isArray(stems) ? stems.flatMap((stem) => demoStem(stem) ?? []) : [];
    },
    async passages() {
      const [mixes, response] = await Promise.all([list(), fetchSample('passages.json')]);
      const isMix = new Set(mixes.map(({ id }) => id));
      const facts = (await response.json()) as Record<string, unknown>;
      return Object.fromEntries(Object.entries(facts).map(([id, value]) => [id, demoPassages(value, isMix.has(id))]));
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
