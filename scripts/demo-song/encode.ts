import { spawnSync } from 'node:child_process';
import { SAMPLE_RATE, type Stereo } from './audio';
import { seededRandom } from '../../src/core/random';

/** Says in one sentence what is missing when ffmpeg cannot be started. */
export function requireFfmpeg(): void {
  if (spawnSync('ffmpeg', ['-version']).status !== 0) {
    throw new Error(
      'The demo song is encoded by ffmpeg, which was not found. Install ffmpeg with libmp3lame and run this again.',
    );
  }
}

/**
 * 16-bit little-endian PCM with triangular dither of ±1 step, so that quiet tails fade into noise and not into
 * distortion. Digital silence stays silent.
 * @param channels one or two channels of equal length, full scale ±1
 * @param seed of the dither
 */
export function toPcm16(channels: readonly Float64Array[], seed: number): Buffer {
  const random = seededRandom(seed);
  const length = channels[0]?.length ?? 0;
  const pcm = Buffer.alloc(length * channels.length * 2);
  for (let i = 0; i < length; i++) {
    channels.forEach((channel, c) => {
      const x = channel[i]!;
      const dither = x === 0 ? 0 : random() - random();
      const value = Math.max(-32768, Math.min(32767, Math.round(x * 32767 + dither)));
      pcm.writeInt16LE(value, (i * channels.length + c) * 2);
    });
  }
  return pcm;
}

/**
 * Writes one MP3 with a Xing header, by which players cut the encoder's padding and keep files aligned.
 * @param channels one channel for mono, two for stereo
 * @param quality ffmpeg options for the bit rate
 */
export function writeMp3(
  path: string,
  channels: readonly Float64Array[],
  seed: number,
  quality: readonly string[],
): void {
  const run = spawnSync(
    'ffmpeg',
    [
      ['-hide_banner', '-loglevel', 'error', '-y', '-f', 's16le', '-ar', String(SAMPLE_RATE)],
      ['-ac', String(channels.length), '-i', 'pipe:0', '-map_metadata', '-1', '-c:a', 'libmp3lame'],
      [...quality, '-write_xing', '1', '-id3v2_version', '0', '-fflags', '+bitexact', '-flags:a', '+bitexact', path],
    ].flat(),
    { input: toPcm16(channels, seed) },
  );
  if (run.status !== 0) throw new Error(`ffmpeg could not write ${path}: ${run.stderr.toString().trim()}`);
}

/** Channels to store: one when both sides are the same. */
export function channelsOf(signal: Stereo): Float64Array[] {
  for (let i = 0; i < signal.left.length; i++) {
    if (Math.abs(signal.left[i]! - signal.right[i]!) > 1e-9) return [signal.left, signal.right];
  }
  return [signal.left];
}
