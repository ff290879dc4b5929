import type { InstallationStore, OfflinePart } from '../store/installationStore';
import { SAMPLE_CACHE } from './demoSource';

interface Sound {
  readonly url: string;
  readonly part: OfflinePart;
}

type Cause = 'save-data' | 'no-room' | 'unreachable';

const saysSaveData = (): boolean =>
  (navigator as { readonly connection?: { readonly saveData?: boolean } }).connection?.saveData === true;

const fileOf = (entry: unknown): string | null => {
  const file = (entry as { readonly file?: unknown } | null)?.file;
  return typeof file === 'string' ? file : null;
};

/** All files of `samples/`, by its list. @throws when the list is neither stored nor on the line */
async function listSounds(base: string): Promise<Sound[]> {
  const manifestUrl = `${base}samples/manifest.json`;
  const response = (await caches.match(manifestUrl)) ?? (await fetch(manifestUrl));
  const manifest = (await response.json()) as { readonly mixes?: unknown; readonly stems?: unknown };
  const ofPart = (list: unknown, part: OfflinePart): Sound[] =>
    (Array.isArray(list) ? list : []).flatMap((entry) => {
      const file = fileOf(entry);
      return file === null ? [] : [{ url: `${base}samples/${file}`, part }];
    });
  return [
    { url: manifestUrl, part: 'demo-mixes' },
    { url: `${base}samples/passages.json`, part: 'passages' },
    ...ofPart(manifest.mixes, 'demo-mixes'),
    ...ofPart(manifest.stems, 'stems'),
  ];
}

/** @returns null when it is stored now */
async function store(url: string, cache: Cache): Promise<Cause | null> {
  let response: Response;
  try {
    response = await fetch(url, { priority: 'low' });
    if (!response.ok) return 'unreachable';
  } catch {
    return 'unreachable';
  }
  try {
    await cache.put(url, response);
    return null;
  } catch (error) {
    return error instanceof DOMException && error.name === 'QuotaExceededError' ? 'no-room' : 'unreachable';
  }
}

/**
 * Stores what drills and demo mixes sound of, one file after another while the page is idle, and tells how far it is.
 * Where the browser asks to save data, only what an explicit press wants.
 * @param base URL of the page's folder, ending in `/`
 */
export async function storeSounds(
  base: string,
  installation: InstallationStore,
  idle: () => Promise<void>,
): Promise<void> {
  let isRunning = false;
  const run = async (isAsked: boolean): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    const missing = new Set<OfflinePart>();
    let cause: Cause = 'unreachable';
    try {
      const cache = await caches.open(SAMPLE_CACHE);
      const sounds = await listSounds(base);
      const tell = (fetchedCount: number): void =>
        installation.setState({ offline: { kind: 'fetching', fetchedCount, totalCount: sounds.length } });
      for (const [i, { url, part }] of sounds.entries()) {
        // In turn: what is heard now has the line first.
        // oxlint-disable-next-line no-await-in-loop
        if (await caches.match(url)) continue;
        let failure: Cause | null = 'save-data';
        if (isAsked || !saysSaveData()) {
          tell(i);
          // oxlint-disable-next-line no-await-in-loop
          await idle();
          // oxlint-disable-next-line no-await-in-loop
          failure = await store(url, cache);
        }
        if (failure === null) continue;
        cause = failure;
        missing.add(part);
      }
    } catch {
      for (const part of ['demo-mixes', 'passages', 'stems'] as const) missing.add(part);
    } finally {
      isRunning = false;
    }
    installation.setState({
      offline: missing.size === 0 ? { kind: 'ready' } : { kind: 'partial', missing: [...missing], cause },
    });
  };
  installation.setState({ fetchMissing: () => void run(true) });
  await run(false);
}
