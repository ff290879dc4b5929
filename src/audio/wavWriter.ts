/** WAVE_FORMAT_IEEE_FLOAT (mmreg.h). */
const formatTagFloat = 0x0003;
const sizeLimit = 0xffffffff;
/** Chunks are handed to the Blob store once they add up to this, so that their arrays can be collected. */
const bytesPerPart = 8 * 1024 * 1024;

/**
 * The bytes before the samples of a 32-bit float WAV: RIFF with a `fact` chunk, as every format but plain PCM must
 * have (Microsoft, "New Multimedia Data Types", 1994); RF64 with a `ds64` chunk where a 32-bit size would overflow
 * (EBU Tech 3306).
 * @throws RangeError
 */
export function floatWavHeader(frameCount: number, channelCount: number, sampleRate: number): Uint8Array<ArrayBuffer> {
  if (!Number.isSafeInteger(frameCount) || frameCount < 0) {
    throw new RangeError(`frameCount must be a whole number of at least 0, got ${frameCount}`);
  }
  if (!Number.isInteger(channelCount) || channelCount < 1 || channelCount > 0xffff) {
    throw new RangeError(`channelCount must be a whole number from 1 to 65535, got ${channelCount}`);
  }
  if (!Number.isInteger(sampleRate) || sampleRate < 1 || sampleRate > sizeLimit) {
    throw new RangeError(`sampleRate must be a whole number from 1 to ${sizeLimit}, got ${sampleRate}`);
  }
  const frameBytes = 4 * channelCount;
  const dataBytes = frameCount * frameBytes;
  const afterRiffSize = 4 + 26 + 12 + 8 + dataBytes;
  const isRf64 = afterRiffSize > sizeLimit;
  const view = new DataView(new ArrayBuffer(isRf64 ? 94 : 58));
  let at = 0;
  const tag = (text: string): void => {
    for (const letter of text) view.setUint8(at++, letter.charCodeAt(0));
  };
  const u16 = (value: number): void => {
    view.setUint16(at, value, true);
    at += 2;
  };
  const u32 = (value: number): void => {
    view.setUint32(at, value, true);
    at += 4;
  };
  const u64 = (value: number): void => {
    view.setBigUint64(at, BigInt(value), true);
    at += 8;
  };

  tag(isRf64 ? 'RF64' : 'RIFF');
  u32(isRf64 ? sizeLimit : afterRiffSize);
  tag('WAVE');
  if (isRf64) {
    tag('ds64');
    u32(28);
    u64(afterRiffSize + 36);
    u64(dataBytes);
    u64(frameCount);
    u32(0);
  }
  tag('fmt ');
  u32(18);
  u16(formatTagFloat);
  u16(channelCount);
  u32(sampleRate);
  u32(Math.min(sizeLimit, sampleRate * frameBytes));
  u16(frameBytes);
  u16(32);
  u16(0);
  tag('fact');
  u32(4);
  u32(Math.min(sizeLimit, frameCount));
  tag('data');
  u32(isRf64 ? sizeLimit : dataBytes);
  return new Uint8Array(view.buffer);
}

/**
 * Weaves one array per channel into frames.
 * @param planar arrays of one length
 * @param from first frame, `to` the frame after the last
 */
export function interleave(
  planar: readonly Float32Array[],
  from = 0,
  to = planar[0]?.length ?? 0,
): Float32Array<ArrayBuffer> {
  const channelCount = planar.length;
  const woven = new Float32Array(channelCount * (to - from));
  planar.forEach((channel, c) => {
    for (let frame = from, at = c; frame < to; frame++, at += channelCount) woven[at] = channel[frame] ?? 0;
  });
  return woven;
}

/**
 * Writes a 32-bit float WAV piece by piece: every sample comes back bit for bit, above full scale too, and no array
 * ever holds the whole. Samples are little-endian, as every platform with Web Audio is.
 */
export class FloatWavWriter {
  readonly #channelCount: number;
  readonly #sampleRate: number;
  #parts: Blob[] = [];
  #pending: Float32Array<ArrayBuffer>[] = [];
  #pendingBytes = 0;
  #frameCount = 0;

  /** @throws RangeError */
  constructor(channelCount: number, sampleRate: number) {
    floatWavHeader(0, channelCount, sampleRate);
    this.#channelCount = channelCount;
    this.#sampleRate = sampleRate;
  }

  get frameCount(): number {
    return this.#frameCount;
  }

  /**
   * Adds frames; the arrays may be used again afterwards.
   * @param planar one array per channel, all of one length
   * @throws RangeError
   */
  append(planar: readonly Float32Array[]): void {
    const length = planar[0]?.length ?? 0;
    if (planar.length !== this.#channelCount || planar.some((channel) => channel.length !== length)) {
      throw new RangeError(
        `append needs ${this.#channelCount} arrays of one length, got ${planar.map((channel) => channel.length).join(', ')}`,
      );
    }
    const framesPerPiece = Math.max(1, Math.floor(bytesPerPart / (4 * this.#channelCount)));
    for (let from = 0; from < length; from += framesPerPiece) {
      const piece = interleave(planar, from, Math.min(length, from + framesPerPiece));
      this.#pending.push(piece);
      this.#pendingBytes += piece.byteLength;
      if (this.#pendingBytes >= bytesPerPart) this.#flush();
    }
    this.#frameCount += length;
  }

  /** The finished file. The writer is empty afterwards and may start another. */
  finish(): Blob {
    this.#flush();
    const header = floatWavHeader(this.#frameCount, this.#channelCount, this.#sampleRate);
    const file = new Blob([header, ...this.#parts], { type: 'audio/wav' });
    this.#parts = [];
    this.#frameCount = 0;
    return file;
  }

  #flush(): void {
    if (this.#pending.length > 0) this.#parts.push(new Blob(this.#pending));
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}
