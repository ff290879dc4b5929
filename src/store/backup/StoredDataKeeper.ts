import { createStore } from 'zustand/vanilla';
import { ElsewhereError, isAbortError, throwIfAborted } from '../../core/errors';
import type { BackupEntry, BackupPort } from '../../storage/backup/BackupPort';
import type { BrowserStoragePort } from '../../storage/backup/BrowserStoragePort';
import type { DeviceStoragePort } from '../../storage/DeviceStoragePort';
import type { ProgressPort } from '../../storage/ProgressPort';
import type { StoragePort } from '../../storage/StoragePort';
import { DRAFT_ID } from '../devices/devicesStore';
import { uniqueName } from '../devices/deviceName';
import type { Track } from '../libraryStore';
import type { StoredDataParts } from '../session';
import { readContents, type BackupContents } from './contents';
import type { ProgressFilePort } from '../train/importProgress';
import { isProgressSound, restoreProgress, writeProgress } from './progressPart';
import { takeOverSettings } from './takeOverSettings';
import type { BackupJob, BackupOutcome, Restored, StoredData, StoredDataState } from './StoredData';

export interface StoredDataDeps extends StoredDataParts {
  readonly openProgress: () => Promise<ProgressPort>;
  readonly browser: BrowserStoragePort;
  readonly backups: BackupPort;
  readonly progressFile: ProgressFilePort;
  readonly now: () => number;
}

/** Trials whose size stands for that of all. */
const SAMPLE_TRIALS = 200;
/** Names in a ZIP: what every system can unpack. */
const plainName = (name: string): string => name.replaceAll(/[^\p{L}\p{N} ._()-]/gu, '_').slice(0, 120);
const json = (value: unknown): Blob => new Blob([JSON.stringify(value)], { type: 'application/json' });

type Storage = StoragePort & DeviceStoragePort;
type Restoration = Extract<BackupOutcome, { readonly kind: 'restored' }>;

/** Measures, frees, backs up and restores what is kept between visits. */
export class StoredDataKeeper implements StoredData {
  readonly store = createStore<StoredDataState>()(() => ({ usage: null, job: null, outcome: null }));
  #work: AbortController | null = null;

  constructor(private readonly deps: StoredDataDeps) {}

  async measure(): Promise<void> {
    const { browser, openProgress, storage } = this.deps;
    try {
      const [port, progress] = await Promise.all([storage(), openProgress()]);
      const [figures, samplesBytes, devices, opra, trialCount] = await Promise.all([
        browser.figures(),
        browser.samplesBytes(),
        port?.listDevices() ?? [],
        port?.readOpra(),
        progress.countTrials(),
      ]);
      const usage = {
        ...figures,
        samplesBytes,
        devices: { count: devices.length, bytes: devices.length > 0 ? json(devices).size : 0 },
        opraBytes: opra?.size ?? 0,
        trials: { count: trialCount, bytes: trialCount * (trialCount > 0 ? await bytesOfTrial(progress) : 0) },
      };
      this.store.setState({ usage });
    } catch (error) {
      this.#tell(error);
    }
  }

  async askPersistence(): Promise<void> {
    await this.deps.browser.persist();
    await this.measure();
  }

  async freeSamples(): Promise<void> {
    await this.deps.browser.clearSamples();
    await this.measure();
  }

  async freeOpra(): Promise<void> {
    await (await this.deps.deviceDesk()).forgetOpra();
    await this.measure();
  }

  cancel(): void {
    this.#work?.abort();
  }

  close(): void {
    this.cancel();
  }

  backUp({ includesAudio }: { readonly includesAudio: boolean }): Promise<void> {
    return this.#run('backup', undefined, async (signal) => {
      const { backups, now, saveFile } = this.deps;
      const at = now();
      const createdAt = new Date(at).toISOString();
      this.#show('collecting', 0);
      const { entries, missing } = await this.#collect(includesAudio, at, signal);
      throwIfAborted(signal);
      this.#show('writing', 0);
      const file = await backups.write(entries, createdAt, {
        signal,
        onProgress: (fraction) => this.#show('writing', fraction),
      });
      const fileName = `Elsewhere backup ${createdAt.slice(0, 10)}.zip`;
      saveFile(file, fileName);
      return { kind: 'saved', fileName, bytes: file.size, missing };
    });
  }

  restore(file: File): Promise<void> {
    return this.#run('restore', file.name, async (signal) => {
      const { backups, now, progressFile } = this.deps;
      this.#show('checking', 0);
      const { entries } = await backups.open(file, {
        signal,
        onProgress: (fraction) => this.#show('checking', fraction),
      });
      const contents = await readContents(entries);
      if (contents.progress && !(await isProgressSound(contents.progress, progressFile, now(), signal))) {
        throw new ElsewhereError('backup-damaged', 'its progress cannot be read', { name: 'progress.json' });
      }
      throwIfAborted(signal);
      return this.#merge(contents, signal);
    });
  }

  async #collect(
    includesAudio: boolean,
    at: number,
    signal: AbortSignal,
  ): Promise<{ readonly entries: BackupEntry[]; readonly missing: string[] }> {
    const { saveSettings, openProgress } = this.deps;
    await saveSettings();
    const storage = await this.#storage();
    const [stored, tracks, devices, progress] = await Promise.all([
      storage.readSettings(),
      storage.listTracks(),
      storage.listDevices(),
      openProgress(),
    ]);
    const audio: BackupEntry[] = [];
    const missing: string[] = [];
    const rows: { track: (typeof tracks)[number]; audio: string | null }[] = [];
    for (const track of tracks) {
      throwIfAborted(signal);
      // oxlint-disable-next-line no-await-in-loop -- a Blob is a handle; one after another is quick enough
      const content = includesAudio ? await storage.readFile(track.id) : undefined;
      if (includesAudio && !content) missing.push(track.name);
      const name = content ? `audio/${track.id}-${plainName(track.fileName)}` : null;
      if (content && name) audio.push({ name, content });
      rows.push({ track, audio: name });
    }
    const entries = [
      { name: 'settings.json', content: json(stored) },
      { name: 'tracks.json', content: json(rows) },
      { name: 'devices.json', content: json(devices) },
      { name: 'progress.json', content: await writeProgress(progress, at) },
      ...audio,
    ];
    return { entries, missing };
  }

  /**
   * Adds what is not there: what is stays as it is, so doing it twice changes nothing, and doing it again after it was
   * broken off adds the rest. Small things first, so that a full disk costs audio and not results.
   */
  async #merge(contents: BackupContents, signal: AbortSignal): Promise<Restoration> {
    const outcome: Mutable<Restoration> = {
      kind: 'restored',
      tracks: NONE,
      silent: [],
      devices: { ...NONE, left: contents.refusedDevices },
      trials: NONE,
      isFull: false,
      isCancelled: false,
    };
    const bytes = contents.tracks.reduce((sum, { audio }) => sum + (audio?.size ?? 0), 1);
    let doneBytes = 0;
    this.#show('adding', 0);
    try {
      await this.#restoreProgress(contents, outcome, signal);
      throwIfAborted(signal);
      await this.#restoreDevices(contents, outcome, signal);
      const here = new Set((await (await this.#storage()).listTracks()).map(({ id }) => id));
      for (const { track, audio } of contents.tracks) {
        throwIfAborted(signal);
        if (here.has(track.id)) outcome.tracks = counted(outcome.tracks, 'known');
        else if (audio === null) outcome.silent = [...outcome.silent, track.name];
        else {
          // oxlint-disable-next-line no-await-in-loop -- one file at a time; a full disk is known before the next
          outcome.tracks = (await this.#addTrack({ ...track, sizeBytes: audio.size, origin: 'own' }, audio, outcome))
            ? counted(outcome.tracks, 'added')
            : { ...outcome.tracks, left: [...outcome.tracks.left, track.name] };
        }
        doneBytes += audio?.size ?? 0;
        this.#show('adding', doneBytes / bytes);
      }
      await takeOverSettings(contents.settings, this.deps);
    } catch (error) {
      if (!isAbortError(error)) throw error;
      outcome.isCancelled = true;
    }
    return outcome;
  }

  async #restoreProgress(
    { progress: file }: BackupContents,
    outcome: Mutable<Restoration>,
    signal: AbortSignal,
  ): Promise<void> {
    if (!file) return;
    const { openProgress, progressFile, now } = this.deps;
    const progress = await openProgress();
    const before = await progress.countTrials();
    try {
      const { added, known } = await restoreProgress(file, progressFile, progress, now(), signal);
      outcome.trials = { added, known, left: [] };
      throwIfAborted(signal);
    } catch (error) {
      const added = (await progress.countTrials()) - before;
      outcome.trials = { added, known: 0, left: isAbortError(error) ? [] : ['The rest of the practice'] };
      if (isAbortError(error)) throw error;
      this.#note(error, outcome);
    } finally {
      await this.deps.madeTraining()?.reread();
    }
  }

  async #restoreDevices({ devices: all }: BackupContents, outcome: Mutable<Restoration>, signal: AbortSignal) {
    const { devices, shelf } = this.deps;
    const storage = await this.#storage();
    // One that storage keeps although it cannot be heard is there as well.
    const here = new Set((await storage.listDevices()).map(({ id }) => id));
    for (const device of all) {
      throwIfAborted(signal);
      if (device.id === DRAFT_ID || here.has(device.id) || shelf.byId(device.id)) {
        outcome.devices = counted(outcome.devices, 'known');
        continue;
      }
      const name = uniqueName(
        device.profile.name,
        shelf.all().map((other) => other.name),
      );
      const named = { ...device, profile: { ...device.profile, name } };
      try {
        // oxlint-disable-next-line no-await-in-loop -- each is whole before the next begins
        await storage.putDevice(named);
        devices.setState({ own: [...devices.getState().own, named] });
        outcome.devices = counted(outcome.devices, 'added');
      } catch (error) {
        outcome.devices = { ...outcome.devices, left: [...outcome.devices.left, name] };
        this.#note(error, outcome);
      }
    }
  }

  async #addTrack(track: Track, audio: Blob, outcome: Mutable<Restoration>): Promise<boolean> {
    const { origin: _origin, ...stored } = track;
    try {
      await (await this.#storage()).putTrack(stored, audio);
      this.deps.library.getState().putTrack(track);
      return true;
    } catch (error) {
      this.#note(error, outcome);
      return false;
    }
  }

  /** A full disk is part of the outcome; anything else ends the restoration. */
  #note(error: unknown, outcome: Mutable<Restoration>): void {
    if (!(error instanceof ElsewhereError) || error.code !== 'storage-full') throw error;
    outcome.isFull = true;
  }

  async #storage(): Promise<Storage> {
    const storage = await this.deps.storage();
    if (!storage) throw new ElsewhereError('storage-private', 'There is no storage');
    return storage;
  }

  async #run(
    kind: BackupJob['kind'],
    subject: string | undefined,
    work: (signal: AbortSignal) => Promise<BackupOutcome>,
  ): Promise<void> {
    if (this.#work) return;
    const controller = new AbortController();
    this.#work = controller;
    this.store.setState({ job: { kind, phase: 'collecting', fraction: 0 }, outcome: null });
    try {
      this.store.setState({ outcome: await work(controller.signal) });
    } catch (error) {
      this.#tell(error, subject);
    } finally {
      this.#work = null;
      this.store.setState({ job: null });
    }
    await this.measure();
  }

  #show(phase: BackupJob['phase'], fraction: number): void {
    const { job } = this.store.getState();
    if (job) this.store.setState({ job: { ...job, phase, fraction } });
  }

  #tell(error: unknown, subject?: string): void {
    if (isAbortError(error)) return;
    const isOurs = error instanceof ElsewhereError;
    this.deps.library.getState().addProblem({
      code: isOurs ? error.code : 'backup-failed',
      detail: isOurs ? error.detail : {},
      ...(subject !== undefined && { subject }),
    });
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const NONE: Restored = { added: 0, known: 0, left: [] };
const counted = (restored: Restored, what: 'added' | 'known'): Restored => ({
  ...restored,
  [what]: restored[what] + 1,
});

/** What a trial takes on average, bytes of JSON, by the first few. */
async function bytesOfTrial(progress: ProgressPort): Promise<number> {
  let count = 0;
  let bytes = 0;
  const enough = new Error('enough');
  try {
    await progress.readTrials((records) => {
      count += records.length;
      bytes += json(records).size;
      throw enough;
    }, SAMPLE_TRIALS);
  } catch (error) {
    if (!(error instanceof Error) || (error !== enough && error.cause !== enough)) throw error;
  }
  return count === 0 ? 0 : bytes / count;
}
