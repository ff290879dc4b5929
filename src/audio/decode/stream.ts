import type { FrameHeader } from './mpegAudio';

/** What a small header reader finds out about a file that the browser will decode. */
export interface StreamInfo {
  /** e.g. `MP3`, `Ogg Vorbis`, `M4A, AAC`. */
  readonly formatLabel: string;
  /** Rate the decoder will put out; undefined where the header does not tell. */
  readonly sampleRate: number | undefined;
  readonly channelCount?: number;
  readonly durationSec?: number;
  /** True where the header promises that duration, so that less decoded audio means a file that was cut. */
  readonly isDurationPromised?: boolean;
  /** What the bytes that are there hold, by their bit rate, where that is known: a promise may be of more. */
  readonly thereSec?: number;
  /** The file ends inside a unit of its container, or what follows cannot be decoded with the rest. */
  readonly isCut?: boolean;
  readonly hasVideo?: boolean;
  /** AAC that may carry SBR without saying so: the decoder may put out twice the rate (ISO 14496-3 §1.6.5). */
  readonly mayDoubleRate?: boolean;
  /** MP3, AAC, Vorbis or Opus: every coefficient spreads over a block of at least 64 samples. */
  readonly isTransformCoded?: boolean;
  /** A codec that browsers are not expected to know: failure then means that, not damage. */
  readonly isRareCodec?: boolean;
  /** An MP3 by itself, in no container. */
  readonly mp3?: Mp3Start;
  /** How to make a short file that decodes to the first seconds of the whole; undefined where there is no way. */
  readonly prefix?: PrefixPlan;
}

/** Where the frames of an MP3 begin. */
export interface Mp3Start {
  /** Byte of the first frame, which may be the information frame. */
  readonly start: number;
  readonly header: FrameHeader;
}

/** Pieces of the file, in order: byte ranges and bytes of our own. */
export type PrefixPlan = (sec: number) => readonly PrefixPart[];
export type PrefixPart = Uint8Array<ArrayBuffer> | { readonly start: number; readonly end: number };

/** Assumed where no duration is given: 320 kb/s. */
export const unknownBytesPerSec = 40_000;

/**
 * Bytes from `audioStart` that hold about `sec` seconds, by the mean bit rate and a quarter more, since openings are
 * seldom the densest part.
 */
export function bytesForSec(size: number, audioStart: number, durationSec: number | undefined, sec: number): number {
  const bytesPerSec = durationSec ? (size - audioStart) / durationSec : unknownBytesPerSec;
  return Math.min(size, audioStart + Math.ceil(bytesPerSec * sec * 1.25) + 32_768);
}
