import { fftOfSize } from './minimumPhase';
import type { MinimumPhaseResponse } from './minimumPhase';
import type { RoomResponse } from './room/designRoom';

type Samples = Float32Array<ArrayBuffer>;
/** By path: left to left ear, left to right ear, right to left ear, right to right ear; null where nothing passes. */
export type PathSpectra = readonly [Samples | null, Samples | null, Samples | null, Samples | null];

/** A tone and a room in one, as spectra of two lengths for working out a switch. */
export interface MatrixFilter {
  readonly sampleRate: number;
  /**
   * Taps that are reckoned with, a power of two: the tone's alone, or twice as many with a room (0.37 s at 44.1 kHz).
   * What a long decay has beyond is faded out: it matters to no ear what of it a switch leaves out for a moment, and the
   * time that it would take does.
   */
  readonly taps: number;
  /** Size at which {@link spectra} are sampled, 2 × {@link taps}; interleaved complex, bins 0 … size / 2. */
  readonly size: number;
  readonly spectra: PathSpectra;
  /** The first {@link headSize} / 2 taps at twice their length: what the filter does to the first music after a switch. */
  readonly headSize: number;
  readonly head: PathSpectra;
}

/** Frames that a truncated response takes to fall to zero. */
const FADE_TAPS = 1024;

function truncated(path: Samples, taps: number): Samples {
  if (path.length <= taps) return path;
  const out = path.slice(0, taps);
  const fade = Math.min(FADE_TAPS, taps >> 1);
  for (let i = 0; i < fade; i++) out[taps - fade + i]! *= 0.5 + 0.5 * Math.cos((Math.PI * (i + 1)) / fade);
  return out;
}

/** Spectrum of a real signal, zero-padded to `size`; interleaved complex, bins 0 … size / 2. */
export function paddedSpectrum(signal: ArrayLike<number>, size: number): Samples {
  const padded = new Float64Array(size);
  for (let i = 0; i < signal.length; i++) padded[i] = signal[i]!;
  const out = new Float64Array(2 * size);
  fftOfSize(size).realTransform(out, padded);
  return Float32Array.from(out.subarray(0, size + 2));
}

/** Product of two half spectra of one size. */
export function productSpectrum(a: Samples, b: Samples): Samples {
  const out = new Float32Array(a.length);
  for (let i = 0; i < a.length; i += 2) {
    out[i] = a[i]! * b[i]! - a[i + 1]! * b[i + 1]!;
    out[i + 1] = a[i]! * b[i + 1]! + a[i + 1]! * b[i]!;
  }
  return out;
}

/** The first `taps` samples of what a half spectrum stands for. */
function firstTaps(spectrum: Samples, size: number, taps: number): Samples {
  const full = new Float64Array(2 * size);
  full.set(spectrum);
  const fft = fftOfSize(size);
  fft.completeSpectrum(full);
  const time = new Float64Array(2 * size);
  fft.inverseTransform(time, full);
  return Float32Array.from({ length: taps }, (_, i) => time[2 * i]!);
}

/** A response that differs from nothing at all; silent cross paths cost nothing then. */
const isSilent = (path: Samples): boolean => path.every((sample) => sample === 0);

const roomSpectra = new WeakMap<RoomResponse, Map<number, PathSpectra>>();

function spectraOf(room: RoomResponse, taps: number, size: number): PathSpectra {
  let bySize = roomSpectra.get(room);
  if (!bySize) {
    bySize = new Map();
    roomSpectra.set(room, bySize);
  }
  let spectra = bySize.get(size);
  if (!spectra) {
    const of = (path: Samples): Samples | null => (isSilent(path) ? null : paddedSpectrum(truncated(path, taps), size));
    spectra = [of(room.paths[0]), of(room.paths[1]), of(room.paths[2]), of(room.paths[3])];
    bySize.set(size, spectra);
  }
  return spectra;
}

/**
 * Puts a tone and a room together, in steps of a millisecond or two.
 * @param tone null where it is flat
 * @param room null where there is none: each ear hears its own channel
 * @param toneTaps length of every tone at this rate, so that all filters of a rate have sizes in common
 */
export function* matrixFilterSteps(
  tone: MinimumPhaseResponse | null,
  room: RoomResponse | null,
  sampleRate: number,
  toneTaps: number,
): Generator<void, MatrixFilter, void> {
  const taps = room ? 2 * toneTaps : toneTaps;
  const size = 2 * taps;
  const known = tone && tone.fftSize === size ? (tone.firSpectrum as Samples) : null;
  const toneSpectrum = known ?? (tone ? paddedSpectrum(tone.fir, size) : null);
  yield;
  let spectra: PathSpectra;
  if (room) {
    const paths: (Samples | null)[] = [];
    for (const path of spectraOf(room, taps, size)) {
      if (path && toneSpectrum) {
        // Tone and room together ring longer than there is space for.
        const whole = firstTaps(productSpectrum(path, toneSpectrum), size, 2 * taps);
        yield;
        paths.push(paddedSpectrum(truncated(whole, taps), size));
      } else {
        paths.push(path);
      }
      yield;
    }
    spectra = paths as unknown as PathSpectra;
  } else {
    const own = toneSpectrum ?? paddedSpectrum([1], size);
    spectra = [own, null, null, own];
  }
  yield;
  const headSize = toneTaps;
  const heads: (Samples | null)[] = [];
  for (const [index, spectrum] of spectra.entries()) {
    const isShared = index === 3 && spectra[3] === spectra[0];
    heads.push(isShared ? heads[0]! : spectrum && paddedSpectrum(firstTaps(spectrum, size, headSize / 2), headSize));
    yield;
  }
  return { sampleRate, taps, size, spectra, headSize, head: heads as unknown as PathSpectra };
}
