import { ElsewhereError, isAbortError, throwIfAborted } from '../core/errors';
import type { DeviceProfile } from '../devices/DeviceProfile';
import { wrapOffline } from './context';
import { DeviceChain, toneResponse } from './DeviceChain';
import type { JobOptions } from './EnginePort';
import { floatWavHeader, interleave } from './wavWriter';

/** Seconds rendered at a time: keeps memory small and lets progress and cancelling through. */
const SEGMENT_SEC = 20;

/**
 * Renders frames `fromFrame` … `toFrame − 1` of a mix through a device, with the same nodes that play live. The
 * device's filter starts with the music before `fromFrame` in it, so segments join without a seam.
 * @param gainDb level of the device, dB
 */
export async function renderThroughDevice(
  mix: AudioBuffer,
  profile: DeviceProfile,
  gainDb: number,
  fromFrame = 0,
  toFrame = mix.length,
): Promise<AudioBuffer> {
  const { sampleRate } = mix;
  const preroll = Math.min(fromFrame, toneResponse(profile, sampleRate)?.fir.length ?? 0);
  const native = new OfflineAudioContext(2, toFrame - fromFrame + preroll, sampleRate);
  const chain = new DeviceChain(wrapOffline(native), profile, gainDb);
  const source = new AudioBufferSourceNode(native, { buffer: mix });
  source.connect(chain.input);
  chain.output.connect(native.destination);
  source.start(0, (fromFrame - preroll) / sampleRate);
  const rendered = await native.startRendering();
  chain.dispose();
  if (preroll === 0) return rendered;
  const trimmed = new AudioBuffer({ length: toFrame - fromFrame, numberOfChannels: 2, sampleRate });
  for (const channel of [0, 1]) trimmed.copyToChannel(rendered.getChannelData(channel).subarray(preroll), channel);
  return trimmed;
}

/**
 * The whole mix through a device as a 32-bit float WAV at the mix's rate; a flat device gives the mix bit for bit.
 * @throws AbortError; ElsewhereError `export-failed`
 */
export async function renderMixToWav(
  mix: AudioBuffer,
  profile: DeviceProfile,
  gainDb: number,
  { signal, onProgress }: JobOptions = {},
): Promise<Blob> {
  const { sampleRate, length } = mix;
  const parts: BlobPart[] = [floatWavHeader(length, 2, sampleRate)];
  const step = SEGMENT_SEC * sampleRate;
  try {
    for (let from = 0; from < length; from += step) {
      throwIfAborted(signal);
      const to = Math.min(length, from + step);
      // One segment after the other: that is what keeps memory small.
      // oxlint-disable-next-line no-await-in-loop
      const part = await renderThroughDevice(mix, profile, gainDb, from, to);
      // A Blob may leave memory for the disk; an array may not.
      parts.push(new Blob([interleave([part.getChannelData(0), part.getChannelData(1)])]));
      onProgress?.(to / length);
    }
    throwIfAborted(signal);
    return new Blob(parts, { type: 'audio/wav' });
  } catch (error) {
    if (isAbortError(error)) throw error;
    throw new ElsewhereError('export-failed', 'The mix could not be rendered', {}, { cause: error });
  }
}
