import type { EnginePort, PlayableMix } from '../audio/EnginePort';
import { ElsewhereError, isAbortError, throwIfAborted, type ErrorCode } from '../core/errors';
import { Scope } from '../core/scope';
import type { DeviceProfile } from '../devices/DeviceProfile';
import { exportFileName } from './exportFileName';
import type { LibraryStore } from './libraryStore';
import { fittedLoop, SILENT_VOLUME_DB, type ListenIntent, type ListenStore } from './listenStore';
import { createLiveReadings, type LiveReadings } from './liveReadings';
import type { PlaybackFacts, PlaybackStore } from './playbackStore';

export interface EngineSyncDeps {
  readonly listen: ListenStore;
  readonly library: LibraryStore;
  readonly playback: PlaybackStore;
  /** Every device by its id, in the order of the screen. */
  readonly devices: ReadonlyMap<string, DeviceProfile>;
  /** Hands a finished file to the listener. */
  readonly saveFile: (file: Blob, fileName: string) => void;
}

/** Prepared devices each hold a built filter; with a long shelf only the likely ones are worth it. */
const MOST_PREPARED = 40;
/** Problems of the output; at most one of them stands at a time. */
export const AUDIO_PROBLEMS: readonly ErrorCode[] = ['audio-start-blocked', 'audio-no-device', 'audio-failed'];

/**
 * The one place where what the listener wants meets what sounds. It subscribes before any screen does and calls the
 * engine inside the store's own notification: a key press reaches `setTarget` in the same event, with nothing between.
 */
export class EngineSync {
  readonly live: LiveReadings;
  readonly #scope = new Scope();
  #engine: EnginePort | null = null;
  /** The mix that should be in the engine, and the one that is. */
  #mix: PlayableMix | null = null;
  #applied: PlayableMix | null = null;
  #isApplying = false;
  /** Where the next mix starts; undefined keeps the position. */
  #startSec: number | undefined;
  #gains: Readonly<Record<string, number>> = {};
  #export: AbortController | null = null;
  /** Starts that have not settled: each tells by itself why it failed. */
  #starting = 0;

  constructor(private readonly deps: EngineSyncDeps) {
    this.live = createLiveReadings(
      () => this.#engine,
      () => this.#startSec ?? 0,
    );
    this.#scope.add(deps.listen.subscribe((now, before) => this.#onIntent(now, before)));
    this.#scope.add(deps.playback.subscribe((now, before) => this.#onFacts(now, before)));
    this.#scope.add(() => this.#export?.abort());
  }

  get hasEngine(): boolean {
    return this.#engine !== null;
  }

  /** Takes the engine and brings it to where the listener already is. */
  attach(engine: EnginePort): void {
    const { listen, playback } = this.deps;
    this.#engine = engine;
    const intent = listen.getState();
    engine.setVolume(engineVolumeDb(intent.volumeDb));
    this.#setTarget(intent.targetId);
    this.#scope.add(
      engine.on('status', (status) => {
        playback.setState({ engine: status });
        if (status === 'running') this.deps.library.getState().dismissProblemsOf(AUDIO_PROBLEMS);
        if (status === 'failed' && this.#starting === 0) this.#tellAudioProblem('audio-failed');
        // The system took the sound away: the button must offer Play again, not pretend.
        if (status === 'failed' || status === 'interrupted') listen.getState().setWantsToPlay(false);
      }),
    );
    this.#scope.add(
      engine.on('ended', () => {
        playback.setState({ isPlaying: false });
        listen.getState().setWantsToPlay(false);
      }),
    );
    playback.setState({ engine: engine.status });
    void this.#applyMix();
  }

  /** Makes this the mix to hear; the whole of a partial mix takes its place to the sample. */
  offer(mix: PlayableMix | null, options: { readonly positionSec?: number } = {}): void {
    this.#mix = mix;
    if (options.positionSec !== undefined) this.#startSec = options.positionSec;
    void this.#applyMix();
  }

  seek(positionSec: number): void {
    if (this.#engine) this.#engine.seek(positionSec);
    else this.#startSec = positionSec;
  }

  resetMeters(): void {
    this.#engine?.resetMeters();
  }

  /**
   * Keeps ready what a key or the next click can ask for.
   * @param hintedId a device under the pointer, before all others
   */
  prepare(hintedId?: string): void {
    const { slots, pins, previousTargetId } = this.deps.listen.getState();
    // After the favourites the rest of the shelf: the first visit to a device is to be as quick as any other.
    const ids = [hintedId, slots.A, slots.B, previousTargetId, ...pins, ...this.deps.devices.keys()];
    const profiles = ids.flatMap((id) => (id ? (this.deps.devices.get(id) ?? []) : [])).slice(0, MOST_PREPARED);
    this.#engine?.prepareTargets([...new Set(profiles)]);
  }

  async exportAudio(trackName: string): Promise<void> {
    const { listen, playback, library } = this.deps;
    const engine = this.#engine;
    const { targetId, isMatching } = listen.getState();
    const profile = this.deps.devices.get(targetId);
    const { mix, exportJob } = playback.getState();
    if (!engine || !profile || !mix || mix.isPartial || exportJob) return;
    const fileName = exportFileName(trackName, profile.name);
    const controller = new AbortController();
    this.#export = controller;
    playback.setState({ exportJob: { fileName, fraction: 0 } });
    try {
      const gainDb = isMatching ? await this.#matchGainDb(profile, mix.trackId, controller.signal) : 0;
      if (gainDb === undefined) {
        library.getState().addProblem({ code: 'export-unmatched', detail: {}, subject: fileName });
        return;
      }
      const file = await engine.exportWav(profile, gainDb, {
        signal: controller.signal,
        onProgress: (fraction) => {
          const job = playback.getState().exportJob;
          if (job && percent(fraction) !== percent(job.fraction))
            playback.setState({ exportJob: { ...job, fraction } });
        },
      });
      if (!controller.signal.aborted) this.deps.saveFile(file, fileName);
    } catch (error) {
      if (!isAbortError(error)) {
        const code = error instanceof ElsewhereError ? error.code : 'export-failed';
        library.getState().addProblem({ code, detail: detailOf(error), subject: fileName });
      }
    } finally {
      this.#export = null;
      playback.setState({ exportJob: null });
    }
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

  cancelExport(): void {
    this.#export?.abort();
  }

  async close(): Promise<void> {
    this.#scope.close();
    const engine = this.#engine;
    this.#engine = null;
    await engine?.dispose();
  }

  #onIntent(now: ListenIntent, before: ListenIntent): void {
    // First, before anything else: this is the switch the listener is waiting for.
    if (now.targetId !== before.targetId) this.#setTarget(now.targetId);
    if (now.wantsToPlay !== before.wantsToPlay) this.#playOrPause();
    if (now.isMatching !== before.isMatching) this.#setGains();
    if (now.volumeDb !== before.volumeDb) this.#engine?.setVolume(engineVolumeDb(now.volumeDb));
    if (now.isLoopOn !== before.isLoopOn || now.loop !== before.loop) this.#setLoop();
    if (now.slots !== before.slots || now.pins !== before.pins) this.prepare();
  }

  #onFacts(now: PlaybackFacts, before: PlaybackFacts): void {
    if (now.levels !== before.levels) this.#setGains();
  }

  #setTarget(id: string): void {
    const profile = this.deps.devices.get(id);
    if (profile) this.#engine?.setTarget(profile);
  }

  #setLoop(): void {
    const { isLoopOn, loop } = this.deps.listen.getState();
    if (this.#applied) this.#engine?.setLoop(isLoopOn ? fittedLoop(loop, this.#applied.durationSec) : null);
  }

  #setGains(): void {
    const { isMatching } = this.deps.listen.getState();
    const { levels } = this.deps.playback.getState();
    if (isMatching) {
      // Until a new mix has been measured the gains of the last one stay: nearer the truth than none.
      if (!levels) return;
      this.#gains = Object.fromEntries(Object.values(levels).map((level) => [level.deviceId, level.matchGainDb]));
    } else {
      this.#gains = {};
    }
    this.#engine?.setMatchGains(this.#gains);
  }

  async #applyMix(): Promise<void> {
    const engine = this.#engine;
    if (!engine || this.#isApplying) return;
    this.#isApplying = true;
    const isFirst = this.#applied === null;
    try {
      while (this.#applied !== this.#mix) {
        const mix = this.#mix;
        const isRest = mix !== null && this.#applied?.id === mix.id && this.#applied.isPartial && !mix.isPartial;
        if (isRest) {
          engine.replaceMix(mix);
        } else {
          const startSec = this.#startSec ?? (mix && engine.positionSec() >= mix.durationSec ? 0 : undefined);
          this.#startSec = undefined;
          // One at a time, the latest wins: a second change waits for the first to be whole.
          // oxlint-disable-next-line no-await-in-loop
          await engine.setMix(mix, startSec === undefined ? {} : { positionSec: startSec });
        }
        this.#applied = mix;
      }
    } catch (error) {
      this.#applied = this.#mix;
      this.#tellAudioProblem(error);
    } finally {
      this.#isApplying = false;
    }
    const mix = this.#applied;
    this.deps.playback.setState({
      mix: mix && {
        trackId: mix.id,
        durationSec: mix.durationSec,
        sampleRate: mix.buffer.sampleRate,
        isPartial: mix.isPartial,
      },
    });
    this.#setLoop();
    this.#setGains();
    this.#playOrPause();
    if (isFirst) this.prepare();
  }

  #playOrPause(): void {
    const engine = this.#engine;
    const { listen, playback } = this.deps;
    if (!engine) return;
    if (!listen.getState().wantsToPlay) {
      if (engine.isPlaying) engine.pause();
      playback.setState({ isPlaying: false });
      return;
    }
    if (!this.#applied || engine.isPlaying) return;
    void this.#start(engine);
  }

  /** Reaches `play` without a pause inside the click or key event: browsers only let a gesture start sound. */
  async #start(engine: EnginePort): Promise<void> {
    const { listen, playback } = this.deps;
    this.#starting++;
    try {
      await engine.play();
      playback.setState({ isPlaying: engine.isPlaying });
    } catch (error) {
      listen.getState().setWantsToPlay(false);
      this.#tellAudioProblem(error);
    } finally {
      this.#starting--;
    }
    if (engine.status === 'failed') this.#tellAudioProblem('audio-failed');
  }

  /** One trouble, one alert: the output has one cause at a time, and a named one says more than "failed". */
  #tellAudioProblem(cause: unknown): void {
    if (isAbortError(cause)) return;
    const code = cause instanceof ElsewhereError ? cause.code : 'audio-failed';
    const library = this.deps.library.getState();
    const others = AUDIO_PROBLEMS.filter((other) => other !== code);
    if (code === 'audio-failed' && library.problems.some((p) => others.some((other) => other === p.code))) return;
    library.dismissProblemsOf(others);
    library.addProblem({ code, detail: detailOf(cause) });
  }
}

const engineVolumeDb = (volumeDb: number): number => (volumeDb <= SILENT_VOLUME_DB ? -Infinity : volumeDb);
const percent = (fraction: number): number => Math.round(fraction * 100);
const detailOf = (error: unknown): Readonly<Record<string, string | number>> =>
  error instanceof ElsewhereError ? error.detail : {};
