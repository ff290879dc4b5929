import type { EnginePort, EngineStatus, PlayableMix } from '../audio/EnginePort';
import { ElsewhereError, isAbortError, type ErrorCode } from '../core/errors';
import { Scope } from '../core/scope';
import type { DeviceProfile } from '../devices/DeviceProfile';
import type { NoiseBed } from '../devices/noiseScenes';
import type { DevicesState, DevicesStore } from './devices/devicesStore';
import { DRAFT_ID } from './devices/devicesStore';
import type { Shelf } from './devices/shelf';
import { heardProfile, noiseUnder } from './heard';
import type { LibraryStore } from './libraryStore';
import { fittedLoop, SILENT_VOLUME_DB, type ListenIntent, type ListenStore } from './listenStore';
import { createLiveReadings, type LiveReadings } from './liveReadings';
import type { PlaybackFacts, PlaybackStore } from './playbackStore';

export interface EngineSyncDeps {
  readonly listen: ListenStore;
  readonly library: LibraryStore;
  readonly playback: PlaybackStore;
  readonly devices: DevicesStore;
  readonly shelf: Shelf;
}

/** Prepared devices each hold a built filter; with very many of one's own only the likely ones are worth it. */
const MOST_PREPARED = 100;
/** A draft that is being dragged is switched to at most this often: about two fades. */
const DRAFT_EVERY_MS = 30;
const PROBLEM_OF: { readonly [S in EngineStatus]?: ErrorCode } = {
  blocked: 'audio-start-blocked',
  noOutput: 'audio-no-device',
  failed: 'audio-failed',
};
/** Problems of the output; at most one of them stands at a time. */
export const AUDIO_PROBLEMS: readonly ErrorCode[] = Object.values(PROBLEM_OF);

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
  /** What the engine was last told to play through. */
  #sent: DeviceProfile | null = null;
  #sentMs = -Infinity;
  #sendTimer: ReturnType<typeof setTimeout> | undefined;
  /** Gains for devices that have not been measured yet, from those they were made of. */
  #lent: Readonly<Record<string, number>> = {};
  /** Of the last mix that was measured, until the next is. */
  #mixLufs = Number.NaN;
  /** What the engine was last told. */
  #noise: NoiseBed | null = null;
  #curves = 0;
  /** The system took the sound away while it played. */
  #isInterrupted = false;
  /** Starts that have not settled: each tells by itself why it failed. */
  #starting = 0;

  constructor(private readonly deps: EngineSyncDeps) {
    this.live = createLiveReadings(
      () => this.#engine,
      () => this.#startSec ?? 0,
    );
    this.#scope.add(deps.listen.subscribe((now, before) => this.#onIntent(now, before)));
    this.#scope.add(deps.playback.subscribe((now, before) => this.#onFacts(now, before)));
    this.#scope.add(deps.devices.subscribe((now, before) => this.#onDevices(now, before)));
    this.#scope.add(() => clearTimeout(this.#sendTimer));
  }

  get engine(): EnginePort | null {
    return this.#engine;
  }

  /** Integrated loudness of the last mix that was measured, LUFS; NaN before the first. */
  get mixLufs(): number {
    return this.#mixLufs;
  }

  /** Whether the whole of this mix is in the engine, and no other on its way there. */
  holdsMix(trackId: string): boolean {
    return [this.#mix, this.#applied].every((mix) => mix?.id === trackId && !mix.isPartial);
  }

  /** Takes the engine and brings it to where the listener already is. */
  attach(engine: EnginePort): void {
    const { listen, playback } = this.deps;
    this.#engine = engine;
    const intent = listen.getState();
    engine.setVolume(engineVolumeDb(intent.volumeDb));
    this.#setTarget();
    this.#noise = null;
    this.#setLoudness();
    void this.#setPlaybackCurve();
    this.#scope.add(engine.on('status', (status) => this.#onStatus(engine, status)));
    this.#scope.add(
      engine.on('ended', () => {
        playback.setState({ isPlaying: false });
        listen.getState().setWantsToPlay(false);
      }),
    );
    this.#scope.add(engine.on('rendererFailed', () => this.#tellRendererProblem()));
    this.#scope.add(engine.on('noiseFailed', () => this.#tellMissing('The background noise')));
    this.#scope.add(engine.on('preparing', (isPreparing) => playback.setState({ isPreparing })));
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
    if (!this.#engine) return;
    const { shelf, listen } = this.deps;
    const intent = listen.getState();
    const { slots, pins, previousTargetId } = intent;
    const likely = [hintedId, slots.A, slots.B, previousTargetId, ...pins];
    // After the favourites the rest of the shelf: the first visit to a device is to be as quick as any other.
    const devices = new Set([...likely.flatMap((id) => (id ? (shelf.byId(id) ?? []) : [])), ...shelf.all()]);
    const profiles = [...devices].slice(0, MOST_PREPARED).map((device) => heardProfile(device, intent));
    this.#engine.prepareTargets(profiles);
  }

  async close(): Promise<void> {
    this.#scope.close();
    const engine = this.#engine;
    this.#engine = null;
    await engine?.dispose();
  }

  #onStatus(engine: EnginePort, status: EngineStatus): void {
    const { listen, playback, library } = this.deps;
    playback.setState({ engine: status, isPlaying: isSounding(engine) });
    const { wantsToPlay, setWantsToPlay } = listen.getState();
    const problem = PROBLEM_OF[status];
    if (problem) playback.setState({ isPreparing: false });
    if (problem && this.#starting === 0) this.#tellAudioProblem(null, problem);
    // The button must offer Play again, not pretend.
    if (problem || status === 'interrupted') setWantsToPlay(false);
    if (status === 'interrupted') this.#isInterrupted ||= wantsToPlay;
    if (status !== 'running') return;
    library.getState().dismissProblemsOf(AUDIO_PROBLEMS);
    // The engine may have started by itself, long after the start was given up.
    if (this.#isInterrupted || engine.isPlaying) setWantsToPlay(true);
  }

  #onIntent(now: ListenIntent, before: ListenIntent): void {
    // First, before anything else: this is the switch the listener is waiting for.
    const isHeardOtherwise = now.layers !== before.layers || now.gear !== before.gear;
    if (now.targetId !== before.targetId || isHeardOtherwise) this.#setTarget();
    if (now.wantsToPlay !== before.wantsToPlay) this.#playOrPause();
    if (now.isMatching !== before.isMatching) this.#setGains();
    if (now.volumeDb !== before.volumeDb) this.#engine?.setVolume(engineVolumeDb(now.volumeDb));
    if (now.isLoopOn !== before.isLoopOn || now.loop !== before.loop) this.#setLoop();
    if (now.targetId !== before.targetId || isHeardOtherwise || now.scene !== before.scene) this.#setNoise();
    else if (now.listeningPhon !== before.listeningPhon) this.#setNoise();
    if (
      now.gear !== before.gear ||
      now.listeningPhon !== before.listeningPhon ||
      now.mixedAtPhon !== before.mixedAtPhon
    ) {
      void this.#setPlaybackCurve();
    }
    if (now.slots !== before.slots || now.pins !== before.pins || isHeardOtherwise) this.prepare();
  }

  #onFacts(now: PlaybackFacts, before: PlaybackFacts): void {
    if (now.levels !== before.levels) this.#setGains();
    if (now.analysis !== before.analysis) this.#setLoudness();
  }

  #onDevices(now: DevicesState, before: DevicesState): void {
    const draft = now.draft?.profile;
    // A new name sounds the same.
    if (isSameSound(draft, before.draft?.profile) && now.own === before.own) return;
    this.#lendGains(now, before);
    const wait = DRAFT_EVERY_MS - (performance.now() - this.#sentMs);
    const { targetId, gear } = this.deps.listen.getState();
    if (targetId !== DRAFT_ID || draft === undefined || wait <= 0) this.#setTarget();
    // The last change always arrives.
    else this.#sendTimer ??= setTimeout(() => this.#setTarget(), wait);
    if (now.own === before.own) return;
    this.prepare();
    if (gear.kind === 'device') void this.#setPlaybackCurve();
  }

  /** A new device plays at the level of the one it was made from until its own is known. */
  #lendGains(now: DevicesState, before: DevicesState): void {
    const [id, fromId] = now.draft ? [DRAFT_ID, now.draft.fromId] : [savedId(now, before), DRAFT_ID];
    const isSameDraft = now.draft?.fromId === before.draft?.fromId && now.draft !== null;
    const gainDb = this.#gains[fromId];
    if (id === undefined || gainDb === undefined || (isSameDraft && this.#gains[id] !== undefined)) return;
    this.#lent = { [id]: gainDb };
    this.#setGains();
  }

  #tellRendererProblem(): void {
    const { problems, addProblem } = this.deps.library.getState();
    if (!problems.some(({ code }) => code === 'renderer-failed')) addProblem({ code: 'renderer-failed', detail: {} });
  }

  #setTarget(): void {
    clearTimeout(this.#sendTimer);
    this.#sendTimer = undefined;
    const intent = this.deps.listen.getState();
    const device = this.deps.shelf.byId(intent.targetId);
    if (!device || !this.#engine) return;
    const profile = heardProfile(device, intent);
    // Something else on the shelf has changed.
    if (profile === this.#sent) return;
    this.#sent = profile;
    this.#sentMs = performance.now();
    try {
      this.#engine.setTarget(profile);
    } catch {
      // What was heard before goes on.
      this.#tellRendererProblem();
    }
  }

  #setLoudness(): void {
    const integratedLufs = this.deps.playback.getState().analysis?.loudness.integratedLufs;
    const isKnown = integratedLufs !== undefined && Number.isFinite(integratedLufs);
    this.#engine?.setProgrammeLoudness(isKnown ? integratedLufs : null);
    if (isKnown) this.#mixLufs = integratedLufs;
    this.#setNoise();
  }

  #setNoise(): void {
    const intent = this.deps.listen.getState();
    const device = this.deps.shelf.byId(intent.targetId);
    const bed = device ? noiseUnder(device, intent, this.#mixLufs) : null;
    if (isSameNoise(bed, this.#noise)) return;
    this.#noise = bed;
    this.#engine?.setNoise(bed);
  }

  /** Worked out when own gear or listening level change, never for a switch; the latest wins. */
  async #setPlaybackCurve(): Promise<void> {
    const turn = ++this.#curves;
    const { gear, listeningPhon, mixedAtPhon } = this.deps.listen.getState();
    const worn = gear.kind === 'device' ? this.deps.shelf.byId(gear.id) : undefined;
    if (!worn && listeningPhon === null) {
      this.#engine?.setPlaybackCurve(null);
      return;
    }
    // Not needed for the first sound of most visits.
    const playback = await import('../devices/playback').catch(() => null);
    if (turn !== this.#curves) return;
    if (!playback) {
      this.#tellMissing('What corrects your headphones and the listening level');
      return;
    }
    const { combinePlayback, listeningLevelCurve, playbackCorrection } = playback;
    const correction = worn ? playbackCorrection(null, worn).curve : null;
    const level = listeningPhon === null ? null : listeningLevelCurve(listeningPhon, mixedAtPhon);
    this.#engine?.setPlaybackCurve(combinePlayback(correction, level));
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
      const measured = Object.values(levels).map((level) => [level.deviceId, level.matchGainDb] as const);
      this.#gains = { ...this.#lent, ...Object.fromEntries(measured) };
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
      this.deps.playback.setState({ isPreparing: false });
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
    this.#isInterrupted = false;
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
      playback.setState({ isPlaying: isSounding(engine) });
    } catch (error) {
      listen.getState().setWantsToPlay(false);
      this.#tellAudioProblem(error);
    } finally {
      this.#starting--;
    }
    const problem = PROBLEM_OF[engine.status];
    if (problem) this.#tellAudioProblem(null, problem);
  }

  #tellMissing(part: string): void {
    this.deps.library.getState().addProblem({ code: 'part-missing', detail: { part } });
  }

  /** One trouble, one alert: the output has one cause at a time, and a named one says more than "failed". */
  #tellAudioProblem(cause: unknown, otherwise: ErrorCode = 'audio-failed'): void {
    if (isAbortError(cause)) return;
    const code = cause instanceof ElsewhereError ? cause.code : otherwise;
    const library = this.deps.library.getState();
    const others = AUDIO_PROBLEMS.filter((other) => other !== code);
    if (code === 'audio-failed' && library.problems.some((p) => others.some((other) => other === p.code))) return;
    library.dismissProblemsOf(others);
    library.addProblem({ code, detail: detailOf(cause) });
  }
}

const isSounding = ({ isPlaying, status }: EnginePort): boolean => isPlaying && status === 'running';

/** The own device that a draft has just become. */
const savedId = (now: DevicesState, before: DevicesState): string | undefined =>
  now.own.find((device) => device.profile.stages === before.draft?.profile.stages)?.id;

const isSameNoise = (a: NoiseBed | null, b: NoiseBed | null): boolean =>
  a === b || (a?.scene === b?.scene && a?.isolation === b?.isolation && a?.levelLufs === b?.levelLufs);

const isSameSound = (a: DeviceProfile | undefined, b: DeviceProfile | undefined): boolean =>
  a === b || (a?.stages === b?.stages && a?.room === b?.room && a?.limits === b?.limits && a?.id === b?.id);

const engineVolumeDb = (volumeDb: number): number => (volumeDb <= SILENT_VOLUME_DB ? -Infinity : volumeDb);
const detailOf = (error: unknown): Readonly<Record<string, string | number>> =>
  error instanceof ElsewhereError ? error.detail : {};
