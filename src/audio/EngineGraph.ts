import type { DeviceProfile } from '../devices/DeviceProfile';
import { dbToAmp } from '../core/units';
import { ElsewhereError } from '../core/errors';
import { openContext } from './context';
import type { AudioContextPair } from './context';
import { DeviceSwitcher } from './DeviceSwitcher';
import { MixPlayer } from './MixPlayer';
import outputWorkletUrl from './output.worklet.ts?worker&url';
import type { LimiterMessage, MeterMessage } from './outputMessages';

/** Size of the live spectrum's FFT. */
const SPECTRUM_FFT = 8192;
/** Blackman window: a full-scale sine peaks at 20·log10(0.42 / 2); added back so that it reads 0 dBFS. */
const BLACKMAN_SINE_DB = 13.556;
/** Time constant of a change of volume, seconds. */
const VOLUME_TAU_SEC = 0.015;

/**
 * Everything that lives on one AudioContext, at one sample rate.
 * ```
 * player ──┬── switcher ──┬── volume ── safety limiter ── destination
 *      spectrum       spectrum, meter
 * ```
 */
export class EngineGraph {
  readonly player: MixPlayer;
  readonly switcher: DeviceSwitcher;
  readonly #volume: GainNode;
  readonly #limiter: AudioWorkletNode;
  readonly #meter: AudioWorkletNode;
  readonly #before: StereoSpectrum;
  readonly #after: StereoSpectrum;
  /** Last message of the loudness meter. */
  meterMessage: MeterMessage | null = null;
  /** Largest reduction by the safety limiter since it was last read, dB. */
  #reductionDb = 0;

  private constructor(readonly context: AudioContextPair) {
    const { tone, native } = context;
    this.player = new MixPlayer(tone);
    this.switcher = new DeviceSwitcher(tone);
    this.#volume = new GainNode(native);
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
    this.#before = new StereoSpectrum(native);
    this.#after = new StereoSpectrum(native);
    this.player.output.connect(this.switcher.input);
    this.player.output.connect(this.#before.input);
    this.switcher.output.connect(this.#volume).connect(this.#limiter).connect(native.destination);
    this.switcher.output.connect(this.#after.input);
    // The meter puts out silence; without a way to the destination it would not be asked to work.
    this.switcher.output.connect(this.#meter).connect(native.destination);
    this.#meter.port.onmessage = (event: MessageEvent<MeterMessage>) => {
      this.meterMessage = event.data;
    };
    this.#limiter.port.onmessage = (event: MessageEvent<LimiterMessage>) => {
      this.#reductionDb = Math.max(this.#reductionDb, event.data.reductionDb);
    };
  }

  /** @throws ElsewhereError `audio-failed` */
  static async open(sampleRate: number): Promise<EngineGraph> {
    const context = openContext(sampleRate);
    try {
      await context.native.audioWorklet.addModule(outputWorkletUrl);
    } catch (cause) {
      await context.native.close().catch(() => undefined);
      throw new ElsewhereError('audio-failed', 'The audio worklet could not be loaded', {}, { cause });
    }
    return new EngineGraph(context);
  }

  get sampleRate(): number {
    return this.context.native.sampleRate;
  }

  /** First context frame that is not rendered yet. */
  get currentFrame(): number {
    return Math.round(this.context.native.currentTime * this.sampleRate);
  }

  /**
   * Frames from now until a change is sure to be in time: one hardware buffer (it may be being rendered right now),
   * at least 10 ms, in which the change is worked out.
   */
  leadFrames(): number {
    const { native } = this.context;
    const slow = Math.max(0, this.switcher.planCostSec - 0.006);
    return Math.ceil(((Math.max(native.baseLatency, 0.01) + slow) * this.sampleRate) / 128) * 128;
  }

  /** Fades to a device, or puts it in place when the clock stands still. */
  switchTo(profile: DeviceProfile, gainDb: number): void {
    const { switcher, player } = this;
    if (this.context.native.state !== 'running' || !switcher.profile) {
      switcher.cutTo(profile, gainDb);
      return;
    }
    const at = Math.max(this.currentFrame + this.leadFrames(), switcher.settledFrame);
    switcher.fadeTo(profile, gainDb, at, (fromFrame, count) => player.samples(fromFrame, count));
  }

  setVolume(volumeDb: number): void {
    const amp = dbToAmp(volumeDb);
    const { native } = this.context;
    const { gain } = this.#volume;
    if (native.state !== 'running') {
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

  async close(): Promise<void> {
    this.player.dispose();
    this.switcher.dispose();
    this.#before.dispose();
    this.#after.dispose();
    this.#meter.port.onmessage = null;
    this.#limiter.port.onmessage = null;
    this.#meter.disconnect();
    this.#volume.disconnect();
    this.#limiter.disconnect();
    this.context.tone.dispose();
    if (this.context.native.state !== 'closed') await this.context.native.close();
  }
}

/** Bins of the live spectrum, 0 to Nyquist. */
export const SPECTRUM_BINS = SPECTRUM_FFT / 2;

/** Power spectrum of left plus right: a mono fold would hide what is out of phase. */
class StereoSpectrum {
  readonly input: ChannelSplitterNode;
  readonly #left: AnalyserNode;
  readonly #right: AnalyserNode;
  readonly #scratch = new Float32Array(SPECTRUM_BINS);

  constructor(native: AudioContext) {
    this.input = new ChannelSplitterNode(native, { numberOfOutputs: 2 });
    const options = {
      fftSize: SPECTRUM_FFT,
      smoothingTimeConstant: 0.7,
      minDecibels: -120,
      maxDecibels: 0,
    };
    this.#left = new AnalyserNode(native, options);
    this.#right = new AnalyserNode(native, options);
    this.input.connect(this.#left, 0);
    this.input.connect(this.#right, 1);
  }

  /** Mean power of both channels in dBFS (sine), one value a bin. */
  read(out: Float32Array<ArrayBuffer>): void {
    this.#left.getFloatFrequencyData(out);
    this.#right.getFloatFrequencyData(this.#scratch);
    for (let i = 0; i < out.length; i++) {
      const power = (10 ** (out[i]! / 10) + 10 ** (this.#scratch[i]! / 10)) / 2;
      out[i] = 10 * Math.log10(power + 1e-16) + BLACKMAN_SINE_DB;
    }
  }

  dispose(): void {
    this.input.disconnect();
  }
}
