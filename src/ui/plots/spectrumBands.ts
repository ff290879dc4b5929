import { AXIS_FROM_HZ, AXIS_TO_HZ } from './frequencyAxis';

/** Reads an FFT in dBFS as levels of bands that are evenly wide on the logarithmic axis. */
export interface SpectrumBands {
  readonly count: number;
  /** Writes each band's level in dBFS into `out` (length `count`). */
  read(binsDb: Float32Array, out: Float32Array): void;
}

/**
 * Bands sum the power between their edges, so pink noise draws a level line and no peak hides between two pixels.
 * Between bins the power density runs straight: bands narrower than a bin form a smooth line, not stairs.
 * @param fftBins number of values from 0 Hz to Nyquist
 */
export function createSpectrumBands(count: number, fftBins: number, sampleRate: number): SpectrumBands {
  const binHz = sampleRate / 2 / fftBins;
  const edges = Float64Array.from(
    { length: count + 1 },
    (_, i) => (AXIS_FROM_HZ * (AXIS_TO_HZ / AXIS_FROM_HZ) ** (i / count)) / binHz,
  );
  const density = new Float64Array(fftBins);
  /** Power from 0 Hz to each bin's centre. */
  const sum = new Float64Array(fftBins);
  const powerBelow = (bin: number): number => {
    const low = Math.floor(bin);
    if (low >= fftBins - 1) return sum[fftBins - 1]!;
    const part = bin - low;
    const slope = density[low + 1]! - density[low]!;
    return sum[low]! + part * (density[low]! + (part * slope) / 2);
  };
  return {
    count,
    read(binsDb, out) {
      for (let bin = 0; bin < fftBins; bin++) {
        density[bin] = 10 ** (binsDb[bin]! / 10);
        sum[bin] = bin === 0 ? 0 : sum[bin - 1]! + (density[bin - 1]! + density[bin]!) / 2;
      }
      let below = powerBelow(edges[0]!);
      for (let i = 0; i < count; i++) {
        const next = powerBelow(edges[i + 1]!);
        out[i] = 10 * Math.log10(Math.max(0, next - below));
        below = next;
      }
    },
  };
}
