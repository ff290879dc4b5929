import { ElsewhereError } from '../core/errors';
import { loadPart } from '../core/loadPart';
import { Scope } from '../core/scope';
import { clamp, secToFrames } from '../core/units';
import type { DeviceProfile } from '../devices/DeviceProfile';
import type { NoiseBed } from '../devices/noiseScenes';
import type { ToneCurve } from '../devices/ToneCurve';
import { EngineGraph } from './EngineGraph';
import type {
  EngineEvents,
  EnginePort,
  EngineStatus,
  ExportOptions,
  LoopRegion,
  MeterReading,
  PlayableMix,
} from './EnginePort';
import { LateStart, recoveryBudget, resumeOutput, watchOutput } from './outputWatch';
import { SEEK_FADE_SEC } from './ramp';
import { FilterDesigns } from './renderer/FilterDesigns';
import { pffftBytes } from './renderer/pffftBytes';
import { LIMITS_LUFS } from '../dsp/limits/LimitsModel';
import { SPECTRUM_BINS } from './StereoSpectrum';
import type { LoopFrames } from './voice';

/** A paused engine gives the sound card back after this long. */
const IDLE_SUSPEND_MS = 20_000;

const SILENT_METERS: MeterReading = {
  momentaryLufs: -Infinity,
  shortTermLufs: -Infinity,
  integratedLufs: -Infinity,
  loudnessRangeLu: 0,
  truePeakDbtp: -Infinity,
  correlation: Number.NaN,
  limiterReductionDb: 0,
};

/** The engine behind {@link EnginePort}: one graph at the rate of the current mix, rebuilt when the rate changes. */
export class Engine implements EnginePort {
  readonly fftBins = SPECTRUM_BINS;
  readonly #scope = new Scope();
  readonly #listeners: { [E in keyof EngineEvents]: Set<EngineEvents[E]> } = {
    status: new Set(),
    ended: new Set(),
    targetSettled: new Set(),
    rendererFailed: new Set(),
    preparing: new Set(),
    noiseFailed: new Set(),
  };
  #status: EngineStatus = 'idle';
  #graph: EngineGraph | null = null;
  #graphScope: Scope | null = null;
  #mix: PlayableMix | null = null;
  #mixToken = 0;
  /** Graphs that are being opened. */
  #opening = 0;
  #isPlaying = false;
  /** Frame of the mix where playback stands while nothing sounds. */
  #restFrame = 0;
  #loop: LoopRegion | null = null;
  #profile: DeviceProfile | null = null;
  #gainsDb: Readonly<Record<string, number>> = {};
  #volumeDb = -12;
  #driveDb = 0;
  #noise: NoiseBed | null = null;
  readonly #designs = new FilterDesigns(
    () => new Worker(new URL('./renderer/filterDesign.worker.ts', import.meta.url), { type: 'module' }),
    pffftBytes,
    (isBusy) => {
      for (const listener of this.#listeners.preparing) listener(isBusy);
    },
  );
  #playbackCurve: ToneCurve | null = null;
  #targets: readonly DeviceProfile[] = [];
  #idleTimer: ReturnType<typeof setTimeout> | null = null;
  readonly #mayRecover = recoveryBudget();
  readonly #lateStart = new LateStart();

  constructor() {
    this.#designs.warm();
  }

  on<E extends keyof EngineEvents>(event: E, listener: EngineEvents[E]): () => void {
    this.#listeners[event].add(listener);
    return () => {
      this.#listeners[event].delete(listener);
    };
  }

  get status(): EngineStatus {
    return this.#status;
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  get sampleRate(): number {
    return this.#graph?.sampleRate ?? 0;
  }

  async setMix(mix: PlayableMix | null, options: { readonly positionSec?: number } = {}): Promise<void> {
    const token = ++this.#mixToken;
    if (mix?.id !== this.#mix?.id) this.#lateStart.forget();
    if (!mix) {
      this.pause();
      this.#mix = null;
      this.#restFrame = 0;
      return;
    }
    const positionSec = options.positionSec;
    if (this.#graph && this.#graph.sampleRate === mix.buffer.sampleRate) {
      this.#adopt(mix, positionSec ?? this.positionSec());
      return;
    }
    let graph: EngineGraph;
    this.#opening++;
    try {
      graph = await EngineGraph.open(mix.buffer.sampleRate, this.#designs);
    } catch (error) {
      // Nothing sounds then. The mix is kept, so that the next press of Play can try again.
      if (token === this.#mixToken && !this.#graph) {
        this.#mix = mix;
        this.#isPlaying = false;
        this.#restFrame = this.#clampFrame(positionSec ?? 0);
      }
      throw error;
    } finally {
      this.#opening--;
    }
    if (token !== this.#mixToken || this.#scope.isClosed) {
      await graph.close();
      return;
    }
    const restSec = positionSec ?? this.positionSec();
    const old = this.#graph;
    this.#graphScope?.close();
    this.#graph = graph;
    this.#watch(graph);
    graph.setVolume(this.#volumeDb);
    graph.device.setDriveDb(this.#driveDb);
    graph.setNoise(this.#noise);
    graph.setPlaybackCurve(this.#playbackCurve);
    if (this.#profile) graph.device.setTarget(this.#profile, this.#gainOf(this.#profile));
    graph.device.prepare(this.#targets);
    // The rest of it may have come in while a lost context was being replaced.
    if (this.#mix?.id !== mix.id || this.#mix.isPartial) this.#mix = mix;
    this.#restFrame = this.#clampFrame(restSec);
    if (old) await old.fadeOutAndClose();
    if (this.#isPlaying && token === this.#mixToken) {
      await this.#resume(graph);
      if (this.#isPlaying && graph === this.#graph) this.#startVoice(this.#restFrame, 0);
    }
  }

  replaceMix(mix: PlayableMix): void {
    if (this.#mix?.id !== mix.id) return;
    const graph = this.#graph;
    if (graph && graph.sampleRate !== mix.buffer.sampleRate) return;
    this.#mix = mix;
    if (!graph || !this.#isPlaying) return;
    const at = graph.currentFrame + graph.leadFrames();
    const frame = graph.player.mixFrameAt(at);
    if (frame === null) this.#startVoice(this.#restFrame, SEEK_FADE_SEC);
    else graph.player.start(mix.buffer, frame, this.#loopFrames(), at, 0);
  }

  async play(): Promise<void> {
    if (!this.#mix) return;
    this.#isPlaying = true;
    this.#lateStart.forget();
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
    // Its last message may still be on the way.
    if (this.#graph?.context.native.state === 'closed') this.#drop(this.#graph);
    const graph = this.#graph;
    try {
      if (!graph) {
        // One that is being opened starts by itself when it is there.
        if (this.#opening === 0) {
          await this.setMix(this.#mix, { positionSec: this.#restFrame / this.#mix.buffer.sampleRate });
        }
        return;
      }
      await this.#resume(graph);
    } catch (error) {
      this.#isPlaying = false;
      throw error;
    }
    // Pressed pause, or changed the mix, while the sound card woke up: that has been dealt with.
    if (!this.#isPlaying || graph !== this.#graph || graph.player.isPlaying) return;
    graph.resetMeters();
    this.#startVoice(this.#restFrame, this.#restFrame === 0 ? 0 : SEEK_FADE_SEC);
  }

  pause(): void {
    this.#lateStart.forget();
    if (!this.#isPlaying) return;
    const rest = this.#clampFrame(this.positionSec());
    this.#isPlaying = false;
    this.#restFrame = rest;
    const graph = this.#graph;
    if (!graph) return;
    graph.player.stop(graph.currentFrame + graph.leadFrames(), this.#fadeFrames(SEEK_FADE_SEC));
    graph.setSounding(false);
    this.#idleTimer = setTimeout(() => {
      // One that the system holds back comes back running only if nobody has suspended it.
      if (!this.#isPlaying && graph.context.native.state === 'running')
        graph.context.native.suspend().catch(() => undefined);
    }, IDLE_SUSPEND_MS);
  }

  seek(positionSec: number): void {
    if (!this.#mix) return;
    const frame = this.#clampFrame(positionSec);
    this.#restFrame = frame;
    if (this.#isPlaying && this.#graph) this.#startVoice(frame, SEEK_FADE_SEC);
  }

  setLoop(loop: LoopRegion | null): void {
    this.#loop = loop;
    const graph = this.#graph;
    if (!this.#isPlaying || !graph || !this.#mix) return;
    const at = graph.currentFrame + graph.leadFrames();
    const frame = graph.player.mixFrameAt(at);
    if (frame === null) return;
    const frames = this.#loopFrames();
    // Inside or before the loop the music simply goes on; behind it there is nowhere to go but its start.
    if (frames && frame >= frames.endFrame) this.#startVoice(frames.startFrame, SEEK_FADE_SEC);
    else graph.player.start(this.#mix.buffer, frame, frames, at, 0);
  }

  setTarget(profile: DeviceProfile): void {
    this.#profile = profile;
    this.#applyTarget();
  }

  setMatchGains(gainsDb: Readonly<Record<string, number>>): void {
    this.#gainsDb = gainsDb;
    this.#applyTarget();
  }

  prepareTargets(profiles: readonly DeviceProfile[]): void {
    this.#targets = profiles;
    this.#graph?.device.prepare(profiles);
  }

  setProgrammeLoudness(integratedLufs: number | null): void {
    const isKnown = integratedLufs !== null && Number.isFinite(integratedLufs);
    this.#driveDb = isKnown ? LIMITS_LUFS - integratedLufs : 0;
    this.#graph?.device.setDriveDb(this.#driveDb);
  }

  setNoise(bed: NoiseBed | null): void {
    this.#noise = bed;
    this.#graph?.setNoise(bed);
  }

  setPlaybackCurve(curve: ToneCurve | null): void {
    this.#playbackCurve = curve;
    this.#graph?.setPlaybackCurve(curve);
  }

  setVolume(volumeDb: number): void {
    this.#volumeDb = Math.min(0, volumeDb);
    this.#graph?.setVolume(this.#volumeDb);
  }

  positionSec(): number {
    const graph = this.#graph;
    const mix = this.#mix;
    if (!mix) return 0;
    if (!graph) return this.#restFrame / mix.buffer.sampleRate;
    const heard = graph.currentFrame - graph.latencyFrames;
    const frame = (this.#isPlaying ? graph.player.mixFrameAt(heard) : null) ?? this.#restFrame;
    return clamp(frame / graph.sampleRate, 0, mix.durationSec);
  }

  meters(): MeterReading {
    const graph = this.#graph;
    if (!graph) return SILENT_METERS;
    const limiterReductionDb = graph.takeLimiterReductionDb();
    return { ...SILENT_METERS, ...graph.meterMessage, limiterReductionDb };
  }

  resetMeters(): void {
    this.#graph?.resetMeters();
  }

  readSpectrum(tap: 'before' | 'after', out: Float32Array<ArrayBuffer>): boolean {
    if (!this.#graph || this.#graph.context.native.state !== 'running') return false;
    this.#graph.readSpectrum(tap, out);
    return true;
  }

  async exportWav(profile: DeviceProfile, gainDb: number, options: ExportOptions = {}): Promise<Blob> {
    const mix = this.#mix;
    if (!mix || mix.isPartial) throw new ElsewhereError('export-failed', 'The mix is not loaded completely');
    const { renderMixToWav } = await loadPart('What renders exports', () => import('./renderer/renderMixToWav'));
    return renderMixToWav(
      mix.buffer,
      { profile, gainDb, driveDb: this.#driveDb, noise: options.noise ?? null },
      options,
    );
  }

  async dispose(): Promise<void> {
    this.#scope.close();
    this.#graphScope?.close();
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    const graph = this.#graph;
    this.#graph = null;
    this.#isPlaying = false;
    await graph?.close();
    this.#designs.dispose();
  }

  #gainOf(profile: DeviceProfile): number {
    return this.#gainsDb[profile.id] ?? 0;
  }

  #applyTarget(): void {
    const profile = this.#profile;
    if (profile) this.#graph?.device.setTarget(profile, this.#gainOf(profile));
  }

  #adopt(mix: PlayableMix, positionSec: number): void {
    this.#mix = mix;
    const frame = this.#clampFrame(positionSec);
    this.#restFrame = frame;
    if (this.#isPlaying) this.#startVoice(frame, SEEK_FADE_SEC);
  }

  /** Starts the current mix at a frame as soon as can be; waits for the rest of a partial mix if it must. */
  #startVoice(frame: number, fadeSec: number): void {
    const graph = this.#graph;
    const mix = this.#mix;
    if (!graph || !mix) return;
    const at = graph.currentFrame + graph.leadFrames();
    const fadeFrames = this.#fadeFrames(fadeSec);
    this.#restFrame = frame;
    if (frame >= mix.buffer.length) {
      graph.player.stop(at, fadeFrames);
      if (!mix.isPartial) this.#finish();
      return;
    }
    const loop = this.#loopFrames();
    graph.player.start(mix.buffer, frame, loop && frame < loop.endFrame ? loop : null, at, fadeFrames);
    graph.setSounding(true);
    if (graph.currentFrame >= at) this.#realignSoon(graph);
  }

  /** A voice that was scheduled too late plays a little behind its plan; fade it over to where it should be. */
  #realignSoon(graph: EngineGraph): void {
    setTimeout(() => {
      if (graph !== this.#graph || !this.#isPlaying || !this.#mix) return;
      const at = graph.currentFrame + graph.leadFrames();
      const frame = graph.player.mixFrameAt(at);
      if (frame === null || frame >= this.#mix.buffer.length) return;
      graph.player.start(this.#mix.buffer, frame, this.#loopFrames(), at, this.#fadeFrames(SEEK_FADE_SEC));
    }, 40);
  }

  #finish(): void {
    this.#graph?.setSounding(false);
    this.#isPlaying = false;
    this.#restFrame = 0;
    for (const listener of this.#listeners.ended) listener();
  }

  #watch(graph: EngineGraph): void {
    graph.player.onEnded = () => {
      // A partial mix that ran out waits for the whole; replaceMix goes on from here.
      if (this.#mix?.isPartial) this.#restFrame = this.#mix.buffer.length;
      else this.#finish();
    };
    graph.device.onSettled = (profile) => {
      for (const listener of this.#listeners.targetSettled) listener(profile.id);
    };
    graph.onRendererFailed = () => {
      for (const listener of this.#listeners.rendererFailed) listener();
    };
    graph.onNoiseFailed = () => {
      for (const listener of this.#listeners.noiseFailed) listener();
    };
    graph.onBroken = () => void this.#replace(graph);
    this.#graphScope = watchOutput(graph.context.native, {
      isWanted: () => this.#isPlaying && graph.hasStarted,
      onRunning: () => this.#onRunning(graph),
      onInterrupted: () => this.#setStatus('interrupted'),
      onSuspended: () => void this.#wake(graph),
      onDead: () => void this.#replace(graph),
    });
  }

  #onRunning(graph: EngineGraph): void {
    if (this.#lateStart.take()) {
      this.#isPlaying = true;
      graph.hasStarted = true;
      if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
      this.#idleTimer = null;
      graph.resetMeters();
      this.#startVoice(this.#restFrame, this.#restFrame === 0 ? 0 : SEEK_FADE_SEC);
    }
    this.#setStatus('running');
  }

  /** Gives a context up without waiting for it: one whose clock stands still may never say that it is closed. */
  #drop(graph: EngineGraph): void {
    this.#restFrame = this.#clampFrame(this.positionSec());
    this.#graph = null;
    this.#graphScope?.close();
    this.#graphScope = null;
    graph.close().catch(() => undefined);
  }

  /** Puts a new context in the place of one that is dead; what played goes on where it was. */
  async #replace(graph: EngineGraph): Promise<void> {
    if (graph !== this.#graph) return;
    this.#drop(graph);
    const mix = this.#mix;
    if (!mix || !this.#isPlaying) {
      // The next Play opens another.
      this.#setStatus('idle');
      return;
    }
    this.#setStatus('recovering');
    try {
      if (!this.#mayRecover()) throw new RangeError();
      await this.setMix(mix, { positionSec: this.#restFrame / mix.buffer.sampleRate });
    } catch {
      this.#isPlaying = false;
      if (this.#status === 'recovering') this.#setStatus('failed');
    }
    if (!this.#isPlaying && this.#status === 'recovering') this.#setStatus('idle');
  }

  /** A context that somebody else has suspended. */
  async #wake(graph: EngineGraph): Promise<void> {
    this.#setStatus('recovering');
    try {
      if (!this.#mayRecover()) throw new RangeError();
      await this.#resume(graph);
    } catch {
      // Already paused when it may still start late.
      if (this.#isPlaying) this.pause();
      if (this.#status === 'recovering') this.#setStatus('failed');
    }
  }

  #setStatus(status: EngineStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    for (const listener of this.#listeners.status) listener(status);
  }

  /** @throws ElsewhereError `audio-start-blocked`, `audio-no-device`; the status says so too */
  async #resume(graph: EngineGraph): Promise<void> {
    try {
      await resumeOutput(graph.context.native);
    } catch (error) {
      if (graph !== this.#graph) return;
      const isBlocked = error instanceof ElsewhereError && error.code === 'audio-start-blocked';
      if (isBlocked && this.#isPlaying) {
        this.pause();
        this.#lateStart.await();
      }
      // One that was refused may be dead: the next Play opens another.
      if (!isBlocked) this.#drop(graph);
      this.#setStatus(isBlocked ? 'blocked' : 'noOutput');
      throw error;
    }
    if (graph !== this.#graph) return;
    graph.hasStarted = true;
    this.#setStatus('running');
  }

  #loopFrames(): LoopFrames | null {
    const mix = this.#mix;
    if (!this.#loop || !mix) return null;
    const { sampleRate, length } = mix.buffer;
    const startFrame = clamp(secToFrames(this.#loop.startSec, sampleRate), 0, length);
    const endFrame = clamp(secToFrames(this.#loop.endSec, sampleRate), 0, length);
    return endFrame - startFrame >= 128 ? { startFrame, endFrame } : null;
  }

  #clampFrame(positionSec: number): number {
    const mix = this.#mix;
    if (!mix) return 0;
    const sec = Number.isFinite(positionSec) ? clamp(positionSec, 0, mix.durationSec) : 0;
    return secToFrames(sec, mix.buffer.sampleRate);
  }

  #fadeFrames(sec: number): number {
    return secToFrames(sec, this.#graph?.sampleRate ?? 0);
  }
}
