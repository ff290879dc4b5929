import { ElsewhereError, isAbortError, throwIfAborted } from '../core/errors';
import type { DeviceProfile } from '../devices/DeviceProfile';
import { noiseShape } from '../devices/noiseScenes';
import type { NoiseBed } from '../devices/noiseScenes';
import { stereoMatrix } from '../devices/response';
import { DeviceLimits, LIMITS_MEMORY_SEC } from '../dsp/limits/DeviceLimits';
import { NoiseGenerator } from '../dsp/noise/NoiseGenerator';
import { wrapOffline } from './context';
import { bendsLevels, DeviceChain, deviceDesign } from './DeviceChain';
import type { JobOptions } from './EnginePort';
import { loadLayerParts } from './layerParts';
import { floatWavHeader, interleave } from './wavWriter';

/** Seconds rendered at a time: keeps memory small and lets progress and cancelling through. */
const SEGMENT_SEC = 20;
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
 */
export async function renderThroughDevice(
  mix: AudioBuffer,
  { profile, gainDb, driveDb }: Omit<Rendering, 'noise'>,
  fromFrame = 0,
  toFrame = mix.length,
): Promise<AudioBuffer> {
  const { sampleRate } = mix;
  if (profile.room || profile.limits) await loadLayerParts();
  const { tone, room } = deviceDesign(profile, sampleRate);
  const ringing = (tone?.fir.length ?? 0) + (room?.paths[0].length ?? 0);
  const preroll = Math.min(fromFrame, ringing);
  const native = new OfflineAudioContext(2, toFrame - fromFrame + preroll, sampleRate);
  const isBent = bendsLevels(profile.limits);
  const chain = new DeviceChain(wrapOffline(native), profile, gainDb, { isLinearPart: isBent });
  const source = isBent
    ? new AudioBufferSourceNode(native, { buffer: limited(mix, profile, driveDb, fromFrame - preroll, toFrame) })
    : new AudioBufferSourceNode(native, { buffer: mix });
  source.connect(chain.input);
  chain.output.connect(native.destination);
  source.start(0, isBent ? 0 : (fromFrame - preroll) / sampleRate);
  const rendered = await native.startRendering();
  chain.dispose();
  if (preroll === 0) return rendered;
  const trimmed = new AudioBuffer({ length: toFrame - fromFrame, numberOfChannels: 2, sampleRate });
  for (const channel of [0, 1]) trimmed.copyToChannel(rendered.getChannelData(channel).subarray(preroll), channel);
  return trimmed;
}

/** Frames `fromFrame` … `toFrame − 1` of a mix behind a device's image and limits. */
function limited(
  mix: AudioBuffer,
  profile: DeviceProfile,
  driveDb: number,
  fromFrame: number,
  toFrame: number,
): AudioBuffer {
  const { sampleRate } = mix;
  const model = profile.limits;
  if (!model) throw new RangeError('the profile has no limits');
  const warmUp = Math.min(fromFrame, Math.round(LIMITS_MEMORY_SEC * sampleRate));
  const frames = toFrame - fromFrame;
  const left = new Float32Array(warmUp + frames);
  const right = new Float32Array(warmUp + frames);
  mix.copyFromChannel(left, 0, fromFrame - warmUp);
  mix.copyFromChannel(right, mix.numberOfChannels > 1 ? 1 : 0, fromFrame - warmUp);
  const [[ll, lr], [rl, rr]] = stereoMatrix(profile);
  for (let i = 0; i < left.length; i++) {
    const l = left[i]!;
    const r = right[i]!;
    left[i] = ll * l + lr * r;
    right[i] = rl * l + rr * r;
  }
  new DeviceLimits(model, sampleRate, driveDb).process(left, right, 0, left.length);
  const out = new AudioBuffer({ length: frames, numberOfChannels: 2, sampleRate });
  out.copyToChannel(left.subarray(warmUp), 0);
  out.copyToChannel(right.subarray(warmUp), 1);
  return out;
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
    for (let from = 0; from < length; from += step) {
      throwIfAborted(signal);
      const to = Math.min(length, from + step);
      // One segment after the other: that is what keeps memory small.
      // oxlint-disable-next-line no-await-in-loop
      const part = await renderThroughDevice(mix, rendering, from, to);
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
