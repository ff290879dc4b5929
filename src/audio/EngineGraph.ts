import type { DeviceProfile } from '../devices/DeviceProfile';
import type { NoiseBed } from '../devices/noiseScenes';
import type { ToneCurve } from '../devices/ToneCurve';
import { dbToAmp } from '../core/units';
import { ElsewhereError } from '../core/errors';
import { openContext } from './context';
import type { AudioContextPair } from './context';
import { MixPlayer } from './MixPlayer';
import type { NoiseBedPlayer } from './NoiseBedPlayer';
import { outputLatencySec } from './outputLatency';
import outputWorkletUrl from './output.worklet.ts?worker&url';
import type { LimiterMessage, MeterMessage } from './outputMessages';
import { SEEK_FADE_SEC } from './ramp';
import deviceRendererWorkletUrl from './renderer/deviceRenderer.worklet.ts?worker&url';
import { DeviceRenderer } from './renderer/DeviceRenderer';
import type { FilterDesigns } from './renderer/FilterDesigns';
import { pffftBytes } from './renderer/pffftBytes';
import { StereoSpectrum } from './StereoSpectrum';

/** Time constant of a change of volume, seconds. */
const VOLUME_TAU_SEC = 0.015;

/**
 * Everything that lives on one AudioContext, at one sample rate.
 * ```
 * player ──┬── device ──┬── as heard ──┬── playback curve ── volume ── safety limiter ── destination
 *      spectrum     noise ┘      spectrum, meter
 * ```
 */
export class EngineGraph {
  readonly player: MixPlayer;
  readonly device: DeviceRenderer;
  /** What belongs to the listener, in place from the start: to make a renderer while sound runs would stop it. */
  readonly #playback: DeviceRenderer;
  #noise: NoiseBedPlayer | null = null;
  #isNoiseComing = false;
  #bed: NoiseBed | null = null;
  #isSounding = false;
  /** The target with the noise around it, before anything that belongs to the listener. */
  readonly #heard: GainNode;
  readonly #volume: GainNode;
  readonly #limiter: AudioWorkletNode;
  readonly #meter: AudioWorkletNode;
  readonly #before: StereoSpectrum;
  readonly #after: StereoSpectrum;
  #isClosed = false;
  /** The context has been let run. */
  hasStarted = false;
  /** Last message of the loudness meter. */
  meterMessage: MeterMessage | null = null;
  /** Largest reduction by the safety limiter since it was last read, dB. */
  #reductionDb = 0;
  onRendererFailed: (message: string) => void = () => undefined;
  /** A processor threw: the browser puts out silence in its place from then on. */
  onBroken: () => void = () => undefined;
  onNoiseFailed: () => void = () => undefined;

  private constructor(
    readonly context: AudioContextPair,
    designs: FilterDesigns,
    bytes: ArrayBuffer,
  ) {
    const { tone, native } = context;
    this.player = new MixPlayer(tone);
    this.device = new DeviceRenderer(tone, { pffftBytes: bytes, designs, fade: 'led' });
    this.device.onFailed = (message) => this.onRendererFailed(message);
    this.#playback = new DeviceRenderer(tone, { pffftBytes: bytes, designs, fade: 'plain' });
    this.#playback.onFailed = (message) => this.onRendererFailed(message);
    this.#heard = new GainNode(native, { channelCount: 2, channelCountMode: 'explicit' });
    this.#volume = new GainNode(native, { channelCount: 2, channelCountMode: 'explicit' });
    this.#limiter = new AudioWorkletNode(native, 'elsewhere-limiter', {
      outputChannelCount: [2],
      channelCount: 2,
      channelCountMode: 'explicit',
    });
    this.#meter = new AudioWorkletNode(native, 'elsewhere-meter', {
      outputChannelCount: [1],
      channelCount: 2,
      channelCountMode: 'explicit',
    });
    for (const node of [this.device.input, this.#playback.input, this.#limiter, this.#meter]) {
      node.onprocessorerror = () => this.onBroken();
    }
    this.#before = new StereoSpectrum(native);
    this.#after = new StereoSpectrum(native);
    this.player.output.connect(this.device.input);
    this.player.output.connect(this.#before.input);
    this.device.output.connect(this.#heard);
    this.#heard.connect(this.#playback.input);
    this.#playback.output.connect(this.#volume).connect(this.#limiter).connect(native.destination);
    this.#heard.connect(this.#after.input);
    // The meter puts out silence; without a way to the destination it would not be asked to work.
    this.#heard.connect(this.#meter).connect(native.destination);
    this.#meter.port.onmessage = (event: MessageEvent<MeterMessage>) => {
      this.meterMessage = event.data;
    };
    this.#limiter.port.onmessage = (event: MessageEvent<LimiterMessage>) => {
      this.#reductionDb = Math.max(this.#reductionDb, event.data.reductionDb);
    };
  }

  /** @throws ElsewhereError `audio-failed`, `renderer-unsupported` */
  static async open(sampleRate: number, designs: FilterDesigns): Promise<EngineGraph> {
    const context = openContext(sampleRate);
    // Where the browser lets it run at once: making the renderer takes time that running sound does not have. Not waited
    // for, since a context that was not let run may leave the promise open.
    context.native.suspend().catch(() => undefined);
    try {
      const [bytes] = await Promise.all([
        pffftBytes(),
        context.native.audioWorklet.addModule(outputWorkletUrl),
        context.native.audioWorklet.addModule(deviceRendererWorkletUrl),
      ]);
      return new EngineGraph(context, designs, bytes);
    } catch (cause) {
      await context.native.close().catch(() => undefined);
      if (cause instanceof ElsewhereError) throw cause;
      throw new ElsewhereError('audio-failed', 'The audio worklets could not be loaded', {}, { cause });
    }
  }

  get sampleRate(): number {
    return this.context.native.sampleRate;
  }

  /** First context frame that is not rendered yet. */
  get currentFrame(): number {
    return Math.round(this.context.native.currentTime * this.sampleRate);
  }

  /** Frames from the player to the output of the browser. */
  get latencyFrames(): number {
    return Math.round((this.device.latencySec + outputLatencySec(this.context.native)) * this.sampleRate);
  }

  /**
   * Frames from now until a change is sure to be in time: one hardware buffer (it may be being rendered right now),
   * at least 10 ms.
   */
  leadFrames(): number {
    const { native } = this.context;
    return Math.ceil((Math.max(native.baseLatency, 0.01) * this.sampleRate) / 128) * 128;
  }

  setTarget(profile: DeviceProfile, gainDb: number): void {
    this.device.setTarget(profile, gainDb);
  }

  /** Listening level and the correction of the listener's own headphones; null passes samples as they are. */
  setPlaybackCurve(curve: ToneCurve | null): void {
    this.#playback.setCurve(curve);
  }

  /** Noise under every target; null is quiet. */
  setNoise(bed: NoiseBed | null): void {
    this.#bed = bed;
    if (this.#noise) this.#noise.setBed(bed);
    else if (bed) void this.#bringNoise();
  }

  /** Noise comes and goes with the music. */
  setSounding(isSounding: boolean): void {
    this.#isSounding = isSounding;
    this.#noise?.setSounding(isSounding);
  }

  /** What makes noise is in a chunk of its own: the first sound is heard without it. */
  async #bringNoise(): Promise<void> {
    if (this.#isNoiseComing) return;
    this.#isNoiseComing = true;
    try {
      const { NoiseBedPlayer } = await import('./NoiseBedPlayer');
      await NoiseBedPlayer.load(this.context.native);
      if (this.#isClosed) return;
      this.#noise = new NoiseBedPlayer(this.context.tone);
      this.#noise.output.connect(this.#heard);
      this.#noise.setBed(this.#bed);
      this.#noise.setSounding(this.#isSounding);
    } catch {
      // Without a network on the first visit: the music goes on, and the next device with noise asks again.
      if (!this.#isClosed) this.onNoiseFailed();
    } finally {
      this.#isNoiseComing = false;
    }
  }

  setVolume(volumeDb: number): void {
    const amp = dbToAmp(volumeDb);
    const { native } = this.context;
    const { gain } = this.#volume;
    // Where nothing sounds there is nothing to be smooth about, and a ramp would cost the first samples their last bit.
    if (native.state !== 'running' || !this.player.isPlaying) {
      gain.cancelScheduledValues(0);
      gain.value = amp;
      return;
    }
    const now = native.currentTime;
    gain.cancelScheduledValues(now);
    gain.setTargetAtTime(amp, now, VOLUME_TAU_SEC);
    // The exponential never arrives; 12 time constants on, the rest is below −100 dB.
    gain.setValueAtTime(amp, now + 12 * VOLUME_TAU_SEC);
  }

  takeLimiterReductionDb(): number {
    const reduction = this.#reductionDb;
    this.#reductionDb = 0;
    return reduction;
  }

  resetMeters(): void {
    this.#meter.port.postMessage('reset');
    this.meterMessage = null;
  }

  readSpectrum(tap: 'before' | 'after', out: Float32Array<ArrayBuffer>): void {
    (tap === 'before' ? this.#before : this.#after).read(out);
  }

  /** Lets the sound fade before the context goes; cutting it off would click. */
  async fadeOutAndClose(): Promise<void> {
    if (this.context.native.state === 'running' && this.player.isPlaying) {
      const fadeFrames = Math.round(SEEK_FADE_SEC * this.sampleRate);
      const at = this.currentFrame + this.leadFrames();
      this.player.stop(at, fadeFrames);
      const lastSec = (at + fadeFrames) / this.sampleRate - this.context.native.currentTime + this.device.latencySec;
      await new Promise((resolve) => setTimeout(resolve, lastSec * 1000 + 30));
    }
    // Not waited for: a context whose clock stands still may never say that it is closed.
    this.close().catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.player.dispose();
    this.#noise?.dispose();
    this.#playback.dispose();
    this.#heard.disconnect();
    this.device.dispose();
    this.#before.dispose();
    this.#after.dispose();
    for (const node of [this.#meter, this.#limiter]) {
      node.port.onmessage = null;
      node.onprocessorerror = null;
    }
    this.#meter.disconnect();
    this.#volume.disconnect();
    this.#limiter.disconnect();
    this.context.tone.dispose();
    if (this.context.native.state !== 'closed') await this.context.native.close();
  }
}
