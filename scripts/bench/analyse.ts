import { fadeFramesFor } from '../../src/dsp/convolution/SoundFade';
import { realFftOfSize } from '../../src/dsp/fft';
import { realSpectrum } from '../../src/dsp/minimumPhase';
import type { Capture } from './server';

/** Quarter of a period in whole samples makes quadrature and fits exact: 44100 / 4 / n. */
export const TONE_QUARTERS: Readonly<Record<number, number>> = { 100: 110, 408: 27, 1002: 11, 2756: 4 };
export const toneHz = (quarterFrames: number, sampleRate: number): number => sampleRate / (4 * quarterFrames);

/** Periods that are fitted as one: device limits move their gains every 16 frames, which fit four periods of any tone. */
const FITTED_PERIODS = 4;

/**
 * A steady tone as a few periods, harmonics and all (what a limited loudspeaker makes of a tone is none any more), with
 * what is left over.
 */
interface ToneFit {
  readonly period: Float64Array;
  /** Of the fundamental, or of a sample that is higher. */
  readonly peak: number;
  readonly residueRms: number;
}

function fitTone(x: Float32Array, from: number, count: number, quarter: number): ToneFit {
  const length = FITTED_PERIODS * 4 * quarter;
  const periods = Math.floor(count / length);
  const period = new Float64Array(length);
  for (let i = from; i < from + periods * length; i++) period[i % length]! += x[i]! / periods;
  const step = (2 * Math.PI) / (4 * quarter);
  let cos = 0;
  let sin = 0;
  for (let i = 0; i < length; i++) {
    cos += (2 / length) * period[i]! * Math.cos(step * i);
    sin += (2 / length) * period[i]! * Math.sin(step * i);
  }
  let residue = 0;
  for (let i = from; i < from + periods * length; i++) residue += (x[i]! - period[i % length]!) ** 2;
  const peak = Math.max(Math.hypot(cos, sin), ...period.map(Math.abs));
  return { period, peak, residueRms: Math.sqrt(residue / (periods * length)) };
}

const toneAt = ({ period }: ToneFit, i: number): number => period[i % period.length]!;

/** Both channels of a steady tone; it repeats over a whole recording, whose music plays on. */
export interface SteadyTone {
  readonly channels: readonly [ToneFit, ToneFit];
}

/** Time over which a tone is fitted around a switch, seconds. */
const SPAN_SEC = 0.12;

/** @param fromSec context time */
export function steadyTone(capture: Capture, fromSec: number, quarter: number, spanSec = SPAN_SEC): SteadyTone {
  const { sampleRate, firstFrame, left, right } = capture;
  const from = Math.round(fromSec * sampleRate) - firstFrame;
  const count = Math.round(spanSec * sampleRate);
  if (from < 0 || from + count > left.length) throw new RangeError(`${fromSec} s is outside the capture`);
  return { channels: [fitTone(left, from, count, quarter), fitTone(right, from, count, quarter)] };
}

/** Largest sample of two steady tones' difference, dB against the louder one. */
export function differenceDb(a: SteadyTone, b: SteadyTone): number {
  return Math.max(
    ...a.channels.map((one, c) => {
      const other = b.channels[c]!;
      let most = 0;
      for (let i = 0; i < one.period.length; i++) most = Math.max(most, Math.abs(one.period[i]! - other.period[i]!));
      return ratioDb(most / Math.max(one.peak, other.peak));
    }),
  );
}

const highpasses = new Map<string, Float64Array>();

/** Linear-phase high-pass (Kaiser window, 100 dB), 255 taps. */
function highpass(cutoffHz: number, sampleRate: number): Float64Array {
  const key = `${cutoffHz}:${sampleRate}`;
  let taps = highpasses.get(key);
  if (!taps) {
    const half = 127;
    const beta = 10;
    const bessel = (x: number): number => {
      let term = 1;
      let sum = 1;
      for (let k = 1; k < 40; k++) {
        term *= (x / (2 * k)) ** 2;
        sum += term;
      }
      return sum;
    };
    taps = new Float64Array(2 * half + 1);
    let sum = 0;
    for (let i = -half; i <= half; i++) {
      const window = bessel(beta * Math.sqrt(1 - (i / half) ** 2)) / bessel(beta);
      const angle = (2 * Math.PI * cutoffHz * i) / sampleRate;
      taps[i + half] = (i === 0 ? (2 * cutoffHz) / sampleRate : Math.sin(angle) / (Math.PI * i)) * window;
      sum += taps[i + half]!;
    }
    for (let i = 0; i < taps.length; i++) taps[i] = (i === half ? 1 : 0) - taps[i]! / sum;
    highpasses.set(key, taps);
  }
  return taps;
}

/** Largest sample above a cutoff in a stretch of a signal. */
export function peakAbove(x: Float32Array, from: number, to: number, cutoffHz: number, sampleRate: number): number {
  const taps = highpass(cutoffHz, sampleRate);
  const half = (taps.length - 1) / 2;
  let peak = 0;
  for (let n = Math.max(from, half); n < Math.min(to, x.length - half); n++) {
    let sum = 0;
    for (let k = 0; k < taps.length; k++) sum += taps[k]! * x[n + half - k]!;
    peak = Math.max(peak, Math.abs(sum));
  }
  return peak;
}

/** What does not repeat itself from period to period, dB against the tone. */
const UNSTEADY_DB = -40;
/** Harmonics above 6 kHz that hide a click, dB against the tone. */
const HARMONICS_DB = -85;

const ratioDb = (ratio: number): number => 20 * Math.log10(Math.max(ratio, 1e-7));

/** One switch of a steady tone, measured on both channels. Times in milliseconds from the event. */
export interface ToneSwitch {
  readonly firstChangeMs: number;
  readonly settledMs: number;
  /** Nothing sounded. */
  readonly silentMs: number;
  /** The tone's peaks below −3 dB of the quieter side. */
  readonly below3DbMs: number;
  /** Largest sample above the louder side's peak. */
  readonly overshootDb: number;
  /** Residue above 6 kHz against the tone's peak; null where harmonics of a steady side lie there. */
  readonly clickDb: number | null;
  /** Largest departure from the louder or quieter side's level while fading, beyond what either does by itself. */
  readonly levelStepDb: number;
  /** Largest difference from the new tone's steady level, from the end of the fade on for 20 ms. */
  readonly afterFadeDb: number;
  /** One of the two did not repeat itself next to the switch. */
  readonly isUnsteady: boolean;
}

/** From a switch to where the new tone is taken to be steady, seconds. */
const STEADY_AFTER_SEC = 0.28;

/**
 * @param options.changed part of the tone's peak by which a sample must differ from the old tone to count as changed
 * @param options.settledWithin part of the tone's peak by which a sample may differ from the new tone and be settled
 * @param options.before what the old device plays when it is steady, measured at another time of the same recording; taken
 *   where the tone before the switch does not repeat itself
 * @param options.settled what the new device plays when it is steady, from another time as well: taken where the tone
 *   after the switch does not repeat itself, and for {@link ToneSwitch.afterFadeDb}
 * @returns null when nothing changed
 */
export function measureToneSwitch(
  capture: Capture,
  eventSec: number,
  quarter: number,
  options: {
    readonly changed?: number;
    readonly settledWithin?: number;
    readonly before?: SteadyTone | undefined;
    readonly settled?: SteadyTone | undefined;
  } = {},
): ToneSwitch | null {
  const { changed = 2e-4, settledWithin = 5e-3 } = options;
  const { sampleRate, left, right, firstFrame } = capture;
  const period = 4 * quarter;
  const event = Math.round(eventSec * sampleRate) - firstFrame;
  const span = Math.round(SPAN_SEC * sampleRate);
  const after = event + Math.round(STEADY_AFTER_SEC * sampleRate);
  if (event - span < 200 || after + span > left.length - 200)
    throw new RangeError(`event at ${eventSec} s is outside the capture`);
  const isUnsteadyTone = ({ residueRms, peak }: ToneFit): boolean => residueRms > peak * 10 ** (UNSTEADY_DB / 20);
  let isUnsteady = false;
  const channels = [left, right].map((x, channel) => {
    const near = fitTone(x, event - span, span, quarter);
    const nearAfter = fitTone(x, after, span, quarter);
    const wasUnsteady = isUnsteadyTone(near);
    const staysUnsteady = isUnsteadyTone(nearAfter);
    isUnsteady ||= wasUnsteady || staysUnsteady;
    const before = wasUnsteady ? (options.before?.channels[channel] ?? near) : near;
    const later = options.settled?.channels[channel] ?? nearAfter;
    const settled = staysUnsteady ? later : nearAfter;
    const loud = Math.max(before.peak, settled.peak);
    return {
      x,
      before,
      settled,
      later,
      loud,
      changed: Math.max(changed * loud, 8 * near.residueRms),
      unsettled: Math.max(settledWithin * loud, 8 * settled.residueRms),
    };
  });
  let first = Infinity;
  let last = -Infinity;
  for (const { x, before, settled, ...limit } of channels) {
    for (let n = event - 10; n < after + span; n++) {
      if (Math.abs(x[n]! - toneAt(before, n)) > limit.changed) {
        first = Math.min(first, n);
        break;
      }
    }
    for (let n = after + span - 1; n >= event - 10; n--) {
      if (Math.abs(x[n]! - toneAt(settled, n)) > limit.unsettled) {
        last = Math.max(last, n);
        break;
      }
    }
  }
  if (first === Infinity) return null;
  last = Math.max(last, first);
  const ms = (frames: number): number => (1000 * frames) / sampleRate;
  let silent = 0;
  let below = 0;
  let overshootDb = 0;
  let clickDb: number | null = -140;
  let levelStepDb = 0;
  let afterFadeDb = 0;
  const fadeEnd = first + fadeFramesFor(sampleRate).fade;
  const margin = Math.round(0.004 * sampleRate);
  for (const { x, before, settled, later, loud } of channels) {
    const quiet = Math.min(before.peak, settled.peak);
    let channelSilent = 0;
    let channelBelow = 0;
    let fadeStepDb = 0;
    for (let n = first; n <= last; n++) {
      const level = peakAround(x, n, period / 2);
      if (peakAround(x, n, quarter) < quiet * 1e-3) channelSilent++;
      if (level < quiet * 10 ** (-3 / 20)) channelBelow++;
      overshootDb = Math.max(overshootDb, ratioDb(Math.abs(x[n]!) / loud));
      fadeStepDb = Math.max(fadeStepDb, ratioDb(level / loud), -ratioDb(level / quiet));
    }
    // A limiter breathes a little on a low tone, switched or not.
    let steadyStepDb = 0;
    for (const [start, { peak }] of [
      [event - span, before],
      [after, settled],
    ] as const) {
      for (let n = start; n < start + span; n++) {
        steadyStepDb = Math.max(steadyStepDb, Math.abs(ratioDb(peakAround(x, n, period / 2) / peak)));
      }
    }
    levelStepDb = Math.max(levelStepDb, fadeStepDb - steadyStepDb);
    for (let n = fadeEnd + period / 2; n < fadeEnd + period / 2 + Math.round(0.02 * sampleRate); n += 4) {
      let steady = 0;
      for (let i = n - period / 2; i <= n + period / 2; i++) steady = Math.max(steady, Math.abs(toneAt(later, i)));
      afterFadeDb = Math.max(afterFadeDb, Math.abs(ratioDb(peakAround(x, n, period / 2) / steady)));
    }
    silent = Math.max(silent, channelSilent);
    below = Math.max(below, channelBelow);
    const above6kDb = (from: number, to: number): number => ratioDb(peakAbove(x, from, to, 6000, sampleRate) / loud);
    const steadyDb = Math.max(above6kDb(event - span / 4, event), above6kDb(after, after + span / 4));
    const atSwitchDb = above6kDb(first - margin, last + margin);
    clickDb = clickDb === null || steadyDb > HARMONICS_DB ? null : Math.max(clickDb, atSwitchDb);
  }
  return {
    firstChangeMs: ms(first - event),
    settledMs: ms(last - event),
    silentMs: ms(silent),
    below3DbMs: ms(below),
    overshootDb,
    clickDb,
    levelStepDb,
    afterFadeDb,
    isUnsteady,
  };
}

/** Several switches in a row, the last of which counts. Times in milliseconds from the last event. */
export interface ToneBurst {
  readonly settledMs: number;
  /** Largest sample above the peak of the loudest device passed. */
  readonly overshootDb: number;
  /** Residue above 6 kHz against that peak; null where harmonics of a steady side lie there. */
  readonly clickDb: number | null;
}

/**
 * @param passed steady tones of all devices from the one before the first event to the last one
 * @returns how what came after the last event settled on the last of them
 */
export function measureToneBurst(
  capture: Capture,
  firstEventSec: number,
  lastEventSec: number,
  passed: readonly SteadyTone[],
  settledWithin = 5e-3,
): ToneBurst {
  const { sampleRate, firstFrame } = capture;
  const frameOf = (sec: number): number => Math.round(sec * sampleRate) - firstFrame;
  const [begin, event] = [frameOf(firstEventSec), frameOf(lastEventSec)];
  const span = Math.round(SPAN_SEC * sampleRate);
  const after = event + Math.round(STEADY_AFTER_SEC * sampleRate);
  let last = event;
  let overshootDb = 0;
  let clickDb: number | null = -140;
  for (const [channel, x] of [capture.left, capture.right].entries()) {
    const settled = passed.at(-1)!.channels[channel]!;
    const loud = Math.max(...passed.map(({ channels }) => channels[channel]!.peak));
    const unsettled = Math.max(settledWithin * loud, 8 * settled.residueRms);
    for (let n = after + span; n > last; n--) if (Math.abs(x[n]! - toneAt(settled, n)) > unsettled) last = n;
    for (let n = begin; n < after; n++) overshootDb = Math.max(overshootDb, ratioDb(Math.abs(x[n]!) / loud));
    const above6kDb = (from: number, to: number): number => ratioDb(peakAbove(x, from, to, 6000, sampleRate) / loud);
    const steadyDb = Math.max(above6kDb(begin - span / 4, begin), above6kDb(after, after + span / 4));
    clickDb = clickDb === null || steadyDb > HARMONICS_DB ? null : Math.max(clickDb, above6kDb(begin, after));
  }
  return { settledMs: (1000 * (last - event)) / sampleRate, overshootDb, clickDb };
}

/**
 * Largest sample within `reach` frames of a frame. Over half a period to each side it is the level of a tone, also
 * while its phase turns from one device's to another's, which quadrature at the tone's frequency would misread.
 */
function peakAround(x: Float32Array, at: number, reach: number): number {
  let peak = 0;
  for (let n = at - reach; n <= at + reach; n++) peak = Math.max(peak, Math.abs(x[n]!));
  return peak;
}

/** Drop-outs of a steady tone: bursts above 6 kHz louder than −40 dB, at least 30 ms apart. */
export function countDropouts(x: Float32Array, from: number, to: number, sampleRate: number): number {
  let loud = 0;
  for (let i = from; i < to; i++) loud = Math.max(loud, Math.abs(x[i]!));
  const block = Math.round(0.03 * sampleRate);
  let count = 0;
  let wasBurst = false;
  for (let at = from; at < to; at += block) {
    const isBurst = peakAbove(x, at, Math.min(to, at + block), 6000, sampleRate) > loud * 0.01;
    if (isBurst && !wasBurst) count++;
    wasBurst = isBurst;
  }
  return count;
}

/** Frame of `reference` at which `window` fits best, by cross-correlation over the whole reference. */
export function locate(window: Float32Array, reference: Float32Array): number {
  const size = 2 ** Math.ceil(Math.log2(reference.length + window.length));
  const a = realSpectrum(reference, size);
  const b = realSpectrum(window, size);
  for (let k = 0; k < a.length; k += 2) {
    const re = a[k]! * b[k]! + a[k + 1]! * b[k + 1]!;
    const im = a[k + 1]! * b[k]! - a[k]! * b[k + 1]!;
    a[k] = re;
    a[k + 1] = im;
  }
  const correlation = new Float64Array(size);
  realFftOfSize(size).inverse(correlation, a);
  let best = 0;
  for (let i = 0; i < size; i++) if (correlation[i]! > correlation[best]!) best = i;
  return best;
}

/** Normalised correlation of `window` with `reference` from frame `at` on. */
export function similarity(window: Float32Array, reference: Float32Array, at: number): number {
  let cross = 0;
  let a = 0;
  let b = 0;
  for (let i = 0; i < window.length; i++) {
    cross += window[i]! * reference[at + i]!;
    a += window[i]! ** 2;
    b += reference[at + i]! ** 2;
  }
  return cross / Math.sqrt(a * b + 1e-30);
}

/** `x` from frame `from`, `count` frames, through a short filter; frames before the start are silence. */
export function filtered(x: Float32Array, fir: Float32Array | null, from: number, count: number): Float32Array {
  if (!fir) return x.slice(from, from + count);
  const size = 2 ** Math.ceil(Math.log2(count + 2 * fir.length));
  const past = new Float64Array(size);
  const start = from - fir.length;
  for (let i = Math.max(0, -start); i < fir.length + count && start + i < x.length; i++) past[i] = x[start + i]!;
  const a = realSpectrum(past, size);
  const b = realSpectrum(fir, size);
  for (let k = 0; k < a.length; k += 2) {
    const re = a[k]! * b[k]! - a[k + 1]! * b[k + 1]!;
    a[k + 1] = a[k]! * b[k + 1]! + a[k + 1]! * b[k]!;
    a[k] = re;
  }
  const y = new Float64Array(size);
  realFftOfSize(size).inverse(y, a);
  return Float32Array.from(y.subarray(fir.length, fir.length + count));
}
