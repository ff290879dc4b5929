import type { DeviceProfile } from '../devices/DeviceProfile';
import { clamp, dbToAmp } from '../core/units';
import { ElsewhereError } from '../core/errors';
import { BurstClock } from './BurstClock';
import { openContext } from './context';
import type { AudioContextPair } from './context';
import { DeviceSwitcher } from './DeviceSwitcher';
import { IdleWork } from './IdleWork';
import { layerParts, layerPartsHere, loadLayerParts } from './layerParts';
import { letGoOfConvolvers } from './stages/convolvers';
import { MixPlayer } from './MixPlayer';
import type { NoiseBedPlayer } from './NoiseBedPlayer';
import outputWorkletUrl from './output.worklet.ts?worker&url';
import type { LimiterMessage, MeterMessage } from './outputMessages';
import { PlaybackFilter } from './PlaybackFilter';
import { Preparation } from './Preparation';
import { SEEK_FADE_SEC, SWITCH_FADE_SEC } from './ramp';
import { StereoSpectrum } from './StereoSpectrum';

/** Time constant of a change of volume, seconds. */
const VOLUME_TAU_SEC = 0.015;
/** Setting a planned fade going takes 0.3 ms, and the rhythm of the bursts is known to 0.2. Milliseconds. */
const COMMIT_MS = 0.6;
/**
 * A busy machine may stop this thread at any time, so a plan aims at having this much to spare, in milliseconds: less
 * where planning itself takes long, for the sound is not to come late, but never less than the second.
 */
const SPARE_MS = 2.5;
const LEAST_SPARE_MS = 1.8;
/** With less than this left in the end, milliseconds, it is planned anew. */
const TOO_LATE_MS = 1.2;
/** What planning and time to spare come to together, if it can be. */
const PLAN_AND_SPARE_MS = 4.2;
/** How often a switch is worked out anew when the clock overtakes it. */
const MAX_TRIES = 3;
/**
 * Work that can wait rests for so long after a press, milliseconds: the next may follow. While what is pressed most is
 * not ready yet, that is the more urgent.
 */
const REST_AFTER_PRESS_MS = 600;
const SHORT_REST_MS = 150;
/** Time between two looks at the clock, milliseconds: no multiple of a burst, so that they meet it in all its phases. */
const LOOK_MS = 73;
/** Gains closer than this are the same: the ear tells 0.2 dB at best. */
const SAME_GAIN_DB = 0.005;

/**
 * Everything that lives on one AudioContext, at one sample rate.
 * ```
 * player ──┬── switcher ──┬── as heard ──┬── playback filter ── volume ── safety limiter ── destination
 *      spectrum       noise ┘      spectrum, meter
 * ```
 */
export class EngineGraph {
  readonly player: MixPlayer;
  readonly switcher: DeviceSwitcher;
  readonly preparation: Preparation;
  /** For what can wait long, and for what the next press may want: a new chain for the device just left. */
  readonly #idle = new IdleWork();
  readonly #soon = new IdleWork();
  /** Null until {@link addLayers}. */
  noise: NoiseBedPlayer | null = null;
  readonly playbackFilter: PlaybackFilter;
  /** The target with the noise around it, before anything that belongs to the listener. */
  readonly #heard: GainNode;
  readonly #volume: GainNode;
  readonly #limiter: AudioWorkletNode;
  readonly #meter: AudioWorkletNode;
  readonly #burstClock: BurstClock;
  readonly #before: StereoSpectrum;
  readonly #after: StereoSpectrum;
  /** Last message of the loudness meter. */
  meterMessage: MeterMessage | null = null;
  #queued: { readonly profile: DeviceProfile; readonly gainDb: number } | null = null;
  #queueTimer: ReturnType<typeof setTimeout> | null = null;
  readonly #lookTimer: ReturnType<typeof setInterval>;
  /** Largest reduction by the safety limiter since it was last read, dB. */
  #reductionDb = 0;

  private constructor(readonly context: AudioContextPair) {
    const { tone, native } = context;
    this.#burstClock = new BurstClock(native);
    this.#lookTimer = setInterval(() => this.#burstClock.observe(), LOOK_MS);
    this.player = new MixPlayer(tone);
    this.switcher = new DeviceSwitcher(tone);
    this.switcher.onRetired = (profile) => this.#soon.add(() => this.switcher.armStep(profile));
    this.preparation = new Preparation(this.switcher, this.player, this.#idle, native.sampleRate);
    this.playbackFilter = new PlaybackFilter(tone);
    this.#heard = new GainNode(native, { channelCount: 2, channelCountMode: 'explicit' });
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
    this.switcher.output.connect(this.#heard);
    this.#heard.connect(this.playbackFilter.input);
    this.playbackFilter.output.connect(this.#volume).connect(this.#limiter).connect(native.destination);
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

  /** @throws ElsewhereError `audio-failed` */
  static async open(sampleRate: number): Promise<EngineGraph> {
    const context = openContext(sampleRate);
    try {
      const parts = layerPartsHere();
      await Promise.all([
        context.native.audioWorklet.addModule(outputWorkletUrl),
        parts && context.native.audioWorklet.addModule(parts.layersWorkletUrl),
      ]);
    } catch (cause) {
      await context.native.close().catch(() => undefined);
      throw new ElsewhereError('audio-failed', 'The audio worklet could not be loaded', {}, { cause });
    }
    const graph = new EngineGraph(context);
    if (layerPartsHere()) graph.#takeLayers();
    return graph;
  }

  /** True once rooms, limits and noise can sound here. */
  get hasLayers(): boolean {
    return this.noise !== null;
  }

  /** Brings rooms, limits and noise in. @throws whatever loading them throws */
  async addLayers(): Promise<void> {
    const parts = await loadLayerParts();
    if (this.hasLayers) return;
    await this.context.native.audioWorklet.addModule(parts.layersWorkletUrl);
    if (!this.hasLayers && this.context.native.state !== 'closed') this.#takeLayers();
  }

  #takeLayers(): void {
    this.noise = new (layerParts().NoiseBedPlayer)(this.context.tone);
    this.noise.output.connect(this.#heard);
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
   * at least 10 ms.
   */
  leadFrames(): number {
    const { native } = this.context;
    return Math.ceil((Math.max(native.baseLatency, 0.01) * this.sampleRate) / 128) * 128;
  }

  /**
   * Fades to a device, or puts it in place when the clock stands still. Presses that come faster than a fade do not
   * pile up: only the last one waits for its turn.
   */
  switchTo(profile: DeviceProfile, gainDb: number): void {
    const { switcher } = this;
    this.#queued = null;
    if (switcher.isAt(profile, gainDb, SAME_GAIN_DB)) return;
    if (this.context.native.state !== 'running' || !switcher.profile) {
      switcher.cutTo(profile, gainDb);
      return;
    }
    if (switcher.settledFrame > this.currentFrame + this.leadFrames() + SWITCH_FADE_SEC * this.sampleRate) {
      this.#queue(profile, gainDb);
      return;
    }
    this.#fade(profile, gainDb);
  }

  #fade(profile: DeviceProfile, gainDb: number): void {
    const { switcher, player } = this;
    this.#idle.hold(this.preparation.isLikelyReady ? REST_AFTER_PRESS_MS : SHORT_REST_MS);
    // What is seen of the clock now holds for all tries: a look in the middle of the next burst would see less.
    let outlook = this.#burstClock.look();
    for (let tries = 1; ; tries++) {
      const costMs = switcher.planCostMs(profile);
      const spareMs = clamp(PLAN_AND_SPARE_MS - costMs, LEAST_SPARE_MS, SPARE_MS);
      const readyMs = performance.now() + costMs + spareMs + COMMIT_MS;
      // Not the first frame itself: what is set for the very present is put off by rounding (`frameTimeSec`).
      const atFrame = 1 + Math.max(outlook.earliestFrame(readyMs), switcher.settledFrame);
      const planned = switcher.plan(profile, gainDb, atFrame, (fromFrame, count) => player.samples(fromFrame, count));
      if (outlook.state === 'maybe under way') {
        // Planning takes about as long as the burst does, so this is no wait; then it shows how far the burst went.
        while (performance.now() < outlook.overMs);
        if (this.currentFrame !== outlook.frame) outlook = this.#burstClock.look();
      }
      const deadlineMs = outlook.deadlineMs(atFrame);
      const isInTime = (toSpareMs: number): boolean =>
        this.currentFrame < atFrame && performance.now() + toSpareMs < deadlineMs;
      const isLast = tries === MAX_TRIES;
      if (!isLast && !isInTime(TOO_LATE_MS)) continue;
      if (!switcher.commit(planned, () => isLast || isInTime(COMMIT_MS))) continue;
      // The machine may have stopped this thread in the last moment. Then the filter missed some music, and a second
      // fade, to the same device but in time, puts it right. If it was in time after all, that fade is between equal
      // signals.
      if (!isInTime(0)) this.#queue(profile, gainDb, true);
      return;
    }
  }

  #queue(profile: DeviceProfile, gainDb: number, isRepair = false): void {
    this.#queued = { profile, gainDb };
    if (this.#queueTimer !== null) clearTimeout(this.#queueTimer);
    this.#queueTimer = setTimeout(() => {
      this.#queueTimer = null;
      const queued = this.#queued;
      this.#queued = null;
      if (!queued) return;
      if (isRepair) this.#fade(queued.profile, queued.gainDb);
      else this.switchTo(queued.profile, queued.gainDb);
    }, SWITCH_FADE_SEC * 1000);
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
      const lastSec = (at + fadeFrames) / this.sampleRate - this.context.native.currentTime;
      await new Promise((resolve) => setTimeout(resolve, lastSec * 1000 + 30));
    }
    await this.close();
  }

  async close(): Promise<void> {
    clearInterval(this.#lookTimer);
    this.#idle.clear();
    this.#soon.clear();
    if (this.#queueTimer !== null) clearTimeout(this.#queueTimer);
    this.#queued = null;
    this.player.dispose();
    this.noise?.dispose();
    this.playbackFilter.dispose();
    this.#heard.disconnect();
    this.switcher.dispose();
    this.#before.dispose();
    this.#after.dispose();
    this.#meter.port.onmessage = null;
    this.#limiter.port.onmessage = null;
    this.#meter.disconnect();
    this.#volume.disconnect();
    this.#limiter.disconnect();
    letGoOfConvolvers(this.context.native);
    this.context.tone.dispose();
    if (this.context.native.state !== 'closed') await this.context.native.close();
  }
}
