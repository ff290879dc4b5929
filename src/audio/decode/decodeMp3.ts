import { throwIfAborted } from '../../core/errors';
import type { DecodeJob } from './decodePcm';
import { assertFits, contextAt, freeSamples, makeBuffer } from './limits';
import { frameHeaderAt, mainDataBytes, withFrameCount, xingAt, type FrameHeader } from './mpegAudio';
import { sanitise, transformStep } from './pcm';
import { abortable, yieldToPage } from './settle';
import type { Mp3Start } from './stream';

/** Samples in which nothing is left that is not a number. */
export interface Cleaned {
  readonly buffer: AudioBuffer;
  readonly sanitisedSamples: number;
  readonly isSilent: boolean;
}

/** What a piece decodes to is handed over in one task of the page: 3.5 MB, some milliseconds. */
const pieceSec = 10;
/** More would hardly be faster and hold more memory. */
const mostAtOnce = 4;
/** Frames between two looks at the clock while they are being counted, and how long one look may take, ms. */
const framesPerLook = 4096;
const sliceMs = 6;
/** Most samples an encoder's delay and padding can ask a decoder to leave out: two numbers of 12 bits. */
const mostTrimmed = 2 * 4095;
/** ID3v1 (id3.org): 128 bytes behind the last frame. */
const id3v1Bytes = 128;

/**
 * Decodes an MP3 in pieces of ten seconds, several at once: two cores work on one file, and no task of the page hands
 * over more than a piece (the whole of four minutes takes 50 ms, more where memory is slow).
 *
 * ```
 * frames    0 ───────────────── a ───────────────── b ──────────── n
 * piece 0   [body              ][tail]
 * piece 1                 [lead][body              ][tail]
 * piece 2                                     [lead][body          ]
 * ```
 * The lead fills the bit reservoir and the filterbank (ISO 11172-3 §2.4.3.4) and is dropped. The tail stands in for what
 * the decoder leaves out at the end, and its first frame is held against the next piece's: only if every sample of it is
 * the same, and every piece has the length it must have, is the result that of decoding the whole at once.
 *
 * @returns undefined where the file is short, or where anything about it is not as it should be
 * @throws AbortError; ElsewhereError `decode-too-long`
 */
export async function decodeMp3(
  bytes: Uint8Array<ArrayBuffer>,
  { start, header }: Mp3Start,
  job: DecodeJob,
): Promise<Cleaned | undefined> {
  const { signal } = job;
  const { sampleRate, samplesPerFrame, channelCount } = header;
  const xing = xingAt(bytes, start, header);
  // Without the fields for delay and padding a decoder has ideas of its own about the first frame.
  if (xing && !xing.isXing) return undefined;
  const table = await indexFrames(bytes, xing ? start + header.frameBytes : start, header, signal);
  if (!table || (xing && xing.frameCount !== table.length - 1)) return undefined;
  const frameCount = table.length - 1;
  const pieceCount = Math.round((frameCount * samplesPerFrame) / sampleRate / pieceSec);
  if (pieceCount < 3) return undefined;
  assertFits((frameCount * samplesPerFrame) / sampleRate, sampleRate, channelCount, job.limitBytes);

  const infoFrame = xing && bytes.subarray(start, start + header.frameBytes);
  const tailFrames = Math.ceil(mostTrimmed / samplesPerFrame) + 1;
  const bodyStart = (piece: number): number => Math.round((piece * frameCount) / pieceCount);
  const context = contextAt(sampleRate);
  const assembly = new PieceAssembly(frameCount * samplesPerFrame, samplesPerFrame, sampleRate);
  let next = 0;
  let doneCount = 0;
  let isOdd = false;

  /** @returns false if the piece is not as it should be */
  const decodePiece = async (index: number): Promise<boolean> => {
    const [bodyFrom, bodyTo] = [bodyStart(index), bodyStart(index + 1)];
    const firstFrame = leadStart(bytes, table, bodyFrom, header);
    const endFrame = Math.min(frameCount, bodyTo + tailFrames);
    const frames = bytes.subarray(table[firstFrame], table[endFrame]);
    const info = infoFrame && withFrameCount(infoFrame, header, endFrame - firstFrame, frames.length);
    let decoded: AudioBuffer;
    try {
      decoded = await context.decodeAudioData(info ? joined(info, frames) : frames.slice().buffer);
    } catch {
      // EncodingError; decoding the whole will tell whether there is anything in it.
      return false;
    }
    try {
      if (signal.aborted || isOdd) return false;
      const isLast = index === pieceCount - 1;
      return assembly.add({ index, decoded, isLast, firstFrame, endFrame, bodyFrom, bodyTo });
    } finally {
      freeSamples(decoded);
    }
  };
  const decodeInTurn = async (): Promise<void> => {
    try {
      while (next < pieceCount && !isOdd && !signal.aborted) {
        // oxlint-disable-next-line no-await-in-loop -- as many at a time as there are loops
        if (!(await decodePiece(next++))) isOdd = true;
        doneCount++;
        job.onProgress((0.98 * doneCount) / pieceCount);
      }
    } catch (error) {
      // The other loops need not go on either.
      isOdd = true;
      throw error;
    }
  };
  // One more than there are cores: it is at hand when the page, not free at once, takes over a piece that is done.
  const atOnce = Math.min(mostAtOnce, (navigator.hardwareConcurrency || 2) + 1);
  await abortable(Promise.all(Array.from({ length: atOnce }, decodeInTurn)), signal);
  const { buffer, sanitisedSamples, isSilent } = assembly;
  return isOdd || !buffer ? undefined : { buffer, sanitisedSamples, isSilent };
}

interface Piece {
  readonly index: number;
  readonly decoded: AudioBuffer;
  readonly isLast: boolean;
  /** Frames that were decoded, and those of them that belong to the piece. */
  readonly firstFrame: number;
  readonly endFrame: number;
  readonly bodyFrom: number;
  readonly bodyTo: number;
}

/** Copies pieces to their places, in any order, cleans them, and holds each against its neighbours. */
class PieceAssembly {
  buffer: AudioBuffer | undefined;
  sanitisedSamples = 0;
  isSilent = true;
  #trimmed = 0;
  /** The first frame of a piece's body by the index of that piece, until both who have decoded it have come. */
  readonly #edges = new Map<number, Float32Array[]>();

  constructor(
    private readonly untrimmedLength: number,
    private readonly samplesPerFrame: number,
    private readonly sampleRate: number,
  ) {}

  /** @returns false if the piece does not fit the others */
  add({ index, decoded, isLast, firstFrame, endFrame, bodyFrom, bodyTo }: Piece): boolean {
    const { samplesPerFrame } = this;
    const trimmed = (endFrame - firstFrame) * samplesPerFrame - decoded.length;
    if (!this.buffer) {
      // One frame of the tail is left over for the comparison.
      if (trimmed < 0 || trimmed > mostTrimmed) return false;
      this.#trimmed = trimmed;
      this.buffer = makeBuffer(this.untrimmedLength - trimmed, decoded.numberOfChannels, this.sampleRate);
    }
    const { buffer } = this;
    if (trimmed !== this.#trimmed || decoded.numberOfChannels !== buffer.numberOfChannels) return false;
    // What is left out at the front of a piece is left out at the front of the whole as well.
    const offset = (bodyFrom - firstFrame) * samplesPerFrame;
    const at = bodyFrom * samplesPerFrame;
    const length = isLast ? buffer.length - at : (bodyTo - bodyFrom) * samplesPerFrame;
    const planar = Array.from({ length: buffer.numberOfChannels }, (_, channel) => decoded.getChannelData(channel));
    planar.forEach((samples, channel) => {
      buffer.copyToChannel(samples.subarray(offset, offset + length), channel, at);
      // While it is still in the processor's memory.
      const { replaced, hasSignal } = sanitise(buffer.getChannelData(channel), at, at + length, transformStep);
      this.sanitisedSamples += replaced;
      this.isSilent &&= !hasSignal;
    });
    const edgeAt = (sample: number): Float32Array[] =>
      planar.map((samples) => samples.subarray(sample, sample + samplesPerFrame));
    return (
      (index === 0 || this.#meets(index, edgeAt(offset))) && (isLast || this.#meets(index + 1, edgeAt(offset + length)))
    );
  }

  #meets(boundary: number, edge: Float32Array[]): boolean {
    const other = this.#edges.get(boundary);
    if (!other) {
      this.#edges.set(
        boundary,
        edge.map((samples) => samples.slice()),
      );
      return true;
    }
    this.#edges.delete(boundary);
    return edge.every((samples, channel) => samples.every((sample, i) => sample === other[channel]?.[i]));
  }
}

/**
 * Byte offsets of all frames, and behind the last one its end.
 * @returns undefined unless the stream is frames of one kind from here to the end (or to an ID3v1 tag)
 */
async function indexFrames(
  bytes: Uint8Array,
  from: number,
  header: FrameHeader,
  signal: AbortSignal,
): Promise<Uint32Array | undefined> {
  // The smallest frame there is has 24 bytes (8 kb/s at 24 kHz); most are many times that.
  const table = new Uint32Array(Math.ceil((bytes.length - from) / 24) + 1);
  let count = 0;
  let at = from;
  let sliceStart = performance.now();
  while (at < bytes.length) {
    const frame = frameHeaderAt(bytes, at);
    if (!frame || at + frame.frameBytes > bytes.length) break;
    const isSame =
      frame.kind === header.kind &&
      frame.sampleRate === header.sampleRate &&
      frame.channelCount === header.channelCount &&
      frame.isMpeg1 === header.isMpeg1;
    if (!isSame) return undefined;
    table[count++] = at;
    at += frame.frameBytes;
    if (count % framesPerLook === 0 && performance.now() - sliceStart > sliceMs) {
      // oxlint-disable-next-line no-await-in-loop
      await yieldToPage();
      throwIfAborted(signal);
      sliceStart = performance.now();
    }
  }
  const isTag =
    bytes.length - at === id3v1Bytes && bytes[at] === 0x54 && bytes[at + 1] === 0x41 && bytes[at + 2] === 0x47;
  if (at !== bytes.length && !isTag) return undefined;
  table[count] = at;
  return table.slice(0, count + 1);
}

/**
 * The frame from which decoding must start for `frame` to come out as in the whole: its filterbank remembers the two
 * frames before, and the bits of the first of these may lie up to a reservoir before it.
 */
function leadStart(bytes: Uint8Array, table: Uint32Array, frame: number, { isMpeg1 }: FrameHeader): number {
  let first = Math.max(0, frame - 3);
  // `main_data_begin` has 9 bits in MPEG-1 and 8 in MPEG-2 (ISO 11172-3 §2.4.1.7, 13818-3 §2.4.1.7).
  for (let missing = isMpeg1 ? 511 : 255; missing > 0 && first > 0;) missing -= mainDataBytes(bytes, table[--first]!);
  return first;
}

function joined(front: Uint8Array, back: Uint8Array): ArrayBuffer {
  const whole = new Uint8Array(front.length + back.length);
  whole.set(front);
  whole.set(back, front.length);
  return whole.buffer;
}
