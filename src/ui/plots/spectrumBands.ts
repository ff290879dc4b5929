import { AXIS_FROM_HZ, AXIS_TO_HZ } from './frequencyAxis';

/** Reads an FFT in dBFS as levels of bands that are evenly wide on the logarithmic axis. */
export interface SpectrumBands {
  readonly count: number;
  /** Writes each band's level in dBFS into `out` (length `count`). */
  read(binsDb: Float32Array, out: Float32Array): void;
}

/**
 * Bands sum the power of their bins, so pink noise draws a level line and no peak hides between two pixels. Below the
 * point where a band is narrower than a bin, levels are interpolated and scaled to the band's width.
 * @param fftBins number of values from 0 Hz to Nyquist
 */
export function createSpectrumBands(count: number, fftBins: number, sampleRate: number): SpectrumBands {
  const binHz = sampleRate / 2 / fftBins;
  const edge = (i: number): number => AXIS_FROM_HZ * (AXIS_TO_HZ / AXIS_FROM_HZ) ** (i / count);
  const from = new Float32Array(count);
  const width = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    from[i] = edge(i) / binHz;
    width[i] = (edge(i + 1) - edge(i)) / binHz;
  }
  return {
    count,
    read(binsDb, out) {
      const last = fftBins - 1;
      for (let i = 0; i < count; i++) {
        const start = from[i]!;
        const wide = width[i]!;
        if (start >= last) {
          out[i] = -Infinity;
        } else if (wide <= 1) {
          const at = start + wide / 2;
          const low = Math.min(last - 1, Math.floor(at));
          const share = at - low;
          const db = binsDb[low]! * (1 - share) + binsDb[low + 1]! * share;
          out[i] = db + 10 * Math.log10(wide);
        } else {
          let power = 0;
          const end = Math.min(last, start + wide);
          for (let bin = Math.ceil(start); bin <= end; bin++) power += 10 ** (binsDb[bin]! / 10);
          out[i] = 10 * Math.log10(power);
        }
      }
    },
  };
}
