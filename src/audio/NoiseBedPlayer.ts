import { noiseShape } from '../devices/noiseScenes';
import type { NoiseBed } from '../devices/noiseScenes';
import type { NoiseProcessorOptions } from './noiseMessages';
import noiseWorkletUrl from './noise.worklet.ts?worker&url';
import { fadeInCurve, fadeOutCurve, followCurve } from './ramp';
import { ToneAudioNode } from './tone';
import type { Context } from './tone';

/** Long enough not to startle, short enough to belong to the switch, seconds. */
const FADE_SEC = 0.05;
const SAME_LEVEL_DB = 0.05;

interface Bed {
  readonly bed: NoiseBed;
  readonly node: AudioWorkletNode;
  readonly fade: GainNode;
}

/**
 * Noise of the surroundings, made as it is needed and never the same twice.
 * ```
 * generator ── fade ──┐
 * generator ── fade ──┴── output
 * ```
 */
export class NoiseBedPlayer extends ToneAudioNode {
  override readonly name = 'NoiseBedPlayer';
  override readonly input = undefined;
  override readonly output: GainNode;
  readonly #native: BaseAudioContext;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #wanted: NoiseBed | null = null;
  #isSounding = false;
  #current: Bed | null = null;
  #seed = 1;

  constructor(context: Context) {
    super({ context });
    this.#native = context.rawContext;
    this.output = new GainNode(this.#native, { channelCount: 2, channelCountMode: 'explicit' });
  }

  /** Loads what makes noise into a context, once. @throws what the browser throws when it cannot */
  static load(native: BaseAudioContext): Promise<void> {
    return native.audioWorklet.addModule(noiseWorkletUrl);
  }

  setBed(bed: NoiseBed | null): void {
    this.#wanted = bed;
    this.#follow();
  }

  /** Noise comes and goes with the music. */
  setSounding(isSounding: boolean): void {
    this.#isSounding = isSounding;
    this.#follow();
  }

  #follow(): void {
    const bed = this.#isSounding ? this.#wanted : null;
    const now = this.#current;
    const isSame =
      now &&
      bed &&
      now.bed.scene === bed.scene &&
      now.bed.isolation === bed.isolation &&
      Math.abs(now.bed.levelLufs - bed.levelLufs) < SAME_LEVEL_DB;
    if (isSame || (!now && !bed)) return;
    const { sampleRate } = this.#native;
    const frames = Math.round(FADE_SEC * sampleRate);
    const atFrame = Math.round((this.#native.currentTime + 0.02) * sampleRate);
    if (now) {
      followCurve(now.fade.gain, fadeOutCurve(frames), atFrame, sampleRate);
      this.#closeLater(now);
    }
    this.#current = bed && this.#open(bed);
    if (this.#current) followCurve(this.#current.fade.gain, fadeInCurve(frames), atFrame, sampleRate);
  }

  #open(bed: NoiseBed): Bed {
    const shape = noiseShape(bed.scene, bed.isolation);
    const node = new AudioWorkletNode(this.#native, 'elsewhere-noise', {
      numberOfInputs: 0,
      outputChannelCount: [2],
      processorOptions: { shape, levelLufs: bed.levelLufs, seed: this.#seed++ } satisfies NoiseProcessorOptions,
    });
    const fade = new GainNode(this.#native, { gain: 0, channelCount: 2, channelCountMode: 'explicit' });
    fade.gain.setValueAtTime(0, 0);
    node.connect(fade).connect(this.output);
    return { bed, node, fade };
  }

  #closeLater(bed: Bed): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        close(bed);
      },
      FADE_SEC * 1000 + 150,
    );
    this.#timers.add(timer);
  }

  override dispose(): this {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    if (this.#current) close(this.#current);
    this.#current = null;
    this.output.disconnect();
    return super.dispose();
  }
}

function close({ node, fade }: Bed): void {
  node.port.postMessage('end');
  node.port.close();
  node.disconnect();
  fade.disconnect();
}
