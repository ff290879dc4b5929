import { ElsewhereError, isAbortError, throwIfAborted } from '../core/errors';
import type { DeviceProfile } from '../devices/DeviceProfile';
import { noiseShape } from '../devices/noiseScenes';
import type { NoiseBed } from '../devices/noiseScenes';
import { stereoMatrix } from '../devices/response';
import type { StereoMatrix } from '../devices/response';
import { DeviceLimits, LIMITS_MEMORY_SEC } from '../dsp/limits/DeviceLimits';
import type { LimitsModel } from '../dsp/limits/LimitsModel';
import { NoiseGenerator } from '../dsp/noise/NoiseGenerator';
import { wrapOffline } from './context';
import { bendsLevels, DeviceChain, deviceDesign } from './DeviceChain';
import type { JobOptions } from './EnginePort';
import { loadLayerParts } from './layerParts';
import { floatWavHeader, interleave } from './wavWriter';

/** Seconds rendered at a time: keeps memory small and lets progress and cancelling through. */
const SEGMENT_SEC = 20;
/** As long as any device rings on, tone and room together, seconds. */
const KEPT_SEC = 1.5;
/** Every file has the same noise, so that two renderings can be compared. */
const NOISE_SEED = 1;

/** A target as it is to be rendered. */
export interface Rendering {
  readonly profile: DeviceProfile;
  /** Level of the device, dB. */
  readonly gainDb: number;
  /** Brings the mix to the loudness that limits are meant at, dB. */
  readonly driveDb: number;
  readonly noise: NoiseBed | null;
}

/**
 * Renders frames `fromFrame` … `toFrame − 1` of a mix through a device, with the same nodes that play live; limits by the
 * same arithmetic that runs in their worklet. Everything that remembers starts with the music before `fromFrame` in it,
 * so segments join without a seam. Noise is not in it.
 * @param limited for segment after segment, in order
 */
export async function renderThroughDevice(
  mix: AudioBuffer,
  { profile, gainDb, driveDb }: Omit<Rendering, 'noise'>,
  fromFrame = 0,
  toFrame = mix.length,
  limited = limitedMix(mix, profile, driveDb, fromFrame),
): Promise<AudioBuffer> {
  const { sampleRate } = mix;
  if (profile.room || profile.limits) await loadLayerParts();
  const { tone, room } = deviceDesign(profile, sampleRate);
  const ringing = (tone?.fir.length ?? 0) + (room?.paths[0].length ?? 0);
  const preroll = Math.min(fromFrame, ringing);
  const native = new OfflineAudioContext(2, toFrame - fromFrame + preroll, sampleRate);
  const chain = new DeviceChain(wrapOffline(native), profile, gainDb, { isLinearPart: limited !== null });
  const buffer = limited ? limited.read(fromFrame - preroll, toFrame) : mix;
  const source = new AudioBufferSourceNode(native, { buffer });
  source.connect(chain.input);
  chain.output.connect(native.destination);
  source.start(0, limited ? 0 : (fromFrame - preroll) / sampleRate);
  const rendered = await native.startRendering();
  chain.dispose();
  if (preroll === 0) return rendered;
  const trimmed = new AudioBuffer({ length: toFrame - fromFrame, numberOfChannels: 2, sampleRate });
  for (const channel of [0, 1]) trimmed.copyToChannel(rendered.getChannelData(channel).subarray(preroll), channel);
  return trimmed;
}

/**
 * A mix behind a device's image and limits, read from front to back: what the limits remember goes on from piece to
 * piece, so no piece begins differently from how the one before it ended.
 */
class LimitedMix {
  readonly #limits: DeviceLimits;
  readonly #matrix: StereoMatrix;
  /** Frames before {@link #next}, already limited, and that frame. */
  #past: readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] = [new Float32Array(), new Float32Array()];
  #next: number;

  /** @param fromFrame first frame that is wanted */
  constructor(
    private readonly mix: AudioBuffer,
    profile: DeviceProfile & { readonly limits: LimitsModel },
    driveDb: number,
    fromFrame: number,
  ) {
    this.#limits = new DeviceLimits(profile.limits, mix.sampleRate, driveDb);
    this.#matrix = stereoMatrix(profile);
    this.#next = Math.max(0, fromFrame - Math.round(LIMITS_MEMORY_SEC * mix.sampleRate));
  }

  /** Frames `fromFrame` … `toFrame − 1`; of what has been read before, the last {@link KEPT_SEC} are there. */
  read(fromFrame: number, toFrame: number): AudioBuffer {
    const { mix } = this;
    const fresh = toFrame - this.#next;
    const kept = this.#past[0].length;
    const left = new Float32Array(kept + fresh);
    const right = new Float32Array(kept + fresh);
    left.set(this.#past[0]);
    right.set(this.#past[1]);
    mix.copyFromChannel(left.subarray(kept), 0, this.#next);
    mix.copyFromChannel(right.subarray(kept), mix.numberOfChannels > 1 ? 1 : 0, this.#next);
    const [[ll, lr], [rl, rr]] = this.#matrix;
    for (let i = kept; i < left.length; i++) {
      const l = left[i]!;
      const r = right[i]!;
      left[i] = ll * l + lr * r;
      right[i] = rl * l + rr * r;
    }
    this.#limits.process(left, right, kept, left.length);
    this.#next = toFrame;
    const frames = toFrame - fromFrame;
    const out = new AudioBuffer({ length: frames, numberOfChannels: 2, sampleRate: mix.sampleRate });
    out.copyToChannel(left.subarray(left.length - frames), 0);
    out.copyToChannel(right.subarray(right.length - frames), 1);
    const keep = Math.round(KEPT_SEC * mix.sampleRate);
    this.#past = [left.slice(-keep), right.slice(-keep)];
    return out;
  }
}

function limitedMix(mix: AudioBuffer, profile: DeviceProfile, driveDb: number, fromFrame: number): LimitedMix | null {
  const { limits } = profile;
  // What rings on from before is limited as well.
  const first = fromFrame - Math.round(KEPT_SEC * mix.sampleRate);
  return bendsLevels(limits) ? new LimitedMix(mix, { ...profile, limits }, driveDb, first) : null;
}

function generatorOf(bed: NoiseBed, sampleRate: number): NoiseGenerator {
  return new NoiseGenerator(noiseShape(bed.scene, bed.isolation), bed.levelLufs, sampleRate, NOISE_SEED);
}

/**
 * The whole mix through a device as a 32-bit float WAV at the mix's rate; a flat device gives the mix bit for bit.
 * @throws AbortError; ElsewhereError `export-failed`
 */
export async function renderMixToWav(
  mix: AudioBuffer,
  rendering: Rendering,
  { signal, onProgress }: JobOptions = {},
): Promise<Blob> {
  const { sampleRate, length } = mix;
  const parts: BlobPart[] = [floatWavHeader(length, 2, sampleRate)];
  const step = SEGMENT_SEC * sampleRate;
  try {
    const noise = rendering.noise && generatorOf(rendering.noise, sampleRate);
    const limited = limitedMix(mix, rendering.profile, rendering.driveDb, 0);
    for (let from = 0; from < length; from += step) {
      throwIfAborted(signal);
      const to = Math.min(length, from + step);
      // One segment after the other: that is what keeps memory small.
      // oxlint-disable-next-line no-await-in-loop
      const part = await renderThroughDevice(mix, rendering, from, to, limited);
      const [left, right] = [part.getChannelData(0), part.getChannelData(1)];
      noise?.addTo(left, right, 0, to - from);
      // A Blob may leave memory for the disk; an array may not.
      parts.push(new Blob([interleave([left, right])]));
      onProgress?.(to / length);
    }
    throwIfAborted(signal);
    return new Blob(parts, { type: 'audio/wav' });
  } catch (error) {
    if (isAbortError(error)) throw error;
    throw new ElsewhereError('export-failed', 'The mix could not be rendered', {}, { cause: error });
  }
}
