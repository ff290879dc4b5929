import { textAt, viewOf } from './bytes';

/** Header of one MPEG audio frame (ISO 11172-3, 13818-3 and the 2.5 extension) or of one ADTS frame (ISO 13818-7). */
export interface FrameHeader {
  readonly kind: 'layer1' | 'layer2' | 'mp3' | 'aac';
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly frameBytes: number;
  readonly samplesPerFrame: number;
  /** True for MPEG-1, whose side information is longer than that of MPEG-2 and 2.5. */
  readonly isMpeg1: boolean;
}

const bitratesMpeg1: Readonly<Record<1 | 2 | 3, readonly number[]>> = {
  1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
};
const bitratesMpeg2: Readonly<Record<1 | 2 | 3, readonly number[]>> = {
  1: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  3: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const ratesMpeg1 = [44100, 48000, 32000] as const;
/** Sampling frequency index of MPEG-4 audio (ISO 14496-3 Table 1.18). */
export const aacRates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];

/** Reads the frame header at `at`, or undefined if none is there. */
export function frameHeaderAt(bytes: Uint8Array, at: number): FrameHeader | undefined {
  if (at + 4 > bytes.length || bytes[at] !== 0xff) return undefined;
  const second = bytes[at + 1] ?? 0;
  if ((second & 0xe0) !== 0xe0) return undefined;
  const layerBits = (second >> 1) & 3;
  if (layerBits === 0) return (second & 0xf6) === 0xf0 ? adtsHeaderAt(bytes, at) : undefined;
  const versionBits = (second >> 3) & 3;
  if (versionBits === 1) return undefined;
  const layer = (4 - layerBits) as 1 | 2 | 3;
  const isMpeg1 = versionBits === 3;
  const third = bytes[at + 2] ?? 0;
  const kbps = (isMpeg1 ? bitratesMpeg1 : bitratesMpeg2)[layer][third >> 4] ?? 0;
  const fullRate = ratesMpeg1[((third >> 2) & 3) as 0 | 1 | 2];
  // Free format (bitrate 0) exists on paper; nothing that makes mixes writes it.
  if (kbps === 0 || fullRate === undefined) return undefined;
  const sampleRate = fullRate / (isMpeg1 ? 1 : versionBits === 2 ? 2 : 4);
  const padding = (third >> 1) & 1;
  const samplesPerFrame = layer === 1 ? 384 : layer === 3 && !isMpeg1 ? 576 : 1152;
  const frameBytes =
    layer === 1
      ? (Math.floor((12 * kbps * 1000) / sampleRate) + padding) * 4
      : Math.floor(((samplesPerFrame / 8) * kbps * 1000) / sampleRate) + padding;
  return {
    kind: layer === 1 ? 'layer1' : layer === 2 ? 'layer2' : 'mp3',
    sampleRate,
    channelCount: (bytes[at + 3] ?? 0) >> 6 === 3 ? 1 : 2,
    frameBytes,
    samplesPerFrame,
    isMpeg1,
  };
}

function adtsHeaderAt(bytes: Uint8Array, at: number): FrameHeader | undefined {
  if (at + 7 > bytes.length) return undefined;
  const b = (i: number): number => bytes[at + i] ?? 0;
  const sampleRate = aacRates[(b(2) >> 2) & 15];
  const frameBytes = ((b(3) & 3) << 11) | (b(4) << 3) | (b(5) >> 5);
  if (sampleRate === undefined || frameBytes < 8) return undefined;
  const configuration = ((b(2) & 1) << 2) | (b(3) >> 6);
  return {
    kind: 'aac',
    sampleRate,
    channelCount: configuration === 7 ? 8 : configuration || 2,
    frameBytes,
    samplesPerFrame: 1024 * ((b(6) & 3) + 1),
    isMpeg1: false,
  };
}

/**
 * Finds the first frame that is followed by more of its kind. Any two bytes can look like a header, so a chain of them
 * is asked for: three away from the start of the search, or fewer only where the bytes end with them.
 * @param isWhole true if `bytes` end where the file ends
 */
export function findFrames(
  bytes: Uint8Array,
  from: number,
  isWhole: boolean,
): { readonly at: number; readonly header: FrameHeader } | undefined {
  for (let at = from; at + 4 <= bytes.length; at++) {
    if (bytes[at] !== 0xff) continue;
    const header = frameHeaderAt(bytes, at);
    if (header && isChain(bytes, at, header, isWhole)) return { at, header };
  }
  return undefined;
}

function isChain(bytes: Uint8Array, start: number, first: FrameHeader, isWhole: boolean): boolean {
  let at = start;
  for (let count = 0; count < 3; count++) {
    const header = frameHeaderAt(bytes, at);
    if (!header || header.kind !== first.kind || header.sampleRate !== first.sampleRate) {
      // A tag behind the last frame ("TAG" or "APETAGEX") ends a very short file.
      const tag = textAt(bytes, at, 3);
      return count > 0 && (tag === 'TAG' || tag === 'APE');
    }
    at += header.frameBytes;
    if (at >= bytes.length) return isWhole ? at === bytes.length || count > 0 : count > 0;
  }
  return true;
}

/** What the information frame at the head of most MP3 files tells. */
export interface XingInfo {
  /** Audio frames in the file, the information frame not counted. */
  readonly frameCount: number;
  /** True for the kind that also holds the encoder's delay and padding (LAME's extension of it). */
  readonly isXing: boolean;
}

const xingOffset = ({ isMpeg1, channelCount }: FrameHeader): number =>
  4 + (isMpeg1 ? (channelCount === 1 ? 17 : 32) : channelCount === 1 ? 9 : 17);

/** Reads a Xing, Info or VBRI frame (Xing VBR Header SDK; Fraunhofer's VBRI sits at a fixed place), or undefined. */
export function xingAt(bytes: Uint8Array<ArrayBuffer>, at: number, header: FrameHeader): XingInfo | undefined {
  const xing = at + xingOffset(header);
  const name = textAt(bytes, xing, 4);
  const view = viewOf(bytes);
  if ((name === 'Xing' || name === 'Info') && xing + 12 <= bytes.length) {
    return view.getUint32(xing + 4) & 1 ? { frameCount: view.getUint32(xing + 8), isXing: true } : undefined;
  }
  const vbri = at + 36;
  if (textAt(bytes, vbri, 4) === 'VBRI' && vbri + 18 <= bytes.length) {
    return { frameCount: view.getUint32(vbri + 14), isXing: false };
  }
  return undefined;
}

/**
 * A copy of a Xing frame for other frames than those it came with.
 * @param bytesBehind bytes of these frames
 */
export function withFrameCount(
  infoFrame: Uint8Array<ArrayBuffer>,
  header: FrameHeader,
  frameCount: number,
  bytesBehind: number,
): Uint8Array<ArrayBuffer> {
  const copy = infoFrame.slice();
  const view = viewOf(copy);
  const xing = xingOffset(header);
  view.setUint32(xing + 8, frameCount);
  if (view.getUint32(xing + 4) & 2) view.setUint32(xing + 12, copy.length + bytesBehind);
  return copy;
}

/** Bytes of a layer III frame that hold coded samples: what it can lend to later ones. At least, where that is open. */
export function mainDataBytes(bytes: Uint8Array, at: number): number {
  const header = frameHeaderAt(bytes, at);
  // A checksum of two bytes may follow the header.
  return header ? Math.max(0, header.frameBytes - xingOffset(header) - 2) : 0;
}

/** Walks frames from `at` until they last `sec`; returns the byte after the last whole one and the seconds walked. */
export function walkFrames(
  bytes: Uint8Array,
  at: number,
  sec: number,
): { readonly end: number; readonly walkedSec: number } {
  let end = at;
  let walkedSec = 0;
  while (walkedSec < sec) {
    const header = frameHeaderAt(bytes, end);
    if (!header || end + header.frameBytes > bytes.length) break;
    end += header.frameBytes;
    walkedSec += header.samplesPerFrame / header.sampleRate;
  }
  return { end, walkedSec };
}
