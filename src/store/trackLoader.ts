import type { AnalysisPort, MixAnalysis, SampleReader } from '../analysis/AnalysisPort';
import type { PassageFacts } from '../analysis/PassageFacts';
import type { DecodedMix, DecodePort } from '../audio/DecodePort';
import type { PlayableMix } from '../audio/EnginePort';
import { cleanName } from '../core/cleanName';
import { ElsewhereError, isAbortError, throwIfAborted, type ErrorCode } from '../core/errors';
import type { StoragePort, StoredTrack } from '../storage/StoragePort';
import { BufferShelf } from './bufferShelf';
import type { DemoMix, DemoSource } from './demos';
import { flawsOf } from './fileFlaws';
import type { LevelMatch, Levels } from './levelMatch';
import type { LibraryStore, LoadJob, Track } from './libraryStore';
import type { ListenStore } from './listenStore';
import type { PlaybackStore } from './playbackStore';

/** Where a loaded mix goes to be heard. */
export interface MixSink {
  offer(mix: PlayableMix | null, options?: { readonly positionSec?: number }): void;
}

export interface TrackLoaderDeps {
  readonly listen: ListenStore;
  readonly library: LibraryStore;
  readonly playback: PlaybackStore;
  readonly sink: MixSink;
  readonly levels: Pick<LevelMatch, 'levelsOf' | 'forget'>;
  readonly demos: DemoSource;
  /** Each gives the same service every time; rejects when it could not be loaded. */
  readonly decoder: () => Promise<DecodePort>;
  readonly analysis: () => Promise<AnalysisPort>;
  /** null when the browser gives no storage: everything works until the page closes. */
  readonly storage: () => Promise<StoragePort | null>;
  readonly now: () => number;
}

/** What the analysis found about one track. */
interface Study {
  readonly analysis: MixAnalysis;
  readonly levels: Levels;
}

/** Files dropped together: the first that loads is put on, unless the listener has meanwhile chosen something else. */
interface Batch {
  leaderId: string | null;
  readonly choiceAtStart: number;
}

interface WaitingFile {
  readonly jobId: string;
  readonly file: File;
  readonly batch: Batch;
}

/**
 * The current mix and what fits beside it, decoded: a mix of four minutes at 44.1 kHz is 85 MB, so a mix and the
 * reference it is compared with are both at hand.
 */
const SHELF_BYTES = 192 * 1024 * 1024;
/** Least time from one step of a progress bar to the next. */
const TELL_EVERY_MS = 100;
/** Tracks whose analysis is remembered. */
const STUDY_COUNT = 12;

const ENDING = /\.[a-z\d]{1,5}$/i;

/** What a file is called, without and with its ending. */
function namesOf({ name }: File): Pick<Track, 'name' | 'fileName'> {
  const clean = cleanName(name.replace(ENDING, ''), cleanName(name));
  return { name: clean, fileName: clean + (ENDING.exec(name)?.[0] ?? '') };
}

function readerOf(buffer: AudioBuffer): SampleReader {
  const isStereo = buffer.numberOfChannels > 1;
  return {
    sampleRate: buffer.sampleRate,
    length: buffer.length,
    channelCount: isStereo ? 2 : 1,
    read(startFrame, count, into) {
      const left = into?.left ?? new Float32Array(count);
      buffer.copyFromChannel(left, 0, startFrame);
      if (!isStereo) return { left };
      const right = into?.right ?? new Float32Array(count);
      buffer.copyFromChannel(right, 1, startFrame);
      return { left, right };
    },
  };
}

/**
 * Brings tracks from files, storage or the demo folder to the engine and the analysis.
 *
 * ```
 * file ─▶ decode ─┬─ head ─▶ sink (plays at once)
 *                 └─ whole ─▶ shelf ─▶ sink ─▶ analyse ─▶ waveform, loudness ─▶ levels of every device
 * ```
 * Whatever fails or is cancelled leaves what was playing in place.
 */
export class TrackLoader {
  readonly #shelf = new BufferShelf(SHELF_BYTES, (id) => this.#releaseLimits(id));
  readonly #studies = new Map<string, Study>();
  readonly #demos = new Map<string, DemoMix>();
  /** Files of this visit, for the case that storage has no room for them. */
  readonly #files = new Map<string, Blob>();
  readonly #jobs = new Map<string, AbortController>();
  /** When the progress of a job was last written down, on the `performance.now()` clock. */
  readonly #toldMs = new Map<string, number>();
  readonly #queue: WaitingFile[] = [];
  #isImporting = false;
  #opening: AbortController | null = null;
  #studying: AbortController | null = null;
  #warming: AbortController | null = null;
  /** The last track that was whole and is what a failure goes back to. */
  #heardId: string | null = null;
  /** The whole track heard before that: a listener who compares goes back to it. */
  #heardBeforeId: string | null = null;
  #offeredId: string | null = null;
  #choices = 0;
  #lastId = 0;

  /** Whatever ends a wait may let the demos come in. */
  readonly #unsubscribe: () => void;

  constructor(private readonly deps: TrackLoaderDeps) {
    this.#unsubscribe = deps.playback.subscribe((now, before) => {
      if (!now.isPreparing && before.isPreparing) void this.#warmDemos();
    });
  }

  /** Tells the loader which demo mixes there are. */
  setDemos(demos: readonly DemoMix[]): void {
    for (const demo of demos) this.#demos.set(demo.id, demo);
  }

  /** Loads files one after another; each has its own row, its own failure and its own cancel. */
  addFiles(files: readonly File[]): void {
    this.#stopWarming();
    const batch: Batch = { leaderId: null, choiceAtStart: this.#choices };
    for (const file of files) {
      const jobId = this.#addJob(file.name, 'waiting', null, new AbortController());
      this.#queue.push({ jobId, file, batch });
    }
    void this.#runQueue();
  }

  /** Makes a track the current one. While it loads, what was playing goes on. */
  async open(id: string, options: { readonly positionSec?: number } = {}): Promise<void> {
    const { listen, library } = this.deps;
    const track = library.getState().tracks.find((t) => t.id === id);
    if (!track) return;
    this.#choices++;
    this.#stopWarming();
    this.#opening?.abort();
    this.#opening = null;
    listen.getState().setCurrentTrack(id);
    const held = this.#shelf.get(id);
    if (held) {
      this.#putOn(id, held, options.positionSec);
      return;
    }
    // Still coming in as a new file: it is put on when it is there.
    if (library.getState().jobs.some((job) => job.trackId === id && job.phase !== 'analysing')) return;
    const controller = new AbortController();
    this.#opening = controller;
    const jobId = this.#addJob(track.name, 'reading', id, controller);
    try {
      const file = await this.#fileOf(track, controller.signal);
      const mix = await this.#decode(jobId, file, track.fileName, controller.signal, (head) => {
        if (listen.getState().currentTrackId === id) this.#putOnHead(id, head, options.positionSec);
      });
      this.#dropJob(jobId);
      this.#arrive(id, mix, this.#offeredId === id ? undefined : options.positionSec);
    } catch (error) {
      this.#dropJob(jobId);
      // Chosen, left and chosen again: the second try is on its way.
      if (this.#opening === controller && listen.getState().currentTrackId === id) this.#goBack();
      this.#tell(error, 'decode-failed', track.name);
    } finally {
      if (this.#opening === controller) this.#opening = null;
    }
  }

  /**
   * Decoded samples of a track for training, without making it the current one.
   * @throws AbortError; ElsewhereError `decode-*`
   */
  async bufferOf(id: string, signal: AbortSignal): Promise<AudioBuffer> {
    const held = this.#shelf.get(id);
    if (held) return held.buffer;
    const track = this.deps.library.getState().tracks.find((t) => t.id === id);
    if (!track) throw new ElsewhereError('decode-missing', `no track ${id}`);
    const decoder = await this.deps.decoder();
    const mix = await decoder.decode(await this.#fileOf(track, signal), track.fileName, { signal });
    throwIfAborted(signal);
    return mix.buffer;
  }

  /** Samples of a track that is held decoded. */
  readerOf(id: string): SampleReader | undefined {
    const held = this.#shelf.get(id);
    return held && readerOf(held.buffer);
  }

  /** What is where in a track: from its map where that is held, else from a pass of its own. */
  async passagesOf(id: string, buffer: AudioBuffer, signal: AbortSignal): Promise<PassageFacts> {
    const port = await this.deps.analysis();
    if (this.#studies.has(id)) return port.passages(id);
    const mapId = `${id} for training`;
    try {
      await port.analyse(mapId, readerOf(buffer), { signal });
      return await port.passages(mapId);
    } finally {
      port.release(mapId);
    }
  }

  /** Keeps files as stems for training; they are not put on. */
  async addStems(files: readonly File[]): Promise<void> {
    for (const file of files) {
      const controller = new AbortController();
      const jobId = this.#addJob(file.name, 'decoding', null, controller);
      const id = this.#newId();
      try {
        // In turn: decoding already fills the cores.
        // oxlint-disable-next-line no-await-in-loop
        const mix = await this.#decode(jobId, file, file.name, controller.signal, () => undefined);
        const track: Track = {
          id,
          ...namesOf(file),
          sizeBytes: file.size,
          addedAt: this.deps.now(),
          role: 'stem',
          origin: 'own',
          durationSec: mix.buffer.duration,
          sampleRate: mix.buffer.sampleRate,
          channelCount: mix.buffer.numberOfChannels,
          formatLabel: mix.formatLabel,
        };
        this.#files.set(id, file);
        this.deps.library.getState().putTrack({ ...track, unstored: 'storing' });
        void this.#storeTrack(track, file);
      } catch (error) {
        this.#tell(error, 'decode-failed', file.name);
      } finally {
        this.#dropJob(jobId);
      }
    }
  }

  cancel(jobId: string): void {
    const waiting = this.#queue.findIndex((entry) => entry.jobId === jobId);
    if (waiting >= 0) this.#queue.splice(waiting, 1);
    this.#jobs.get(jobId)?.abort();
    this.#dropJob(jobId);
  }

  cancelAll(): void {
    for (const job of this.deps.library.getState().jobs) this.cancel(job.id);
  }

  async remove(id: string): Promise<void> {
    const { listen, library } = this.deps;
    const { tracks, jobs, hiddenDemoIds } = library.getState();
    const index = tracks.findIndex((track) => track.id === id);
    const track = tracks[index];
    if (!track) return;
    library.getState().dropTrack(id);
    for (const job of jobs) if (job.trackId === id) this.cancel(job.id);
    this.#shelf.drop(id);
    this.#files.delete(id);
    this.#forgetStudy(id);
    if (this.#heardId === id) this.#heardId = null;
    if (this.#heardBeforeId === id) this.#heardBeforeId = null;
    if (listen.getState().currentTrackId === id) {
      const left = library.getState().tracks;
      const next = left[index] ?? left.at(-1);
      if (next) {
        void this.open(next.id, { positionSec: 0 });
      } else {
        listen.getState().setCurrentTrack(null);
        listen.getState().setWantsToPlay(false);
        this.#clear();
      }
    }
    if (track.origin === 'demo') {
      library.getState().setHiddenDemos([...hiddenDemoIds, id]);
      return;
    }
    await this.#store((storage) => storage.removeTrack(id));
  }

  async setRole(id: string, role: Track['role']): Promise<void> {
    const { library } = this.deps;
    const track = library.getState().tracks.find((t) => t.id === id);
    if (!track) return;
    library.getState().changeTrack(id, { role });
    if (track.origin === 'own') await this.#store((storage) => storage.updateTrack(id, { role }));
  }

  close(): void {
    this.#unsubscribe();
    this.#queue.length = 0;
    for (const controller of this.#jobs.values()) controller.abort();
    this.#opening?.abort();
    this.#studying?.abort();
    this.#stopWarming();
  }

  async #runQueue(): Promise<void> {
    if (this.#isImporting) return;
    this.#isImporting = true;
    for (let entry = this.#queue.shift(); entry; entry = this.#queue.shift()) {
      // In turn: decoding already fills the cores, and memory holds one new mix at a time.
      // oxlint-disable-next-line no-await-in-loop
      await this.#import(entry);
    }
    this.#isImporting = false;
  }

  async #import({ jobId, file, batch }: WaitingFile): Promise<void> {
    const { listen, library } = this.deps;
    const controller = this.#jobs.get(jobId);
    if (!controller) return;
    const id = this.#newId();
    const track: Track = {
      id,
      ...namesOf(file),
      sizeBytes: file.size,
      addedAt: this.deps.now(),
      role: 'mix',
      origin: 'own',
    };
    const leads = (): boolean => batch.leaderId === null && batch.choiceAtStart === this.#choices;
    try {
      library.getState().changeJob(jobId, { phase: 'decoding' });
      const mix = await this.#decode(jobId, file, file.name, controller.signal, (head) => {
        if (!leads()) return;
        batch.leaderId = id;
        this.#opening?.abort();
        library.getState().putTrack({ ...track, durationSec: head.durationSec });
        library.getState().changeJob(jobId, { trackId: id });
        listen.getState().setCurrentTrack(id);
        this.#putOnHead(id, head, 0);
      });
      this.#dropJob(jobId);
      this.#files.set(id, file);
      library.getState().putTrack({ ...track, unstored: 'storing' });
      if (leads()) {
        batch.leaderId = id;
        this.#opening?.abort();
        listen.getState().setCurrentTrack(id);
      }
      const whole = this.#arrive(id, mix, this.#offeredId === id ? undefined : 0);
      for (const flaw of flawsOf(mix)) library.getState().addProblem({ ...flaw, subject: file.name });
      // Not awaited: a slow disk must not hold up the next file.
      void this.#storeTrack(whole, file);
    } catch (error) {
      this.#dropJob(jobId);
      library.getState().dropTrack(id);
      if (batch.leaderId === id) batch.leaderId = null;
      if (listen.getState().currentTrackId === id) this.#goBack();
      this.#tell(error, 'decode-failed', file.name);
    }
  }

  async #decode(
    jobId: string,
    file: Blob,
    fileName: string,
    signal: AbortSignal,
    onHead: (head: { buffer: AudioBuffer; durationSec: number }) => void,
  ): Promise<DecodedMix> {
    const decoder = await this.deps.decoder();
    throwIfAborted(signal);
    this.deps.library.getState().changeJob(jobId, { phase: 'decoding', fraction: 0 });
    const mix = await decoder.decode(file, fileName, {
      signal,
      onProgress: (fraction) => this.#progress(jobId, fraction),
      onHead: (head) => {
        if (!signal.aborted) onHead(head);
      },
    });
    throwIfAborted(signal);
    return mix;
  }

  /** A decoded mix is there: remember it, write down its figures, and put it on if it is the one to hear. */
  #arrive(id: string, mix: DecodedMix, positionSec: number | undefined): Track {
    const { listen, library } = this.deps;
    const isCurrent = listen.getState().currentTrackId === id;
    this.#shelf.put(id, mix, isCurrent);
    const figures = {
      durationSec: mix.buffer.duration,
      sampleRate: mix.buffer.sampleRate,
      channelCount: mix.buffer.numberOfChannels,
      formatLabel: mix.formatLabel,
    };
    const before = library.getState().tracks.find((track) => track.id === id);
    library.getState().changeTrack(id, { ...figures, notes: mix.notes });
    if (before?.origin === 'own' && before.formatLabel !== undefined && before.durationSec !== figures.durationSec) {
      void this.#store((storage) => storage.updateTrack(id, figures));
    }
    if (isCurrent) this.#putOn(id, mix, positionSec);
    return library.getState().tracks.find((track) => track.id === id)!;
  }

  #putOnHead(
    id: string,
    head: { readonly buffer: AudioBuffer; readonly durationSec: number },
    positionSec: number | undefined,
  ): void {
    // Going on at 2:10 needs more than the first seconds: then the head is of no use, and the old mix plays on.
    if (positionSec !== undefined && positionSec >= head.buffer.duration) return;
    this.#offeredId = id;
    this.deps.sink.offer(
      { id, buffer: head.buffer, durationSec: head.durationSec, isPartial: true },
      positionSec === undefined ? {} : { positionSec },
    );
    this.#showStudy(id);
  }

  #putOn(id: string, mix: DecodedMix, positionSec?: number): void {
    this.#offeredId = id;
    if (this.#heardId !== id) this.#heardBeforeId = this.#heardId;
    this.#heardId = id;
    this.#dropDemos(id);
    this.deps.sink.offer(
      { id, buffer: mix.buffer, durationSec: mix.buffer.duration, isPartial: false },
      positionSec === undefined ? {} : { positionSec },
    );
    this.#showStudy(id);
    void this.#studyCurrent(id, mix);
  }

  #clear(): void {
    this.#offeredId = null;
    this.deps.sink.offer(null);
    this.deps.playback.setState({ factsOf: null, waveform: null, analysis: null, levels: null });
  }

  /** Back to what was playing before a load failed or was cancelled. */
  #goBack(): void {
    const { listen, library } = this.deps;
    const heard = this.#heardId;
    const isThere = heard !== null && library.getState().tracks.some((track) => track.id === heard);
    if (!isThere) {
      listen.getState().setCurrentTrack(null);
      listen.getState().setWantsToPlay(false);
      this.#clear();
      return;
    }
    listen.getState().setCurrentTrack(heard);
    if (this.#offeredId !== heard) void this.open(heard);
  }

  #showStudy(id: string): void {
    const { playback } = this.deps;
    if (playback.getState().factsOf === id) return;
    const known = this.#studies.get(id);
    playback.setState({
      factsOf: id,
      waveform: known?.analysis.waveform ?? null,
      analysis: known?.analysis ?? null,
      levels: known?.levels ?? null,
    });
  }

  async #studyCurrent(id: string, mix: DecodedMix): Promise<void> {
    this.#studying?.abort();
    this.#studying = null;
    if (this.#studies.has(id)) {
      void this.#warmDemos();
      return;
    }
    const controller = new AbortController();
    this.#studying = controller;
    const name = this.deps.library.getState().tracks.find((track) => track.id === id)?.name ?? '';
    const jobId = this.#addJob(name, 'analysing', id, controller);
    try {
      await this.#study(id, mix, controller.signal, (fraction) => this.#progress(jobId, fraction));
    } catch (error) {
      this.#tell(error, 'analysis-failed', name);
    } finally {
      this.#dropJob(jobId);
      if (this.#studying === controller) this.#studying = null;
    }
    if (!controller.signal.aborted) void this.#warmDemos();
  }

  async #study(
    id: string,
    mix: DecodedMix,
    signal: AbortSignal,
    onProgress?: (fraction: number) => void,
  ): Promise<void> {
    const { playback } = this.deps;
    const isShown = (): boolean => playback.getState().factsOf === id;
    const port = await this.deps.analysis();
    throwIfAborted(signal);
    const analysis = await port.analyse(id, readerOf(mix.buffer), {
      signal,
      ...(onProgress && { onProgress }),
      onWaveform: (waveform) => {
        if (isShown()) playback.setState({ waveform });
      },
    });
    throwIfAborted(signal);
    if (isShown()) playback.setState({ analysis, waveform: analysis.waveform });
    const levels = await this.deps.levels.levelsOf(analysis);
    throwIfAborted(signal);
    this.#studies.set(id, { analysis, levels });
    const oldest = this.#studies.keys().next().value;
    if (this.#studies.size > STUDY_COUNT && oldest !== undefined) this.#forgetStudy(oldest);
    if (isShown()) playback.setState({ levels });
  }

  #forgetStudy(id: string): void {
    if (!this.#studies.delete(id)) return;
    this.deps.levels.forget(id);
    void this.deps.analysis().then((port) => port.release(id));
  }

  /** Demo mixes are held decoded while one of them is current; beside an own mix only the one heard just before it. */
  #dropDemos(currentId: string): void {
    if (this.#demos.has(currentId)) return;
    this.#shelf.dropUnless((id) => !this.#demos.has(id) || id === this.#heardBeforeId);
  }

  /** Maps behind the limits of devices are as large as the mix's own, a dozen of them: a mix that is not held has none. */
  #releaseLimits(id: string): void {
    if (!this.#studies.has(id)) return;
    this.deps.levels.forget(id);
    void this.deps.analysis().then((port) => port.releaseLimits(id));
  }

  /** Gets the other demo mixes ready in silence, so that the first flip between them is as quick as any. */
  async #warmDemos(): Promise<void> {
    const { library, listen, playback } = this.deps;
    const { tracks } = library.getState();
    const current = tracks.find(({ id }) => id === listen.getState().currentTrackId && this.#studies.has(id));
    // Targets that are being got ready come first.
    if (playback.getState().isPreparing) return;
    if (current?.origin !== 'demo' || this.#warming || library.getState().jobs.length > 0) return;
    const controller = new AbortController();
    const { signal } = controller;
    this.#warming = controller;
    try {
      for (const track of library.getState().tracks) {
        if (track.origin !== 'demo' || (this.#shelf.has(track.id) && this.#studies.has(track.id))) continue;
        // Quietly, one by one: this is a courtesy and must never compete with what the listener asked for.
        // oxlint-disable no-await-in-loop
        const decoder = await this.deps.decoder();
        const mix = await decoder.decode(await this.#fileOf(track, signal), track.fileName, { signal });
        throwIfAborted(signal);
        this.#arrive(track.id, mix, undefined);
        if (!this.#studies.has(track.id)) await this.#study(track.id, mix, signal);
        // oxlint-enable no-await-in-loop
      }
    } catch (error) {
      // A demo that cannot be fetched now will say so when it is asked for.
      if (!isAbortError(error) && !(error instanceof ElsewhereError)) throw error;
    } finally {
      if (this.#warming === controller) this.#warming = null;
    }
  }

  #stopWarming(): void {
    this.#warming?.abort();
    this.#warming = null;
  }

  async #fileOf(track: Track, signal: AbortSignal): Promise<Blob> {
    const demo = this.#demos.get(track.id);
    if (demo) return this.deps.demos.read(demo, signal);
    const file = this.#files.get(track.id) ?? (await (await this.deps.storage())?.readFile(track.id));
    throwIfAborted(signal);
    if (!file) throw new ElsewhereError('decode-missing', `no file for ${track.id}`);
    return file;
  }

  async #storeTrack(track: Track, file: Blob): Promise<void> {
    const isStored = await this.#store((storage) => storage.putTrack(storedOf(track), file), track.name);
    this.deps.library.getState().changeTrack(track.id, { unstored: isStored ? undefined : 'refused' });
  }

  /** @returns whether it was written */
  async #store(write: (storage: StoragePort) => Promise<void>, subject?: string): Promise<boolean> {
    try {
      const storage = await this.deps.storage();
      if (storage) await write(storage);
      return storage !== null;
    } catch (error) {
      this.#tell(error, 'storage-failed', subject);
      return false;
    }
  }

  #addJob(name: string, phase: LoadJob['phase'], trackId: string | null, controller: AbortController): string {
    const id = this.#newId();
    this.#jobs.set(id, controller);
    this.deps.library.getState().addJob({ id, name: cleanName(name), phase, fraction: 0, trackId });
    return id;
  }

  #dropJob(id: string): void {
    this.#toldMs.delete(id);
    if (this.#jobs.delete(id)) this.deps.library.getState().dropJob(id);
  }

  /** Ten times a second: each costs a rendering, and a quick file would wait for its own progress bar. */
  #progress(jobId: string, fraction: number): void {
    const nowMs = performance.now();
    if (fraction === 0 || !this.#jobs.has(jobId)) return;
    if (nowMs - (this.#toldMs.get(jobId) ?? -Infinity) < TELL_EVERY_MS) return;
    this.#toldMs.set(jobId, nowMs);
    this.deps.library.getState().changeJob(jobId, { fraction });
  }

  #tell(error: unknown, otherwise: ErrorCode, subject?: string): void {
    if (isAbortError(error)) return;
    const isOurs = error instanceof ElsewhereError;
    this.deps.library.getState().addProblem({
      code: isOurs ? error.code : otherwise,
      detail: isOurs ? error.detail : {},
      ...(subject !== undefined && { subject }),
    });
  }

  #newId(): string {
    return `${this.deps.now().toString(36)}-${(++this.#lastId).toString(36)}-${Math.floor(Math.random() * 2 ** 32).toString(36)}`;
  }
}

function storedOf(track: Track): StoredTrack {
  const { origin: _origin, notes: _notes, unstored: _unstored, ...stored } = track;
  return stored;
}
