import type { MinimumPhaseResponse } from './minimumPhase';
import type { RoomResponse } from './room/designRoom';
import type { FftSlot, FftSource, StereoFft } from './stereoFft';

type Samples = Float32Array<ArrayBuffer>;
/** By path: left to left ear, left to right ear, right to left ear, right to right ear; null where nothing passes. */
export type PathSpectra = readonly [Samples | null, Samples | null, Samples | null, Samples | null];

/** A tone and a room in one, as spectra of two lengths for working out a switch. */
export interface MatrixFilter {
  readonly sampleRate: number;
  /**
   * Taps that are reckoned with, a power of two: the tone's alone (0.19 s at 44.1 kHz), or two or four times as many with
   * a room that is not over by then. What a long decay has beyond is faded out: it matters to no ear what of it a switch
   * leaves out for a moment, and the time that it would take does.
   */
  readonly taps: number;
  /** Size at which {@link spectra} are sampled, 2 × {@link taps}; interleaved complex, bins 0 … size / 2. */
  readonly size: number;
  readonly spectra: PathSpectra;
  /** The first {@link headSize} / 2 taps at twice their length: what the filter does to the first music after a switch. */
  readonly headSize: number;
  readonly head: PathSpectra;
}

const TIME: FftSlot = 0;
const BINS: FftSlot = 1;
/** A room is over when what is left of it is this much quieter than all of it, dB: a steady tone settles to 0.1 %. */
const OVER_DB = -60;
/** A room that takes longer is as good as over, where more would cost the switch its time. */
const AS_GOOD_AS_OVER_DB = -42;
/** Frames that a truncated response takes to fall to zero. */
const FADE_TAPS = 1024;

/** What is left of a room from a tap on, dB against all of it. */
function restDb({ paths }: RoomResponse, from: number): number {
  let all = Number.MIN_VALUE;
  let rest = Number.MIN_VALUE;
  for (const path of paths) {
    for (let i = 0; i < path.length; i++) {
      const power = path[i]! * path[i]!;
      all += power;
      if (i >= from) rest += power;
    }
  }
  return 10 * Math.log10(rest / all);
}

function tapsFor(room: RoomResponse | null, toneTaps: number): number {
  // A quarter of the tone's taps goes to music before the switch.
  if (!room || restDb(room, 0.75 * toneTaps) < OVER_DB) return toneTaps;
  return restDb(room, 1.75 * toneTaps) < AS_GOOD_AS_OVER_DB ? 2 * toneTaps : 4 * toneTaps;
}

type Pair = readonly [Samples, Samples];

/** A response that differs from nothing at all; silent cross paths cost nothing then. */
const isSilent = (path: Samples): boolean => path.every((sample) => sample === 0);

/** Puts the first `taps` of two real signals into the time slot, faded out where they are longer; one of them may miss. */
function load(fft: StereoFft, a: ArrayLike<number>, b: ArrayLike<number> | null, taps: number): void {
  const time = fft.memory(TIME);
  const length = Math.min(taps, a.length);
  for (let i = 0; i < length; i++) {
    time[2 * i] = a[i]!;
    time[2 * i + 1] = b ? b[i]! : 0;
  }
  time.fill(0, 2 * length);
  if (a.length > taps) fadeOut(time, taps);
}

function fadeOut(time: Float32Array, taps: number): void {
  const fade = Math.min(FADE_TAPS, taps >> 1);
  for (let i = 0; i < fade; i++) {
    const gain = 0.5 + 0.5 * Math.cos((Math.PI * (i + 1)) / fade);
    time[2 * (taps - fade + i)]! *= gain;
    time[2 * (taps - fade + i) + 1]! *= gain;
  }
  time.fill(0, 2 * taps);
}

/** Half spectra of the two real signals in the time slot. */
function spectraOf(fft: StereoFft): Pair {
  fft.forward(BINS, TIME);
  const { size } = fft;
  const bins = fft.memory(BINS);
  const a = new Float32Array(size + 2);
  const b = new Float32Array(size + 2);
  for (let k = 0; k <= size / 2; k++) {
    const i = 2 * k;
    const j = k === 0 ? 0 : 2 * (size - k);
    a[i] = 0.5 * (bins[i]! + bins[j]!);
    a[i + 1] = 0.5 * (bins[i + 1]! - bins[j + 1]!);
    b[i] = 0.5 * (bins[i + 1]! + bins[j + 1]!);
    b[i + 1] = 0.5 * (bins[j]! - bins[i]!);
  }
  return [a, b];
}

/** Sends the two signals in the time slot through one filter. */
function filterPair(fft: StereoFft, filter: Samples): void {
  fft.forward(BINS, TIME);
  const { size } = fft;
  const bins = fft.memory(BINS);
  for (let k = 0; k <= size / 2; k++) {
    const re = filter[2 * k]! / size;
    const im = filter[2 * k + 1]! / size;
    const x = bins[2 * k]!;
    const y = bins[2 * k + 1]!;
    bins[2 * k] = x * re - y * im;
    bins[2 * k + 1] = x * im + y * re;
    if (k === 0 || k === size / 2) continue;
    const j = 2 * (size - k);
    const u = bins[j]!;
    const v = bins[j + 1]!;
    bins[j] = u * re + v * im;
    bins[j + 1] = v * re - u * im;
  }
  fft.inverse(TIME, BINS);
}

/** Spectra of the first taps of what is in the time slot, at a shorter size. */
function headsOf(fft: StereoFft, headFft: StereoFft): Pair {
  const time = headFft.memory(TIME);
  time.set(fft.memory(TIME).subarray(0, headFft.size));
  time.fill(0, headFft.size);
  return spectraOf(headFft);
}

/**
 * Puts a tone and a room together, in steps of a millisecond or two.
 * @param tone null where it is flat
 * @param room null where there is none: each ear hears its own channel
 * @param toneTaps length of every tone at this rate, so that all filters of a rate have sizes in common
 */
export function* matrixFilterSteps(
  ffts: FftSource,
  tone: MinimumPhaseResponse | null,
  room: RoomResponse | null,
  sampleRate: number,
  toneTaps: number,
): Generator<void, MatrixFilter, void> {
  const taps = tapsFor(room, toneTaps);
  const size = 2 * taps;
  const headSize = toneTaps;
  // Both at once: memory may move while some is added. Between two steps others use it.
  const fft = ffts(size);
  const headFft = ffts(headSize);
  const known = tone && tone.fftSize === size ? (tone.firSpectrum as Samples) : null;
  load(fft, tone?.fir ?? [1], null, taps);
  const own = known ?? spectraOf(fft)[0];
  const [ownHead] = headsOf(fft, headFft);
  yield;
  const shape = { sampleRate, taps, size, headSize };
  if (!room) return { ...shape, spectra: [own, null, null, own], head: [ownHead, null, null, ownHead] };
  const spectra: (Samples | null)[] = [];
  const head: (Samples | null)[] = [];
  for (const ear of [0, 2] as const) {
    const paths = [room.paths[ear], room.paths[ear + 1]!] as const;
    load(fft, paths[0], paths[1], taps);
    if (tone) {
      // Tone and room together ring longer than there is space for.
      filterPair(fft, own);
      fadeOut(fft.memory(TIME), taps);
    }
    const heads = headsOf(fft, headFft);
    const wholes = spectraOf(fft);
    for (const side of [0, 1] as const) {
      const isNone = isSilent(paths[side]);
      spectra.push(isNone ? null : wholes[side]);
      head.push(isNone ? null : heads[side]);
    }
    yield;
  }
  return { ...shape, spectra: spectra as unknown as PathSpectra, head: head as unknown as PathSpectra };
}
