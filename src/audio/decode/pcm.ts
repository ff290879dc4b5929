import { foldToStereo, stereoFold, usualSpeakers, type Speaker } from './downmix';

/** How one sample is written. `unsigned` occurs with one byte only; `ulaw` and `alaw` are G.711. */
export type SampleKind = 'int' | 'unsigned' | 'float' | 'ulaw' | 'alaw';

/** Where the samples of an uncompressed file lie and how to read them. */
export interface PcmLayout {
  /** e.g. `WAV, 24-bit`. */
  readonly formatLabel: string;
  readonly sampleRate: number;
  readonly channelCount: number;
  /** Undefined where the file does not say. */
  readonly speakers: readonly Speaker[] | undefined;
  readonly kind: SampleKind;
  readonly bytesPerSample: 1 | 2 | 3 | 4 | 8;
  readonly isLittleEndian: boolean;
  /** Bytes from one frame to the next. */
  readonly frameBytes: number;
  readonly dataStart: number;
  /** Frames that are there. */
  readonly frameCount: number;
  /** Frames the header promises, when more than are there. */
  readonly promisedFrameCount?: number;
}

/** What {@link pcmReader} tells about the samples it has written. */
export interface PcmBlock {
  /** NaN and infinite samples that were replaced by 0. */
  readonly sanitisedSamples: number;
  /** True if some sample is not 0. */
  readonly hasSignal: boolean;
}

/** Channels after folding, or undefined where no fold is known for so many. */
export function outputChannelCount(layout: PcmLayout): 1 | 2 | undefined {
  if (layout.channelCount <= 2) return layout.channelCount === 1 ? 1 : 2;
  return (layout.speakers ?? usualSpeakers(layout.channelCount)) ? 2 : undefined;
}

/**
 * Makes a function that turns whole frames of file bytes into planar samples: integers divided by 2^(bits−1), so that
 * full scale is −1 and 24 bits survive exactly; `float` unchanged (above full scale too); 64-bit rounded once.
 * @param maxFrames most frames a call will bring
 * @returns a function of whole frames, of one array per output channel (see {@link outputChannelCount}) to write into
 */
export function pcmReader(
  layout: PcmLayout,
  maxFrames: number,
): (bytes: Uint8Array<ArrayBuffer>, outputs: readonly Float32Array[]) => PcmBlock {
  const { channelCount, frameBytes, bytesPerSample } = layout;
  const read = sampleReader(layout);
  const speakers = layout.speakers ?? usualSpeakers(channelCount);
  const fold = channelCount > 2 && speakers ? stereoFold(speakers) : undefined;
  const scratch = fold ? Array.from({ length: channelCount }, () => new Float32Array(maxFrames)) : [];

  return (bytes, outputs) => {
    const frameCount = Math.floor(bytes.length / frameBytes);
    const planar = fold ? scratch : outputs;
    let sanitisedSamples = 0;
    let hasSignal = false;
    planar.forEach((out, channel) => {
      read(bytes, channel * bytesPerSample, frameBytes, out, frameCount);
      const checked = layout.kind === 'float' ? sanitise(out, 0, frameCount) : intact(out, frameCount);
      sanitisedSamples += checked.replaced;
      hasSignal ||= checked.hasSignal;
    });
    const [left, right] = outputs;
    if (fold && left && right) foldToStereo(planar, fold, left, right, 0, frameCount);
    return { sanitisedSamples, hasSignal };
  };
}

/** As {@link sanitise} for what integers became: numbers all of them, so that the first that is not 0 tells enough. */
function intact(samples: Float32Array, frameCount: number): { replaced: number; hasSignal: boolean } {
  let i = 0;
  while (i < frameCount && samples[i] === 0) i++;
  return { replaced: 0, hasSignal: i < frameCount };
}

/**
 * Step for what a transform codec put out: a value that is not a number spoils the whole block it is transformed with, so
 * a look at every 16th sample finds it, in a fifth of the time (21 million samples are 40 ms otherwise).
 */
export const transformStep = 16;

/**
 * Replaces NaN and infinities by 0 between two frames.
 * @param step looks at every so many samples only, and at all once it has found something
 * @returns how many there were, and whether any sample is not 0
 */
export function sanitise(
  samples: Float32Array,
  from: number,
  to: number,
  step = 1,
): { replaced: number; hasSignal: boolean } {
  // On the bits, since integers pass several a cycle where a chain of float additions waits for itself: exponents of
  // NaN and infinity are all ones, so adding one to the exponent carries into the sign.
  const bits = new Int32Array(samples.buffer, samples.byteOffset, samples.length);
  let any = 0;
  let carried = 0;
  for (let i = from; i < to; i += step) {
    const magnitude = (bits[i] ?? 0) & 0x7fff_ffff;
    any |= magnitude;
    carried |= magnitude + 0x0080_0000;
  }
  if (step > 1 && (carried < 0 || any === 0)) return sanitise(samples, from, to);
  if (carried >= 0) return { replaced: 0, hasSignal: any !== 0 };
  let replaced = 0;
  let hasSignal = false;
  for (let i = from; i < to; i++) {
    if (!Number.isFinite(samples[i])) {
      samples[i] = 0;
      replaced++;
    } else if (samples[i] !== 0) hasSignal = true;
  }
  return { replaced, hasSignal };
}

type SampleReader = (
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  step: number,
  out: Float32Array,
  count: number,
) => void;

// One plain loop per encoding: a call per sample would cost ten times as much (4 minutes hold 21 million samples).
function sampleReader({ kind, bytesPerSample, isLittleEndian }: PcmLayout): SampleReader {
  switch (kind) {
    case 'unsigned':
      return readUnsigned8;
    case 'ulaw':
      return readTable(ulawTable());
    case 'alaw':
      return readTable(alawTable());
    case 'float':
      return bytesPerSample === 8 ? readFloat64(isLittleEndian) : readFloat32(isLittleEndian);
    case 'int':
      switch (bytesPerSample) {
        case 1:
          return readSigned8;
        case 2:
          return isLittleEndian ? readInt16Little : readInt16Big;
        case 3:
          return isLittleEndian ? readInt24Little : readInt24Big;
        case 4:
          return readInt32(isLittleEndian);
        case 8:
          return readInt64(isLittleEndian);
      }
  }
}

const readUnsigned8: SampleReader = (bytes, at, step, out, count) => {
  for (let i = 0, p = at; i < count; i++, p += step) out[i] = ((bytes[p] ?? 0) - 128) / 128;
};

const readSigned8: SampleReader = (bytes, at, step, out, count) => {
  for (let i = 0, p = at; i < count; i++, p += step) out[i] = (((bytes[p] ?? 0) << 24) >> 24) / 128;
};

const readInt16Little: SampleReader = (bytes, at, step, out, count) => {
  if (((bytes.byteOffset + at) | step) & 1) {
    for (let i = 0, p = at; i < count; i++, p += step) {
      out[i] = ((((bytes[p] ?? 0) | ((bytes[p + 1] ?? 0) << 8)) << 16) >> 16) / 32768;
    }
    return;
  }
  const words = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
  for (let i = 0, p = at >> 1; i < count; i++, p += step >> 1) out[i] = (words[p] ?? 0) / 32768;
};

const readInt16Big: SampleReader = (bytes, at, step, out, count) => {
  for (let i = 0, p = at; i < count; i++, p += step) {
    out[i] = ((((bytes[p + 1] ?? 0) | ((bytes[p] ?? 0) << 8)) << 16) >> 16) / 32768;
  }
};

const readInt24Little: SampleReader = (bytes, at, step, out, count) => {
  for (let i = 0, p = at; i < count; i++, p += step) {
    out[i] = (((bytes[p] ?? 0) << 8) | ((bytes[p + 1] ?? 0) << 16) | ((bytes[p + 2] ?? 0) << 24)) / 2147483648;
  }
};

const readInt24Big: SampleReader = (bytes, at, step, out, count) => {
  for (let i = 0, p = at; i < count; i++, p += step) {
    out[i] = (((bytes[p + 2] ?? 0) << 8) | ((bytes[p + 1] ?? 0) << 16) | ((bytes[p] ?? 0) << 24)) / 2147483648;
  }
};

const readInt32 =
  (isLittleEndian: boolean): SampleReader =>
  (bytes, at, step, out, count) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let i = 0, p = at; i < count; i++, p += step) out[i] = view.getInt32(p, isLittleEndian) / 2147483648;
  };

const readInt64 =
  (isLittleEndian: boolean): SampleReader =>
  (bytes, at, step, out, count) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    // The upper word alone holds more bits than a float keeps.
    const upper = at + (isLittleEndian ? 4 : 0);
    for (let i = 0, p = upper; i < count; i++, p += step) out[i] = view.getInt32(p, isLittleEndian) / 2147483648;
  };

const readFloat32 =
  (isLittleEndian: boolean): SampleReader =>
  (bytes, at, step, out, count) => {
    if (!isLittleEndian || ((bytes.byteOffset + at) | step) & 3) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      for (let i = 0, p = at; i < count; i++, p += step) out[i] = view.getFloat32(p, isLittleEndian);
      return;
    }
    const words = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
    for (let i = 0, p = at >> 2; i < count; i++, p += step >> 2) out[i] = words[p] ?? 0;
  };

const readFloat64 =
  (isLittleEndian: boolean): SampleReader =>
  (bytes, at, step, out, count) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let i = 0, p = at; i < count; i++, p += step) out[i] = view.getFloat64(p, isLittleEndian);
  };

const readTable =
  (table: Float32Array): SampleReader =>
  (bytes, at, step, out, count) => {
    for (let i = 0, p = at; i < count; i++, p += step) out[i] = table[bytes[p] ?? 0] ?? 0;
  };

/** ITU-T G.711 µ-law, expanded to 14 bits and brought to full scale as 16 (as libsndfile and ffmpeg do). */
function ulawTable(): Float32Array {
  return Float32Array.from({ length: 256 }, (_, code) => {
    const inverted = ~code & 0xff;
    const magnitude = ((((inverted & 0x0f) << 3) + 0x84) << ((inverted >> 4) & 7)) - 0x84;
    return (inverted & 0x80 ? -magnitude : magnitude) / 32768;
  });
}

/** ITU-T G.711 A-law, expanded to 13 bits and brought to full scale as 16. */
function alawTable(): Float32Array {
  return Float32Array.from({ length: 256 }, (_, code) => {
    const toggled = code ^ 0x55;
    const exponent = (toggled >> 4) & 7;
    const mantissa = ((toggled & 0x0f) << 4) + 8;
    const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
    return (toggled & 0x80 ? magnitude : -magnitude) / 32768;
  });
}
