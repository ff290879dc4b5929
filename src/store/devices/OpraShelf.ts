import { playableDevice } from '../../devices/judgeDevice';
import type { FittingPort, LoadOptions, OpraHit } from '../../analysis/FittingPort';
import { throwIfAborted } from '../../core/errors';
import type { DeviceParts } from '../session';
import type { OpraState } from './devicesStore';
import type { OwnDevices } from './OwnDevices';

export interface OpraShelfDeps extends Pick<DeviceParts, 'devices' | 'storage'> {
  readonly own: OwnDevices;
  readonly fitting: () => FittingPort;
  /** Fetches the database from OPRA's public mirror. @throws AbortError; ElsewhereError `opra-unreachable` */
  readonly fetchOpra: (options: LoadOptions) => Promise<Blob>;
  readonly now: () => number;
}

const SUBJECT = 'OPRA’s database';

/** OPRA's database of headphones: loaded once, kept, searched, and its products taken over as own devices. */
export class OpraShelf {
  #loading: AbortController | null = null;
  /** What there is when nothing is being loaded. */
  #standing: OpraState = { phase: 'none' };
  readonly #restored: Promise<void>;

  constructor(private readonly deps: OpraShelfDeps) {
    this.#restored = this.#restore();
  }

  async load(file: File | 'mirror'): Promise<void> {
    this.#loading?.abort();
    const controller = new AbortController();
    const { signal } = controller;
    this.#loading = controller;
    await this.#restored;
    const isFetching = file === 'mirror';
    try {
      throwIfAborted(signal);
      this.#show({ phase: 'loading', fraction: 0, isFetching });
      const blob = isFetching ? await this.deps.fetchOpra({ signal, onProgress: this.#progress(true, signal) }) : file;
      throwIfAborted(signal);
      this.#show({ phase: 'loading', fraction: 0, isFetching: false });
      const { summary, kept } = await this.deps
        .fitting()
        .loadOpra(blob, { signal, onProgress: this.#progress(false, signal) });
      throwIfAborted(signal);
      this.#stand({ phase: 'ready', summary });
      await this.#keep(kept);
    } catch (error) {
      // Another load has taken over, and tells of itself.
      if (this.#loading !== controller) return;
      this.#show(this.#standing);
      this.deps.own.tell(error, 'opra-unreadable', isFetching ? SUBJECT : file.name);
      // The worker may have let go of what it held.
      if (this.#standing.phase === 'ready') await this.#restore();
    } finally {
      if (this.#loading === controller) this.#loading = null;
    }
  }

  cancel(): void {
    this.#loading?.abort();
  }

  async forget(): Promise<void> {
    this.cancel();
    await this.#restored;
    this.deps.fitting().forgetOpra();
    this.#stand({ phase: 'none' });
    await this.#keep(undefined);
  }

  async search(query: string, limit: number): Promise<readonly OpraHit[]> {
    await this.#restored;
    return this.deps.devices.getState().opra.phase === 'ready' ? this.deps.fitting().searchOpra(query, limit) : [];
  }

  /** @returns the id of the own device it has become */
  async adopt(hitId: string): Promise<string | undefined> {
    try {
      await this.#restored;
      const profile = await this.deps.fitting().opraDevice(hitId);
      if (!profile) return undefined;
      const { own, now } = this.deps;
      const known = own.find(profile.id);
      // One that has been changed since is a device of its own by now.
      if (known && known.profile.evidence !== 'own') return known.id;
      const id = known ? own.newId() : profile.id;
      const named = playableDevice({ ...profile, id, name: own.freeName(profile.name) });
      await own.put({ id, profile: named, addedAt: now() });
      return id;
    } catch (error) {
      this.deps.own.tell(error, 'device-failed', SUBJECT);
      return undefined;
    }
  }

  close(): void {
    this.#loading?.abort();
  }

  async #restore(): Promise<void> {
    try {
      const kept = await (await this.deps.storage())?.readOpra();
      if (kept) this.#stand({ phase: 'ready', summary: await this.deps.fitting().restoreOpra(kept) });
    } catch (error) {
      this.#stand({ phase: 'none' });
      this.deps.own.tell(error, 'opra-unreadable', SUBJECT);
    }
  }

  async #keep(kept: Blob | undefined): Promise<void> {
    try {
      await (await this.deps.storage())?.writeOpra(kept);
    } catch (error) {
      this.deps.own.tell(error, 'storage-failed', SUBJECT);
    }
  }

  #progress(isFetching: boolean, signal: AbortSignal): (fraction: number) => void {
    let told = 0;
    return (fraction) => {
      if (signal.aborted || Math.round(fraction * 100) === Math.round(told * 100)) return;
      told = fraction;
      this.#show({ phase: 'loading', fraction, isFetching });
    };
  }

  #stand(opra: OpraState): void {
    this.#standing = opra;
    this.#show(opra);
  }

  #show(opra: OpraState): void {
    this.deps.devices.setState({ opra });
  }
}
