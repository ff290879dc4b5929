import type { EnginePort } from '../audio/EnginePort';
import { ElsewhereError, isAbortError, throwIfAborted } from '../core/errors';
import { Scope } from '../core/scope';
import type { DeviceProfile } from '../devices/DeviceProfile';
import type { Shelf } from './devices/shelf';
import { exportFileName, uniqueFileNames, zipFileName } from './exportFileName';
import { renderQueue, type QueuedDevice, type WriteZip } from './exportQueue';
import { heardProfile, noiseUnder, type Hearing } from './heard';
import type { LibraryStore, Problem } from './libraryStore';
import type { ListenStore } from './listenStore';
import type { ExportJob, PlaybackStore } from './playbackStore';

export interface MixExportDeps {
  readonly listen: ListenStore;
  readonly library: LibraryStore;
  readonly playback: PlaybackStore;
  readonly shelf: Shelf;
  readonly engine: () => EnginePort | null;
  /** Whether the whole of this mix is in the engine, and no other on its way there. */
  readonly holdsMix: (trackId: string) => boolean;
  /** Integrated loudness of the mix, LUFS; NaN while it is not known. */
  readonly mixLufs: () => number;
  /** Waits until the level of a device on the current mix is that of how it is heard; false when it cannot be known. */
  readonly settleLevel: (deviceId: string, signal: AbortSignal) => Promise<boolean>;
  /** Not needed before the first export through several devices. */
  readonly loadZip: () => Promise<WriteZip>;
  /** Hands a finished file to the listener. */
  readonly saveFile: (file: Blob, fileName: string) => void;
}

/** What to put into one ZIP. */
export interface SeveralChoice {
  /** In the order in which they are to be written. */
  readonly deviceIds: readonly string[];
  /** As loud as the flat reference, or each at its own level. */
  readonly isMatched: boolean;
}

/** What came of an export through several devices; both null when it was cancelled or could not begin. */
export interface SeveralOutcome {
  /** The file that was saved. */
  readonly fileName: string | null;
  /** Why it was not, or what it lacks; the library has it as well. */
  readonly problem: Omit<Problem, 'id'> | null;
}

interface SeveralJob {
  readonly engine: EnginePort;
  readonly trackId: string;
  readonly trackName: string;
  /** With the number of devices that were asked for. */
  readonly fileName: string;
  readonly devices: readonly DeviceProfile[];
  readonly isMatched: boolean;
  readonly signal: AbortSignal;
  /** Cancels the job when its mix is not the one in the engine. */
  readonly watchMix: () => void;
}

const NOTHING: SeveralOutcome = { fileName: null, problem: null };

/**
 * An exported WAV is stereo in 32-bit floats at the rate of the mix.
 * @returns bytes of one file
 */
export const exportedBytes = (durationSec: number, sampleRate: number): number => durationSec * sampleRate * 2 * 4;

/** Writes the current mix through devices to files, one export at a time. */
export class MixExport {
  readonly #scope = new Scope();
  #abort: AbortController | null = null;

  constructor(private readonly deps: MixExportDeps) {
    this.#scope.add(() => this.#abort?.abort());
  }

  /** The current mix through the current target, as a WAV. */
  async exportOne(trackName: string): Promise<void> {
    const { listen, playback } = this.deps;
    const engine = this.deps.engine();
    const { targetId, isMatching } = listen.getState();
    const profile = this.deps.shelf.byId(targetId);
    const { mix, exportJob } = playback.getState();
    if (!engine || !profile || !mix || mix.isPartial || exportJob) return;
    const fileName = exportFileName(trackName, profile.name);
    const { signal } = this.#begin({ fileName, fraction: 0 });
    try {
      const gainDb = isMatching ? await this.#matchGainDb(profile, mix.trackId, signal) : 0;
      if (gainDb === undefined) {
        this.#report({ code: 'export-unmatched', detail: {}, subject: fileName });
        return;
      }
      // As it is heard now, while the gain is that of now; what belongs to the listener stays with the listener.
      const intent = listen.getState();
      const file = await engine.exportWav(heardProfile(profile, intent), gainDb, {
        signal,
        noise: noiseUnder(profile, intent, this.deps.mixLufs()),
        onProgress: (fraction) => this.#show({ fileName, fraction }),
      });
      if (!signal.aborted) this.deps.saveFile(file, fileName);
    } catch (error) {
      if (!isAbortError(error)) this.#report(failure(error, fileName));
    } finally {
      this.#end();
    }
  }

  /**
   * The current mix through each of these devices, in one ZIP. All are rendered as Listen is set when their levels are
   * known. A device whose level cannot be known, or that cannot be rendered, is left out and named. When the mix is left
   * the export stops, and nothing is saved: the engine renders the mix that it holds.
   */
  async exportSeveral({ deviceIds, isMatched }: SeveralChoice): Promise<SeveralOutcome> {
    const { playback, library, shelf, holdsMix } = this.deps;
    const engine = this.deps.engine();
    const { mix, exportJob } = playback.getState();
    const devices = [...new Set(deviceIds)].flatMap((id) => shelf.byId(id) ?? []);
    if (!engine || !mix || !holdsMix(mix.trackId) || exportJob || devices.length === 0) return NOTHING;
    const { trackId } = mix;
    const trackName = library.getState().tracks.find((track) => track.id === trackId)?.name ?? '';
    const fileName = zipFileName(trackName, devices.length);
    const phase = isMatched ? 'measuring' : 'rendering';
    const controller = this.#begin({
      fileName,
      fraction: 0,
      several: { phase, deviceName: devices[0]!.name, number: 1, count: devices.length },
    });
    let isMixLeft = false;
    const watchMix = (): void => {
      if (controller.signal.aborted || holdsMix(trackId)) return;
      isMixLeft = true;
      controller.abort();
    };
    const stopWatching = this.#scope.add(playback.subscribe(watchMix));
    try {
      const { signal } = controller;
      return await this.#writeSeveral({ engine, trackId, trackName, fileName, devices, isMatched, signal, watchMix });
    } catch (error) {
      if (isMixLeft) return this.#stopped({ code: 'export-mix-left', detail: {}, subject: fileName });
      return isAbortError(error) ? NOTHING : this.#stopped(failure(error, fileName));
    } finally {
      stopWatching();
      this.#end();
    }
  }

  async #writeSeveral(job: SeveralJob): Promise<SeveralOutcome> {
    const { engine, trackName, fileName, devices, signal } = job;
    const writeZip = await this.deps.loadZip();
    const { hearing, gainsDb } = await this.#settleGains(job);
    const mixLufs = this.deps.mixLufs();
    const names = uniqueFileNames(devices.map((device) => exportFileName(trackName, device.name)));
    const queue = devices.flatMap((device, i): QueuedDevice[] => {
      const gainDb = gainsDb[i];
      return gainDb === undefined ? [] : [{ device, fileName: names[i]!, gainDb }];
    });
    const failed: string[] = [];
    const files = renderQueue(queue, {
      signal,
      async render({ device, gainDb }, onProgress) {
        // A mix on its way into the engine has not been told to anybody yet.
        job.watchMix();
        throwIfAborted(signal);
        const noise = noiseUnder(device, hearing, mixLufs);
        return engine.exportWav(heardProfile(device, hearing), gainDb, { signal, noise, onProgress });
      },
      onProgress: (index, fraction) =>
        this.#show({
          fileName,
          fraction: (index + fraction) / queue.length,
          several: {
            phase: 'rendering',
            deviceName: queue[index]!.device.name,
            number: index + 1,
            count: queue.length,
          },
        }),
      onFailed: ({ device }) => failed.push(device.name),
    });
    const zip = queue.length > 0 ? await writeZip(files, signal) : null;
    throwIfAborted(signal);
    const writtenCount = queue.length - failed.length;
    const savedName = writtenCount > 0 ? zipFileName(trackName, writtenCount) : null;
    if (zip && savedName !== null) this.deps.saveFile(zip, savedName);
    if (writtenCount === devices.length) return { fileName: savedName, problem: null };
    const unmatched = devices.filter((_, i) => gainsDb[i] === undefined).map(({ name }) => name);
    const detail = { writtenCount, unmatched: unmatched.join(', '), failed: failed.join(', ') };
    const problem = { code: 'export-left-out', detail, subject: savedName ?? fileName } as const;
    return { ...this.#stopped(problem), fileName: savedName };
  }

  cancel(): void {
    this.#abort?.abort();
  }

  close(): void {
    this.#scope.close();
  }

  #begin(job: ExportJob): AbortController {
    const controller = new AbortController();
    this.#abort = controller;
    this.deps.playback.setState({ exportJob: job });
    return controller;
  }

  #end(): void {
    this.#abort = null;
    this.deps.playback.setState({ exportJob: null });
  }

  /** At most a hundred steps and one for each device: every one of them is drawn. */
  #show(job: ExportJob): void {
    const now = this.deps.playback.getState().exportJob;
    if (!now) return;
    const isSamePlace = now.several?.phase === job.several?.phase && now.several?.number === job.several?.number;
    if (!isSamePlace || percent(now.fraction) !== percent(job.fraction))
      this.deps.playback.setState({ exportJob: job });
  }

  #report(problem: Omit<Problem, 'id'>): void {
    this.deps.library.getState().addProblem(problem);
  }

  #stopped(problem: Omit<Problem, 'id'>): SeveralOutcome {
    this.#report(problem);
    return { fileName: null, problem };
  }

  /**
   * The gains of all devices for one way of hearing: where layers or own headphones change meanwhile, those that were
   * known are of no use and all are asked again.
   * @returns `gainsDb` in the order of the devices, dB; undefined where a level cannot be known
   */
  async #settleGains({ fileName, devices, isMatched, trackId, signal }: SeveralJob): Promise<{
    readonly hearing: Hearing;
    readonly gainsDb: readonly (number | undefined)[];
  }> {
    const { length: count } = devices;
    for (;;) {
      const hearing = this.#hearing();
      if (!isMatched) return { hearing, gainsDb: devices.map(() => 0) };
      const gainsDb: (number | undefined)[] = [];
      for (const [index, device] of devices.entries()) {
        const several = { phase: 'measuring', deviceName: device.name, number: index + 1, count } as const;
        this.#show({ fileName, fraction: 0, several });
        // In order: the measurement puts the one that is waited for before all others.
        // oxlint-disable-next-line no-await-in-loop
        gainsDb.push(await this.#matchGainDb(device, trackId, signal));
        throwIfAborted(signal);
      }
      if (isSameHearing(hearing, this.#hearing())) return { hearing, gainsDb };
    }
  }

  #hearing(): Hearing {
    const { layers, scene, listeningPhon, gear } = this.deps.listen.getState();
    return { layers, scene, listeningPhon, gear };
  }

  /**
   * Gain that matches a device to the flat reference on this track, dB; undefined where it cannot be known, because the
   * measurement failed or another track has come in between: a file that is not matched must not pass for one.
   */
  async #matchGainDb(profile: DeviceProfile, trackId: string, signal: AbortSignal): Promise<number | undefined> {
    const { playback } = this.deps;
    if (profile.family === 'reference') return 0;
    await this.#measured(trackId, signal);
    throwIfAborted(signal);
    if (!(await this.deps.settleLevel(profile.id, signal))) return undefined;
    const { levels, factsOf, mix } = playback.getState();
    return factsOf === trackId && mix?.trackId === trackId ? levels?.[profile.id]?.matchGainDb : undefined;
  }

  /** Settles when the track has been measured, could not be, was left, or the wait is over. */
  #measured(trackId: string, signal: AbortSignal): Promise<void> {
    const { playback, library } = this.deps;
    const isMeasuring = (): boolean =>
      !signal.aborted &&
      playback.getState().factsOf === trackId &&
      playback.getState().levels === null &&
      library.getState().jobs.some((job) => job.phase === 'analysing' && job.trackId === trackId);
    return new Promise((resolve) => {
      const scope = this.#scope.child();
      const look = (): void => {
        if (isMeasuring()) return;
        scope.close();
        resolve();
      };
      scope.add(playback.subscribe(look));
      scope.add(library.subscribe(look));
      scope.listen(signal, 'abort', look);
      look();
    });
  }
}

const isSameHearing = (a: Hearing, b: Hearing): boolean =>
  a.layers === b.layers && a.scene === b.scene && a.listeningPhon === b.listeningPhon && a.gear === b.gear;

const percent = (fraction: number): number => Math.round(fraction * 100);

const failure = (error: unknown, subject: string): Omit<Problem, 'id'> =>
  error instanceof ElsewhereError
    ? { code: error.code, detail: error.detail, subject }
    : { code: 'export-failed', detail: {}, subject };
