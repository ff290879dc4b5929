import { firLengthFor } from './firLength';
import { dbToPower } from '../core/units';
import { realFftOfSize } from './fft';

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

/** Magnitudes below this are raised to it: the log of zero has no minimum phase. */
const FLOOR_DB = -100;
const NEPER_PER_DB = Math.LN10 / 20;

/** What a design of one size works in; reused, since half a megabyte an array is too much to throw away each time. */
interface Workspace {
  /** Of the design: 4 × taps numbers. */
  readonly signal: Float64Array;
  /** Of the design: bins 0 … 2 × taps, interleaved complex. */
  readonly spectrum: Float64Array;
}

const workspaces = new Map<number, Workspace>();

function workspaceFor(taps: number): Workspace {
  let workspace = workspaces.get(taps);
  if (!workspace) {
    workspace = { signal: new Float64Array(4 * taps), spectrum: new Float64Array(4 * taps + 2) };
    workspaces.set(taps, workspace);
  }
  return workspace;
}

/** Log magnitude in the real parts of a spectrum becomes log magnitude and minimum phase: fold its cepstrum. */
function addMinimumPhase({ signal, spectrum }: Workspace): void {
  const designSize = signal.length;
  const half = designSize / 2;
  const fft = realFftOfSize(designSize);
  for (let k = 0; k <= half; k++) spectrum[2 * k + 1] = 0;
  fft.inverse(signal, spectrum);
  for (let n = 1; n < half; n++) signal[n]! *= 2;
  signal.fill(0, half + 1);
  fft.forward(spectrum, signal);
}

/** Log magnitude and phase become an impulse response, faded to `taps` frames. */
function impulseOf<T extends Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(
  { signal, spectrum }: Workspace,
  fir: T,
): T {
  const taps = fir.length;
  for (let k = 0; k < spectrum.length; k += 2) {
    const magnitude = Math.exp(spectrum[k]!);
    const phase = spectrum[k + 1]!;
    spectrum[k] = magnitude * Math.cos(phase);
    spectrum[k + 1] = magnitude * Math.sin(phase);
  }
  realFftOfSize(signal.length).inverse(signal, spectrum);
  // The last quarter falls to zero along a raised cosine, so that cutting the tail leaves no edge.
  const fadeFrom = taps - taps / 4;
  for (let n = 0; n < taps; n++) {
    const fade = n < fadeFrom ? 1 : 0.5 + 0.5 * Math.cos((Math.PI * (n - fadeFrom)) / (taps / 4));
    fir[n] = signal[n]! * fade;
  }
  return fir;
}

/**
 * Minimum-phase FIR of a magnitude curve by the real cepstrum (Oppenheim & Schafer, *Discrete-Time Signal
 * Processing*, §13: fold the cepstrum of log|H| onto positive time).
 * @param levelDb decibels at given frequencies in hertz; called once, for the bins from 0 to Nyquist
 */
export function designMinimumPhase(
  levelDb: (frequenciesHz: Float64Array) => ArrayLike<number>,
  sampleRate: number,
  taps = firLengthFor(sampleRate),
): MinimumPhaseResponse {
  const workspace = workspaceFor(taps);
  const { spectrum } = workspace;
  const frequenciesHz = new Float64Array(2 * taps + 1);
  for (let k = 0; k <= 2 * taps; k++) frequenciesHz[k] = (k * sampleRate) / (4 * taps);
  const db = levelDb(frequenciesHz);
  for (let k = 0; k <= 2 * taps; k++) spectrum[2 * k] = Math.max(db[k]!, FLOOR_DB) * NEPER_PER_DB;
  addMinimumPhase(workspace);
  const logMagnitude = new Float32Array(taps + 1);
  const phaseRad = new Float32Array(taps + 1);
  let peakLogMagnitude = -Infinity;
  for (let k = 0; k <= taps; k++) {
    logMagnitude[k] = spectrum[4 * k]!;
    phaseRad[k] = spectrum[4 * k + 1]!;
    peakLogMagnitude = Math.max(peakLogMagnitude, logMagnitude[k]!);
  }
  const fir = impulseOf(workspace, new Float32Array(taps));
  const firSpectrum = new Float32Array(realSpectrum(fir, 2 * taps));
  return { sampleRate, fir, fftSize: 2 * taps, logMagnitude, peakLogMagnitude, phaseRad, firSpectrum };
}

/**
 * The FIR of {@link designMinimumPhase} alone, from power gains above the floor of −100 dB.
 * @param powerAt power gain at a frequency in hertz
 */
export function minimumPhaseFir(
  powerAt: (frequencyHz: number) => number,
  sampleRate: number,
  taps: number,
): Float64Array {
  const workspace = workspaceFor(taps);
  const floor = dbToPower(FLOOR_DB);
  for (let k = 0; k <= 2 * taps; k++) {
    workspace.spectrum[2 * k] = Math.log(Math.max(powerAt((k * sampleRate) / (4 * taps)), floor)) / 2;
  }
  addMinimumPhase(workspace);
  return impulseOf(workspace, new Float64Array(taps));
}

/** Spectrum of a real signal, filled up with zeros: interleaved complex, bins 0 … size / 2. */
export function realSpectrum(signal: Float32Array | Float64Array, size: number): Float64Array {
  const padded = new Float64Array(size);
  padded.set(signal);
  const spectrum = new Float64Array(size + 2);
  realFftOfSize(size).forward(spectrum, padded);
  return spectrum;
}
