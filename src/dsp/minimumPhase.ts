import FFT from 'fft.js';

/** A tone curve as a minimum-phase system: its FIR, and its complex log spectrum for going between two of them. */
export interface MinimumPhaseResponse {
  /** Hertz. */
  readonly sampleRate: number;
  /** Impulse response; a power of two of samples. */
  readonly fir: Float32Array<ArrayBuffer>;
  /** 2 × `fir.length`: the size at which the spectra below are sampled. */
  readonly fftSize: number;
  /** Natural log of the magnitude at bins 0 … fftSize / 2. */
  readonly logMagnitude: Float32Array;
  /** Largest value in `logMagnitude`. */
  readonly peakLogMagnitude: number;
  /** Minimum phase in radians, not wrapped, at bins 0 … fftSize / 2. */
  readonly phaseRad: Float32Array;
  /** Spectrum of `fir`, interleaved complex, bins 0 … fftSize / 2. */
  readonly firSpectrum: Float32Array;
}

const ffts = new Map<number, FFT>();

/** One FFT plan a size, kept for the life of the program (a plan is a few tables). */
export function fftOfSize(size: number): FFT {
  let fft = ffts.get(size);
  if (!fft) {
    fft = new FFT(size);
    ffts.set(size, fft);
  }
  return fft;
}

/** Magnitudes below this are raised to it: the log of zero has no minimum phase. */
const FLOOR_DB = -100;
const NEPER_PER_DB = Math.LN10 / 20;

/**
 * FIR length for device curves: 8192 taps at 44.1 and 48 kHz (5.9 Hz), the same duration at other rates.
 * A resonance of pole Q at f hertz needs about 4.6 · sampleRate · Q / (π f) taps to fall by 40 dB.
 */
export function firLengthFor(sampleRate: number): number {
  return 2 ** Math.max(10, Math.round(Math.log2((8192 * sampleRate) / 46_000)));
}

/** Bins that one step of a design works through. */
const BLOCK = 2048;

/**
 * Minimum-phase FIR of a magnitude curve by the real cepstrum (Oppenheim & Schafer, *Discrete-Time Signal
 * Processing*, §13: fold the cepstrum of log|H| onto positive time).
 * @param levelDb decibels at given frequencies in hertz; called for stretches of the bins from 0 to Nyquist
 */
export function designMinimumPhase(
  levelDb: (frequenciesHz: Float64Array) => ArrayLike<number>,
  sampleRate: number,
  taps = firLengthFor(sampleRate),
): MinimumPhaseResponse {
  const steps = designSteps(levelDb, sampleRate, taps);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** {@link designMinimumPhase} in steps of about a millisecond, for doing it beside something that must not wait. */
export function* designSteps(
  levelDb: (frequenciesHz: Float64Array) => ArrayLike<number>,
  sampleRate: number,
  taps = firLengthFor(sampleRate),
): Generator<void, MinimumPhaseResponse, void> {
  const designSize = taps * 4;
  const half = designSize / 2;
  const spectrum = new Float64Array(designSize * 2);
  const work = new Float64Array(designSize * 2);
  for (let from = 0; from <= half; from += BLOCK) {
    const count = Math.min(BLOCK, half + 1 - from);
    const db = levelDb(Float64Array.from({ length: count }, (_, k) => ((from + k) * sampleRate) / designSize));
    for (let k = 0; k < count; k++) spectrum[2 * (from + k)] = Math.max(db[k]!, FLOOR_DB) * NEPER_PER_DB;
    yield;
  }
  for (let k = 1; k < half; k++) spectrum[2 * (designSize - k)] = spectrum[2 * k]!;
  const fft = fftOfSize(designSize);
  yield;

  fft.inverseTransform(work, spectrum);
  for (let n = 1; n < half; n++) {
    work[2 * n]! *= 2;
    work[2 * n + 1] = 0;
  }
  work[1] = 0;
  work[2 * half + 1] = 0;
  work.fill(0, 2 * (half + 1));
  yield;

  fft.transform(spectrum, work);
  const fftSize = taps * 2;
  const logMagnitude = new Float32Array(taps + 1);
  const phaseRad = new Float32Array(taps + 1);
  let peakLogMagnitude = -Infinity;
  for (let k = 0; k <= taps; k++) {
    logMagnitude[k] = spectrum[4 * k]!;
    phaseRad[k] = spectrum[4 * k + 1]!;
    peakLogMagnitude = Math.max(peakLogMagnitude, logMagnitude[k]!);
  }
  yield;

  for (let from = 0; from <= half; from += BLOCK) {
    for (let k = from; k < Math.min(from + BLOCK, half + 1); k++) {
      const magnitude = Math.exp(spectrum[2 * k]!);
      const phase = spectrum[2 * k + 1]!;
      spectrum[2 * k] = magnitude * Math.cos(phase);
      spectrum[2 * k + 1] = magnitude * Math.sin(phase);
    }
    yield;
  }
  for (let k = 1; k < half; k++) {
    spectrum[2 * (designSize - k)] = spectrum[2 * k]!;
    spectrum[2 * (designSize - k) + 1] = -spectrum[2 * k + 1]!;
  }
  fft.inverseTransform(work, spectrum);
  yield;

  // The last quarter falls to zero along a raised cosine, so that cutting the tail leaves no edge.
  const fir = new Float32Array(taps);
  const fadeFrom = taps - taps / 4;
  for (let n = 0; n < taps; n++) {
    const fade = n < fadeFrom ? 1 : 0.5 + 0.5 * Math.cos((Math.PI * (n - fadeFrom)) / (taps / 4));
    fir[n] = work[2 * n]! * fade;
  }
  const firSpectrum = halfSpectrum(fir, fftSize);
  return { sampleRate, fir, fftSize, logMagnitude, peakLogMagnitude, phaseRad, firSpectrum };
}

function halfSpectrum(fir: Float32Array, fftSize: number): Float32Array {
  const padded = new Float64Array(fftSize);
  padded.set(fir);
  const out = new Float64Array(fftSize * 2);
  fftOfSize(fftSize).realTransform(out, padded);
  return Float32Array.from(out.subarray(0, fftSize + 2));
}
