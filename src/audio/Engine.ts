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
import { SEEK_FADE_SEC } from './ramp';
import { FilterDesigns } from './renderer/FilterDesigns';
import { pffftBytes } from './renderer/pffftBytes';
import { LIMITS_LUFS } from '../dsp/limits/LimitsModel';
import { SPECTRUM_BINS } from './StereoSpectrum';
import type { LoopFrames } from './voice';

/** How long `resume()` may take before the browser is taken to block sound. */
const START_TIMEOUT_MS = 2000;
/** A paused engine gives the sound card back after this long. */
const IDLE_SUSPEND_MS = 20_000;
/** A context that claims to run while its clock stands still for this long is dead (iOS after a phone call). */
const STALL_MS = 1500;

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
  );
  #playbackCurve: ToneCurve | null = null;
  #targets: readonly DeviceProfile[] = [];
  #idleTimer: ReturnType<typeof setTimeout> | null = null;

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
    this.#mix = mix;
    this.#restFrame = this.#clampFrame(restSec);
    if (old) await old.fadeOutAndClose();
    if (this.#isPlaying && token === this.#mixToken) {
      await this.#resume(graph);
      this.#startVoice(this.#restFrame, 0);
    }
  }

  replaceMix(mix: PlayableMix): void {
    if (this.#mix?.id !== mix.id || this.#graph?.sampleRate !== mix.buffer.sampleRate) return;
    this.#mix = mix;
    if (!this.#isPlaying) return;
    const graph = this.#graph;
    const at = graph.currentFrame + graph.leadFrames();
    const frame = graph.player.mixFrameAt(at);
    if (frame === null) this.#startVoice(this.#restFrame, SEEK_FADE_SEC);
    else graph.player.start(mix.buffer, frame, this.#loopFrames(), at, 0);
  }

  async play(): Promise<void> {
    if (!this.#mix) return;
    this.#isPlaying = true;
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
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
    if (!this.#isPlaying) return;
    const rest = this.#clampFrame(this.positionSec());
    this.#isPlaying = false;
    this.#restFrame = rest;
    const graph = this.#graph;
    if (!graph) return;
    graph.player.stop(graph.currentFrame + graph.leadFrames(), this.#fadeFrames(SEEK_FADE_SEC));
    graph.setSounding(false);
    this.#idleTimer = setTimeout(() => {
      if (!this.#isPlaying) graph.context.native.suspend().catch(() => undefined);
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
    if (!graph || !mix) return 0;
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
    const scope = new Scope();
    this.#graphScope = scope;
    const { native } = graph.context;
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
    scope.listen(native, 'statechange', () => {
      const state: string = native.state;
      if (state === 'running') this.#setStatus('running');
      else if (state === 'interrupted') this.#setStatus('interrupted');
      else if (state === 'suspended' && this.#isPlaying && graph.hasStarted) this.#setStatus('interrupted');
      else if (state === 'closed') this.#forget(graph);
    });
    scope.listen(native, 'error', () => this.#setStatus('failed'));
    let lastTime = -1;
    let movedAt = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      if (native.currentTime !== lastTime || native.state !== 'running' || !this.#isPlaying) movedAt = now;
      lastTime = native.currentTime;
      if (now - movedAt > STALL_MS) this.#setStatus('failed');
    }, 500);
    scope.add(() => clearInterval(timer));
  }

  /** A context that was closed from outside is dead: the next Play opens another. */
  #forget(graph: EngineGraph): void {
    if (graph !== this.#graph) return;
    this.#restFrame = this.#clampFrame(this.positionSec());
    this.#graph = null;
    this.#graphScope?.close();
    this.#graphScope = null;
    this.#isPlaying = false;
    void graph.close();
    this.#setStatus('failed');
  }

  #setStatus(status: EngineStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    for (const listener of this.#listeners.status) listener(status);
  }

  async #resume(graph: EngineGraph): Promise<void> {
    const { native } = graph.context;
    if (native.state === 'running' && this.#status !== 'failed') return;
    if (this.#status === 'failed') {
      // The clock is dead: only a new context helps. The mix stays, and playback goes on where it was.
      const mix = this.#mix;
      this.#graphScope?.close();
      this.#graph = null;
      this.#setStatus('idle');
      await graph.close();
      const wasPlaying = this.#isPlaying;
      this.#isPlaying = false;
      if (mix) await this.setMix(mix, { positionSec: this.#restFrame / mix.buffer.sampleRate });
      this.#isPlaying = wasPlaying;
      const rebuilt: EngineGraph | null = this.#graph;
      if (rebuilt) {
        await this.#resumeNative(rebuilt);
        this.#startVoice(this.#restFrame, SEEK_FADE_SEC);
      }
      return;
    }
    await this.#resumeNative(graph);
  }

  async #resumeNative(graph: EngineGraph): Promise<void> {
    const { native } = graph.context;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<'timeout'>((resolve) => {
      timer = setTimeout(() => resolve('timeout'), START_TIMEOUT_MS);
    });
    try {
      const outcome = await Promise.race([native.resume(), timeout]);
      if (outcome === 'timeout' && native.state !== 'running') {
        this.#setStatus('blocked');
        throw new ElsewhereError('audio-start-blocked', 'The browser has not let the page start sound');
      }
      graph.hasStarted = true;
      this.#setStatus('running');
    } catch (error) {
      if (error instanceof ElsewhereError) throw error;
      this.#setStatus('failed');
      throw new ElsewhereError('audio-no-device', 'There is no audio output to play to', {}, { cause: error });
    } finally {
      clearTimeout(timer);
    }
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
