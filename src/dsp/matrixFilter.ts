import { fftOfSize } from './minimumPhase';
import type { MinimumPhaseResponse } from './minimumPhase';
import type { RoomResponse } from './room/designRoom';

type Samples = Float32Array<ArrayBuffer>;
/** By path: left to left ear, left to right ear, right to left ear, right to right ear; null where nothing passes. */
export type PathSpectra = readonly [Samples | null, Samples | null, Samples | null, Samples | null];

/** A tone and a room in one, as spectra of two lengths for working out a switch. */
export interface MatrixFilter {
  readonly sampleRate: number;
  /** Taps of the whole: everything the filter still says of the past. */
  readonly taps: number;
  /** The first taps, where all but the late decay is; faded at their end. */
  readonly earlyTaps: number;
  /** Size at which {@link early} is sampled, twice {@link earlyTaps}; interleaved complex, bins 0 … size / 2. */
  readonly earlySize: number;
  readonly early: PathSpectra;
  /** The first {@link headSize} / 2 taps at twice their length: what the filter does to the first music after a switch. */
  readonly headSize: number;
  readonly head: PathSpectra;
  /** Whether the room goes on behind the early taps; {@link lateFilter} has that part. */
  readonly hasLate: boolean;
  /** {@link lateFilter} at the smallest size that gives the first moments of what it adds; null without a late part. */
  readonly lateHead: LateFilter | null;
  readonly tone: MinimumPhaseResponse | null;
  readonly room: RoomResponse | null;
}

/** The decay that {@link MatrixFilter.early} leaves out. */
export interface LateFilter {
  /** Taps before its first. */
  readonly offset: number;
  readonly taps: number;
  /** Size of {@link spectra}. */
  readonly size: number;
  readonly spectra: PathSpectra;
}

/** So much of the late decay is known when a switch is planned: the rest has that long to be worked out. */
const LEAST_LATE_FRAMES = 2048;
/** Frames that a truncated response takes to fall to zero. */
const FADE_TAPS = 1024;

/** Taps of a room that take part in the first plan of a switch: as many as the tone has, so that sizes stay powers of two. */
export function earlyRoomTaps(toneTaps: number): number {
  return toneTaps;
}

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

const earlyRooms = new WeakMap<RoomResponse, Map<number, PathSpectra>>();

function earlyRoom(room: RoomResponse, taps: number, size: number): PathSpectra {
  let bySize = earlyRooms.get(room);
  if (!bySize) {
    bySize = new Map();
    earlyRooms.set(room, bySize);
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
  const roomTaps = earlyRoomTaps(toneTaps);
  const earlyTaps = room ? toneTaps + roomTaps : toneTaps;
  const earlySize = 2 * earlyTaps;
  const toneSpectrum = tone ? paddedSpectrum(tone.fir, earlySize) : null;
  yield;
  let early: PathSpectra;
  if (room) {
    const spectra = earlyRoom(room, roomTaps, earlySize);
    yield;
    const through = (path: Samples | null): Samples | null =>
      path && toneSpectrum ? productSpectrum(path, toneSpectrum) : path;
    early = [through(spectra[0]), through(spectra[1]), through(spectra[2]), through(spectra[3])];
  } else {
    const own = toneSpectrum ?? paddedSpectrum([1], earlySize);
    early = [own, null, null, own];
  }
  yield;
  const headSize = toneTaps;
  const heads: (Samples | null)[] = [];
  for (const [index, spectrum] of early.entries()) {
    const isShared = index === 3 && early[3] === early[0];
    heads.push(
      isShared ? heads[0]! : spectrum && paddedSpectrum(firstTaps(spectrum, earlySize, headSize / 2), headSize),
    );
    yield;
  }
  const hasLate = room !== null && room.paths[0].length > roomTaps;
  let lateHead: LateFilter | null = null;
  if (hasLate) {
    lateHead = lateFilter({ tone, room, earlyTaps }, LEAST_LATE_FRAMES);
    yield;
  }
  return {
    sampleRate,
    taps: (tone ? tone.fir.length : 1) + (room ? room.paths[0].length : 1) - 1,
    earlyTaps,
    earlySize,
    early,
    headSize,
    head: heads as unknown as PathSpectra,
    hasLate,
    lateHead,
    tone,
    room,
  };
}

const lateRooms = new WeakMap<RoomResponse, Map<number, PathSpectra>>();

/**
 * The late part of a filter; worked out anew each time but for what the room alone decides. Costs milliseconds.
 * @param frames that one transform is to give; as many as the late part rings for when left out
 */
export function lateFilter(
  { tone, room, earlyTaps }: Pick<MatrixFilter, 'tone' | 'room' | 'earlyTaps'>,
  frames?: number,
): LateFilter {
  if (!room) throw new RangeError('a filter without a room has no late part');
  const roomTaps = earlyTaps / 2;
  const offset = roomTaps - FADE_TAPS;
  const taps = room.paths[0].length - offset + (tone ? tone.fir.length : 1) - 1;
  const size = 2 ** Math.ceil(Math.log2(frames === undefined ? offset + 2 * taps : taps + frames));
  let bySize = lateRooms.get(room);
  if (!bySize) {
    bySize = new Map();
    lateRooms.set(room, bySize);
  }
  let paths = bySize.get(size);
  if (!paths) {
    const of = (path: Samples): Samples | null => {
      if (isSilent(path)) return null;
      const rest = path.slice(offset);
      const early = truncated(path, roomTaps);
      for (let i = 0; i < FADE_TAPS; i++) rest[i]! -= early[offset + i]!;
      return paddedSpectrum(rest, size);
    };
    paths = [of(room.paths[0]), of(room.paths[1]), of(room.paths[2]), of(room.paths[3])];
    bySize.set(size, paths);
  }
  if (!tone) return { offset, taps, size, spectra: paths };
  const toneSpectrum = paddedSpectrum(tone.fir, size);
  const through = (path: Samples | null): Samples | null => path && productSpectrum(path, toneSpectrum);
  const spectra: PathSpectra = [through(paths[0]), through(paths[1]), through(paths[2]), through(paths[3])];
  return { offset, taps, size, spectra };
}
