/* oxlint-disable no-await-in-loop -- one window in memory at a time */
import type { ByteSource } from './bytes';
import { findFrames, walkFrames, type FrameHeader } from './mpegAudio';

/** Places looked at, evenly over the file, and bytes read at each. */
const windowCount = 32;
const windowBytes = 16 * 1024;

/** What the frames of an MP3 or of ADTS tell that has no table of contents, or one that cannot be true. */
export interface FramesLength {
  /** Seconds of sound in the bytes that are there; undefined where no frame was found behind the first window. */
  readonly sec: number | undefined;
  /** Sample rate of the last frames, hertz: another one than that of the first where two files were joined. */
  readonly lastRate: number | undefined;
}

/**
 * Estimates how long the frames from `start` on last. Each window gives seconds a byte; their mean over windows at even
 * distances, times the bytes, is the length, however much the bit rate varies.
 */
export async function framesLength(
  source: ByteSource,
  start: number,
  kind: FrameHeader['kind'],
): Promise<FramesLength> {
  const size = source.size - start;
  let sum = 0;
  let count = 0;
  let lastRate: number | undefined;
  for (let i = 0; i < windowCount; i++) {
    const from = start + Math.floor((Math.max(0, size - windowBytes) * i) / (windowCount - 1));
    const bytes = await source.read(from, windowBytes);
    const found = findFrames(bytes, 0, from + bytes.length >= source.size);
    if (found?.header.kind !== kind) continue;
    const { end, walkedSec } = walkFrames(bytes, found.at, Infinity);
    if (end <= found.at) continue;
    sum += walkedSec / (end - found.at);
    count++;
    lastRate = found.header.sampleRate;
  }
  return { sec: count === 0 ? undefined : (sum / count) * size, lastRate };
}
