import { dbToAmp } from '../../core/units';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { ToneCurve } from '../../devices/ToneCurve';
import { inputStageOf, soundKeys } from '../../devices/design/deviceSound';
import type { InputStage } from '../../dsp/convolution/InputHistory';
import type { RenderTarget } from '../../dsp/convolution/LiveRenderer';
import { fadeFramesFor } from '../../dsp/convolution/SoundFade';
import { QUANTUM } from '../../dsp/convolution/PartitionedFilter';
import { LONGEST_SEC } from '../../dsp/room/RoomModel';
import { firLengthFor } from '../../dsp/firLength';
import { ToneAudioNode } from '../tone';
import type { Context } from '../tone';
import type { DesignLine, FilterDesigns } from './FilterDesigns';
import type { RendererEvent, RendererMessage, RendererProcessorOptions, WantedFilter } from './rendererMessages';

/** Filters that one renderer may hold, bytes: the catalogue takes 17 MB at 48 kHz, 70 at 192. */
const BUDGET_BYTES = 96 * 2 ** 20;
/** Input stages that run all the time: a limiter costs 0.2 % of a core. */
const MOST_RUNNING = 5;
/** Gains closer than this are the same: the ear tells 0.2 dB at best. */
const SAME_GAIN_DB = 0.005;

export interface DeviceRendererOptions {
  readonly pffftBytes: ArrayBuffer;
  readonly designs: FilterDesigns;
  /** See `LiveRenderer`. */
  readonly fade: 'led' | 'plain';
}

/**
 * Renders whatever device is heard, and fades from one to the next.
 * ```
 *             ┌ history: the mix as it is ───────────┐
 * input ──────┤                                      ├── filter ── fade ── output
 *             └ image, limits ── history of their own ┘
 * ```
 * The worklet keeps the past of its input, so the first output of a device is that of an unbroken rendering.
 * A switch is one message. Filters are designed by a worker, which hands them to the worklet.
 */
export class DeviceRenderer extends ToneAudioNode {
  override readonly name = 'DeviceRenderer';
  override readonly input: AudioWorkletNode;
  override readonly output: AudioWorkletNode;
  /** Seconds from input to output: what a fade has to know ahead. */
  readonly latencySec: number;
  readonly #line: DesignLine;
  #serial = 0;
  #settledProfile: DeviceProfile | null = null;
  #target: { readonly profile: DeviceProfile; readonly gainDb: number } | null = null;
  /** The fade to a device is over. */
  onSettled: (profile: DeviceProfile) => void = () => undefined;
  /** Devices cannot be rendered; what comes in goes out as it is. */
  onFailed: (message: string) => void = () => undefined;

  constructor(context: Context, { pffftBytes, designs, fade }: DeviceRendererOptions) {
    super({ context });
    const native = context.rawContext as unknown as AudioContext;
    const { sampleRate } = native;
    const node = new AudioWorkletNode(native, 'elsewhere-device-renderer', {
      channelCount: 2,
      channelCountMode: 'explicit',
      outputChannelCount: [2],
      processorOptions: {
        pffftBytes,
        mostTaps: Math.ceil((fade === 'led' ? LONGEST_SEC : 0) * sampleRate) + firLengthFor(sampleRate),
        fade,
        budgetFloats: BUDGET_BYTES / 4,
        driveDb: 0,
      } satisfies RendererProcessorOptions,
    });
    this.input = node;
    this.output = node;
    this.latencySec = fade === 'led' ? (fadeFramesFor(sampleRate).ahead - QUANTUM) / sampleRate : 0;
    node.port.onmessage = ({ data }: MessageEvent<RendererEvent>) => this.#receive(data);
    this.#line = designs.open(sampleRate, {
      onPort: (port) => this.#send({ kind: 'designs', port }, [port]),
      onFailed: (message) => this.onFailed(message),
    });
  }

  #send(message: RendererMessage, transfer: Transferable[] = []): void {
    this.input.port.postMessage(message, transfer);
  }

  #receive(event: RendererEvent): void {
    if (event.kind === 'failed') this.onFailed(event.message);
    else if (event.serial === this.#serial && this.#settledProfile) this.onSettled(this.#settledProfile);
  }

  /** Fades to a device at a gain in dB. Of presses that come faster than a fade the last one counts. */
  setTarget(profile: DeviceProfile, gainDb: number): void {
    const now = this.#target;
    this.#settledProfile = profile;
    if (now && Math.abs(now.gainDb - gainDb) < SAME_GAIN_DB && isSameSound(now.profile, profile)) return;
    this.#target = { profile, gainDb };
    const { filter, stage } = soundKeys(profile);
    const inputStage = inputStageOf(profile);
    this.#fadeTo({
      filter,
      stage: stage !== null && inputStage ? { key: stage, ...inputStage } : null,
      gain: dbToAmp(gainDb),
    });
    this.#line.hurry(filter === null ? null : wantedOf(filter, profile));
  }

  /** Fades to a tone curve, or to the input as it is. */
  setCurve(curve: ToneCurve | null): void {
    const key = curve && JSON.stringify([...curve.frequenciesHz, ...curve.levelsDb]);
    this.#fadeTo({ filter: key, stage: null, gain: 1 });
    this.#line.hurry(curve && key !== null ? { key, source: { kind: 'curve', curve } } : null);
  }

  #fadeTo(target: RenderTarget): void {
    this.#send({ kind: 'target', target, serial: ++this.#serial });
  }

  /**
   * Has devices' filters designed, and runs the limits of the first ones.
   * @param profiles likely ones first
   */
  prepare(profiles: readonly DeviceProfile[]): void {
    const wanted = new Map<string, WantedFilter>();
    const running = new Map<string, InputStage>();
    for (const profile of profiles) {
      const { filter, stage } = soundKeys(profile);
      if (filter !== null && !wanted.has(filter)) wanted.set(filter, wantedOf(filter, profile));
      const inputStage = inputStageOf(profile);
      if (stage !== null && inputStage && running.size < MOST_RUNNING) running.set(stage, inputStage);
    }
    this.#send({ kind: 'stages', stages: [...running] });
    this.#line.want([...wanted.values()]);
  }

  setDriveDb(driveDb: number): void {
    this.#send({ kind: 'drive', driveDb });
  }

  override dispose(): this {
    this.#send({ kind: 'close' });
    this.input.port.onmessage = null;
    this.input.onprocessorerror = null;
    this.#line.close();
    this.input.disconnect();
    return super.dispose();
  }
}

/** Only what is heard: the rest of a profile need not be copied to the worker. */
const wantedOf = (key: string, { stages, room, limits }: DeviceProfile): WantedFilter => ({
  key,
  source: { kind: 'device', sound: { stages, ...(room && { room }), ...(limits && { limits }) } },
});

function isSameSound(a: DeviceProfile, b: DeviceProfile): boolean {
  const [one, other] = [soundKeys(a), soundKeys(b)];
  return one.filter === other.filter && one.stage === other.stage;
}
