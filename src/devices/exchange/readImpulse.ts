import { ElsewhereError } from '../../core/errors';
import { powerToDb } from '../../core/units';
import { realSpectrum } from '../../dsp/minimumPhase';
import type { ToneCurve } from '../ToneCurve';
import { assertWide, sampledCurve } from './toneGrid';

/** A WAV impulse response as a level over frequency. */
export interface ImpulseFile {
  /** Not levelled. */
  readonly curve: ToneCurve;
  readonly notes: readonly string[];
  /** Comment in the file, if any. */
  readonly comment: string;
}

interface WavFile {
  readonly sampleRate: number;
  /** Of single precision: 24 bits, as much as files of measurements hold. */
  readonly channels: readonly Float32Array[];
  readonly comment: string;
}

/** What the header of a WAV file says, checked. */
interface WavHead {
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly isFloat: boolean;
  readonly bits: number;
  readonly frames: number;
  /** Of the samples, bytes into the file. */
  readonly dataFrom: number;
  readonly comment: string;
}

const LONGEST_SEC = 10;
/** Rooms are measured with two loudspeakers and up to eight microphones. */
const MOST_CHANNELS = 16;
/** Levels are followed in spans of this length to find where an end is only noise, seconds. */
const SPAN_SEC = 0.005;
/** A span counts as noise while it is no further than this above the quietest part of its end, dB. */
const NOISE_MARGIN_DB = 6;
/** An end that is this far below the peak makes no edge, and none that is heard. */
const NO_EDGE = 1e-4;

function badImpulse(reason: string): ElsewhereError {
  return new ElsewhereError('device-bad-impulse', reason, { reason });
}

/**
 * RIFF/WAVE with PCM of 8, 16, 24, 32 bits or floats of 32, 64 bits.
 * @param bytes the whole file, or its beginning up to the samples
 * @param fileBytes size of the whole
 * @throws ElsewhereError `device-bad-impulse`
 */
function wavHead(bytes: Uint8Array, fileBytes: number): WavHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 44 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') throw badImpulse('it is no WAV file');
  let format: { code: number; channels: number; rate: number; frameBytes: number; bits: number } | undefined;
  let data: { from: number; size: number } | undefined;
  let comment = '';
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const from = at + 8;
    const name = tag(at);
    if (name === 'fmt ' && size >= 16 && from + size <= bytes.length) {
      const isExtensible = view.getUint16(from, true) === 0xfffe && size >= 40;
      format = {
        code: view.getUint16(isExtensible ? from + 24 : from, true),
        channels: view.getUint16(from + 2, true),
        rate: view.getUint32(from + 4, true),
        frameBytes: view.getUint16(from + 12, true),
        bits: view.getUint16(from + 14, true),
      };
    } else if (name === 'data') data ??= { from, size: Math.min(size, fileBytes - from) };
    else if (name === 'LIST' && size <= 65_536) {
      comment = String.fromCharCode(...bytes.subarray(from, Math.min(from + size, bytes.length)));
    }
    at = from + size + (size & 1);
  }
  if (!format || !data) throw badImpulse('the file is incomplete');
  const { code, channels: count, rate, frameBytes, bits } = format;
  const isFloat = code === 3;
  const width = bits / 8;
  const isKnown = isFloat ? bits === 32 || bits === 64 : code === 1 && [8, 16, 24, 32].includes(bits);
  if (!isKnown) throw badImpulse('its samples are neither PCM of 8 to 32 bits nor floats');
  if (count < 1 || frameBytes !== count * width) throw badImpulse('its header contradicts itself');
  if (count > MOST_CHANNELS) throw badImpulse(`it has ${count} channels, and at most ${MOST_CHANNELS} are averaged`);
  if (rate < 8000 || rate > 768_000) throw badImpulse(`its sample rate is ${rate} Hz`);
  const frames = Math.floor(data.size / frameBytes);
  if (frames === 0) throw badImpulse('it holds no samples');
  const seconds = frames / rate;
  if (seconds > LONGEST_SEC) throw badImpulse(`it is ${seconds.toFixed(seconds < 100 ? 1 : 0)} s long`);
  return { sampleRate: rate, channelCount: count, isFloat, bits, frames, dataFrom: data.from, comment };
}

/** How a sample is read. */
function sampleReader({ isFloat, bits }: WavHead): (view: DataView, at: number) => number {
  if (isFloat) return bits === 32 ? (view, at) => view.getFloat32(at, true) : (view, at) => view.getFloat64(at, true);
  switch (bits) {
    case 8:
      return (view, at) => (view.getUint8(at) - 128) / 128;
    case 16:
      return (view, at) => view.getInt16(at, true) / 32_768;
    case 24:
      return (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 65_536) / 8_388_608;
    default:
      return (view, at) => view.getInt32(at, true) / 2_147_483_648;
  }
}

const emptyChannels = ({ channelCount, frames }: WavHead): Float32Array[] =>
  Array.from({ length: channelCount }, () => new Float32Array(frames));

/** Writes whole frames of interleaved samples into channels, from a frame on. */
function addFrames(head: WavHead, bytes: Uint8Array, channels: readonly Float32Array[], fromFrame: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = sampleReader(head);
  const width = head.bits / 8;
  const frameBytes = width * head.channelCount;
  const frames = Math.min(Math.floor(bytes.length / frameBytes), head.frames - fromFrame);
  for (const [c, channel] of channels.entries()) {
    for (let i = 0; i < frames; i++) channel[fromFrame + i] = read(view, i * frameBytes + c * width);
  }
}

/** Bytes of samples in memory at a time. */
const BLOCK_BYTES = 4_194_304;
/** A header with its comments ends within this; what comes behind the samples is not looked at. */
const HEAD_BYTES = 262_144;

/** A file as far as it is read here. */
interface SlicedFile {
  readonly size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/**
 * {@link readImpulse} of a file, its samples block by block; what the header rules out is refused before they are read.
 * @throws ElsewhereError `device-bad-impulse`, `device-too-narrow`
 */
export async function readImpulseFile(file: SlicedFile, onProgress: (fraction: number) => void): Promise<ImpulseFile> {
  const bytesFrom = async (from: number, to: number): Promise<Uint8Array> =>
    new Uint8Array(await file.slice(from, Math.min(to, file.size)).arrayBuffer());
  const head = wavHead(await bytesFrom(0, HEAD_BYTES), file.size);
  const channels = emptyChannels(head);
  const frameBytes = (head.bits / 8) * head.channelCount;
  const blockFrames = Math.ceil(BLOCK_BYTES / frameBytes);
  for (let frame = 0; frame < head.frames; frame += blockFrames) {
    const from = head.dataFrom + frame * frameBytes;
    // oxlint-disable-next-line no-await-in-loop -- one block in memory at a time
    addFrames(head, await bytesFrom(from, from + blockFrames * frameBytes), channels, frame);
    onProgress((0.8 * (frame + blockFrames)) / (head.frames + blockFrames));
  }
  return impulseOf({ sampleRate: head.sampleRate, channels, comment: head.comment });
}

function peakOf(samples: Float32Array): { peak: number; at: number } {
  let peak = 0;
  let at = 0;
  for (let i = 0; i < samples.length; i++) {
    const size = Math.abs(samples[i]!);
    if (size > peak) {
      peak = size;
      at = i;
    }
  }
  return { peak, at };
}

/** @throws ElsewhereError `device-bad-impulse` for what no impulse response looks like */
function refuseStrange(samples: Float32Array, sampleRate: number): void {
  const tailFrom = Math.floor(samples.length * 0.75);
  const tail = samples.subarray(tailFrom);
  if (tail.length < sampleRate * 0.0005) return;
  const { peak, at } = peakOf(samples);
  let sum = 0;
  let tailPower = 0;
  for (const x of tail) {
    sum += x;
    tailPower += x * x;
  }
  const mean = sum / tail.length;
  const ripple = tailPower / tail.length - mean * mean;
  if (Math.abs(mean) > 0.02 * peak && ripple < mean * mean)
    throw badImpulse('it is a step: it does not come back to zero');
  let power = 0;
  for (const x of samples) power += x * x;
  if (at < tailFrom && tailPower > 0.1 * power) throw badImpulse('it does not die away, so it is a recording');
}

/** What of a channel counts, in samples; `isNoise` when there is more, and it is noise. */
interface Extent {
  readonly from: number;
  readonly to: number;
  readonly isNoise: boolean;
}

/**
 * From where to where an impulse response is more than noise. A filter of any phase (linear, minimum, mixed) dies away
 * towards its ends, or has zeros there: it counts as a whole. A measurement ends in the noise of its room and microphone,
 * which stays at one level; the more of it there is, the more it covers what the device does.
 */
function extentOf(samples: Float32Array, sampleRate: number): Extent {
  const whole = { from: 0, to: samples.length, isNoise: false };
  const span = Math.max(16, Math.round(SPAN_SEC * sampleRate));
  const count = Math.floor(samples.length / span);
  const { peak, at } = peakOf(samples);
  if (count < 16) return whole;
  const levels = Array.from({ length: count }, (_, i) => {
    let power = 0;
    for (let n = i * span; n < (i + 1) * span; n++) power += samples[n]! ** 2;
    return powerToDb(Math.max(power / span, 1e-30));
  });
  const middle = Math.min(count - 1, Math.floor(at / span));
  /** How many spans from an end are noise: all that are as loud as the end, if it stays at one level. */
  const noisySpans = (ordered: readonly number[]): number => {
    const eighth = ordered.slice(0, Math.floor(ordered.length / 8));
    if (eighth.length < 4) return 0;
    const sorted = eighth.toSorted((x, y) => x - y);
    const floorDb = sorted[Math.floor(sorted.length / 2)]!;
    const isStill = sorted.at(-1)! - sorted[0]! < 2 * NOISE_MARGIN_DB;
    // Below, rounding to 24 bits is heard before any noise.
    if (!isStill || floorDb < 2 * powerToDb(peak) - 144) return 0;
    const first = ordered.findIndex((db) => db > floorDb + NOISE_MARGIN_DB);
    return first < 0 ? ordered.length : first;
  };
  const before = noisySpans(levels.slice(0, middle));
  const after = noisySpans(levels.slice(middle + 1).toReversed());
  if (before === 0 && after === 0) return whole;
  return {
    from: before * span,
    to: after === 0 ? samples.length : (count - after) * span,
    isNoise: true,
  };
}

/** Power at the bins of one FFT; ends that are cut, by the file or here, are faded over a tenth. */
function powerSpectrum(samples: Float32Array, { from, to, isNoise }: Extent, size: number): Float64Array {
  const input = new Float64Array(size);
  input.set(samples.subarray(from, to));
  const length = to - from;
  const { peak, at } = peakOf(samples);
  const hasEdge = (index: number): boolean => isNoise || Math.abs(samples[index]!) > NO_EDGE * peak;
  const fade = (edge: number, inward: 1 | -1, room: number): void => {
    const count = Math.floor(Math.min(length / 10, room));
    for (let i = 0; i < count; i++) {
      input[edge + inward * i]! *= 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / count);
    }
  };
  if (from > 0) fade(0, 1, (at - from) / 2);
  if (hasEdge(to - 1)) fade(length - 1, -1, (to - at) / 2);
  const output = realSpectrum(input, size);
  return Float64Array.from({ length: size / 2 + 1 }, (_, k) => output[2 * k]! ** 2 + output[2 * k + 1]! ** 2);
}

/** Half a grid step and half a twelfth octave, as frequency ratios. */
const NARROW = 2 ** (1 / 48);
const BROAD = 2 ** (1 / 24);
/** Levels that differ by more from their surroundings are ragged: reflections, noise. */
const RAGGED_DB = 0.5;

/**
 * The level of an impulse response at the grid: exactly where it is smooth, over 1/12 octave where it is ragged, as in a
 * room, since single points of a comb would say nothing.
 * @throws ElsewhereError `device-bad-impulse`, `device-too-narrow`
 */
export function readImpulse(bytes: Uint8Array): ImpulseFile {
  const head = wavHead(bytes, bytes.length);
  const channels = emptyChannels(head);
  addFrames(head, bytes.subarray(head.dataFrom), channels, 0);
  return impulseOf({ sampleRate: head.sampleRate, channels, comment: head.comment });
}

function impulseOf({ sampleRate, channels, comment }: WavFile): ImpulseFile {
  const heard = channels.filter((samples) => peakOf(samples).peak > 1e-6);
  if (channels.some((samples) => samples.some((x) => !Number.isFinite(x)))) {
    throw badImpulse('some of its samples are no numbers');
  }
  if (heard.length === 0) throw badImpulse('it is silent');
  for (const samples of heard) refuseStrange(samples, sampleRate);
  const notes: string[] = [];
  if (heard.length > 1) notes.push(`${heard.length} channels averaged in power.`);
  if (heard.length < channels.length) notes.push('Silent channels left out.');
  const extents = heard.map((samples) => extentOf(samples, sampleRate));
  const longest = Math.max(...extents.map(({ from, to }) => to - from));
  // Less than half a hertz between bins, and at least twice the samples.
  const size = 2 ** Math.ceil(Math.log2(Math.max(2 * sampleRate, 2 * longest)));
  const power = new Float64Array(size / 2 + 1);
  for (const [i, samples] of heard.entries()) {
    const one = powerSpectrum(samples, extents[i]!, size);
    for (let k = 0; k < power.length; k++) power[k]! += one[k]! / heard.length;
  }
  const noisy = extents.find(({ isNoise }) => isNoise);
  if (noisy) {
    const [from, to] = [noisy.from, noisy.to].map((frame) => (frame / sampleRate).toFixed(3));
    notes.push(`Taken from ${from} to ${to} s: the rest is noise.`);
  }
  const summed = new Float64Array(power.length + 1);
  for (let k = 0; k < power.length; k++) summed[k + 1] = summed[k]! + power[k]!;
  const bin = size / sampleRate;
  const exactDb = (f: number): number => {
    const k = Math.min(Math.floor(f * bin), power.length - 2);
    const part = f * bin - k;
    return powerToDb(Math.max(power[k]! * (1 - part) + power[k + 1]! * part, 1e-24));
  };
  const meanDb = (f: number, ratio: number): number => {
    const from = Math.max(0, Math.round((f / ratio) * bin));
    const to = Math.min(power.length, Math.max(from + 1, Math.round(f * ratio * bin)));
    return powerToDb(Math.max((summed[to]! - summed[from]!) / (to - from), 1e-24));
  };
  const highestHz = Math.min(20_000, 0.48 * sampleRate);
  assertWide(20, highestHz);
  let ragged = 0;
  const curve = sampledCurve(
    (frequenciesHz) => {
      const exact = frequenciesHz.map((f) => exactDb(f));
      for (const [i, f] of frequenciesHz.entries()) {
        if (Math.abs(exact[i]! - meanDb(f, NARROW)) > RAGGED_DB) ragged++;
      }
      return ragged > frequenciesHz.length / 20 ? frequenciesHz.map((f) => meanDb(f, BROAD)) : exact;
    },
    20,
    highestHz,
  );
  if (ragged > curve.frequenciesHz.length / 20) notes.push('The response is ragged; it was averaged over 1/12 octave.');
  return { curve, notes, comment };
}
