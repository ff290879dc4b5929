/* oxlint-disable no-await-in-loop -- each step waits for what the one before it found */
import { viewOf, type ByteSource } from './bytes';
import { bytesForSec, type StreamInfo } from './stream';

export interface FlacStreamInfo {
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly bits: number;
  /** 0 if the encoder did not know. */
  readonly frameCount: number;
}

/** Reads the 18 bytes or more of a STREAMINFO block's body (RFC 9639 §8.2). */
export function flacStreamInfo(bytes: Uint8Array<ArrayBuffer>): FlacStreamInfo | undefined {
  if (bytes.length < 18) return undefined;
  const view = viewOf(bytes);
  const packed = view.getUint32(10);
  const sampleRate = packed >>> 12;
  if (sampleRate === 0) return undefined;
  return {
    sampleRate,
    channelCount: ((packed >>> 9) & 7) + 1,
    bits: ((packed >>> 4) & 31) + 1,
    frameCount: (packed & 15) * 2 ** 32 + view.getUint32(14),
  };
}

/** Reads a FLAC file that begins at `start`. */
export async function readFlac(source: ByteSource, start: number): Promise<StreamInfo> {
  let at = start + 4;
  let info: FlacStreamInfo | undefined;
  for (let count = 0; count < 1024; count++) {
    const header = await source.read(at, 4);
    if (header.length < 4) break;
    const size = viewOf(header).getUint32(0) & 0xffffff;
    if (((header[0] ?? 0) & 0x7f) === 0) info = flacStreamInfo(await source.read(at + 4, 18));
    at += 4 + size;
    if ((header[0] ?? 0) & 0x80) break;
  }
  const durationSec = info && info.frameCount > 0 ? info.frameCount / info.sampleRate : undefined;
  const audioStart = at;
  return {
    formatLabel: 'FLAC',
    sampleRate: info?.sampleRate,
    isCut: audioStart >= source.size,
    ...(info && { channelCount: info.channelCount }),
    ...(durationSec !== undefined && { durationSec, isDurationPromised: true }),
    prefix: (sec) => [{ start, end: bytesForSec(source.size, audioStart, durationSec, sec) }],
  };
}
