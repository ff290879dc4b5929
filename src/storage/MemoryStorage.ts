import { ElsewhereError, type ErrorCode } from '../core/errors';
import { loadPart } from '../core/loadPart';
import { MemoryDevices } from './MemoryDevices';
import type { ProgressPort } from './ProgressPort';
import { newestOf, type Settings } from './settingRows';
import type { StoragePort, StoredTrack } from './StoragePort';

/** What the app runs on where the browser refuses a database: everything works, nothing outlives the page. */
export class MemoryStorage extends MemoryDevices implements StoragePort {
  readonly #tracks = new Map<string, StoredTrack>();
  readonly #files = new Map<string, Blob>();
  #settings: Settings = {};

  #progress: Promise<ProgressPort> | undefined;

  /** @param trouble why there is no database */
  constructor(readonly trouble: ErrorCode = 'storage-private') {
    super();
  }

  openProgress(): Promise<ProgressPort> {
    return (this.#progress ??= this.#openProgress());
  }

  async #openProgress(): Promise<ProgressPort> {
    try {
      const { MemoryProgress } = await loadPart('What stores progress', () => import('./MemoryProgress'));
      return new MemoryProgress();
    } catch (error) {
      // The next call tries again.
      this.#progress = undefined;
      throw error;
    }
  }

  async listTracks(): Promise<StoredTrack[]> {
    return [...this.#tracks.values()].toSorted((a, b) => a.addedAt - b.addedAt).map((track) => ({ ...track }));
  }

  async putTrack(track: StoredTrack, file: Blob): Promise<void> {
    this.#tracks.set(track.id, { ...track });
    this.#files.set(track.id, file);
  }

  async updateTrack(id: string, change: Partial<Omit<StoredTrack, 'id'>>): Promise<void> {
    const track = this.#tracks.get(id);
    if (!track) throw new ElsewhereError('storage-failed', `No track ${id}`, { id });
    this.#tracks.set(id, { ...track, ...change, id });
  }

  async readFile(id: string): Promise<Blob | undefined> {
    return this.#files.get(id);
  }

  async removeTrack(id: string): Promise<void> {
    this.#tracks.delete(id);
    this.#files.delete(id);
  }

  async readSettings(): Promise<Settings> {
    // Cloned both ways, as a database would: a caller that keeps changing its object must not change what is stored.
    return structuredClone(this.#settings);
  }

  async writeSettings(settings: Settings): Promise<void> {
    const newest = Object.entries(newestOf(this.#settings, settings));
    this.#settings = structuredClone(Object.fromEntries(newest.filter(([, { value }]) => value !== undefined)));
  }

  close(): void {
    this.#progress = undefined;
    this.forgetDevices();
    this.#tracks.clear();
    this.#files.clear();
    this.#settings = {};
  }
}
