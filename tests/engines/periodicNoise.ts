import FFT from 'fft.js';
import { seededRandom } from '../../src/core/random';
import { powerToDb } from '../../src/core/units';

export const NOISE_RATE = 48_000;
/** Frames after which the noise repeats: any so many frames of a steady output hold the same powers. */
export const NOISE_PERIOD = 32_768;
/** RMS of either channel, full scale 1: far below where a device's limits or the safety limiter act on its peaks. */
const NOISE_RMS = 0.05;
/** Third-octave bands that hold enough lines of the noise (1.46 Hz apart) to average over: centres in hertz. */
export const BAND_CENTRES_HZ = [
  63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300, 8000,
  10_000, 12_500,
] as const;
const HALF_BAND = 2 ** (1 / 6);

const linesOf = (centreHz: number): number[] => {
  const perLine = NOISE_RATE / NOISE_PERIOD;
  const first = Math.ceil(centreHz / HALF_BAND / perLine);
  const last = Math.floor((centreHz * HALF_BAND) / perLine);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
};

/** One period of pink noise: every line from 20 Hz to 20 kHz, 3 dB less per octave, phases drawn from a seed. */
export function pinkPeriod(seed: number): Float32Array {
  const random = seededRandom(seed);
  const fft = new FFT(NOISE_PERIOD);
  const spectrum = fft.createComplexArray();
  const perLine = NOISE_RATE / NOISE_PERIOD;
  for (let line = Math.ceil(20 / perLine); line * perLine < 20_000; line++) {
    const phase = 2 * Math.PI * random();
    const amplitude = 1 / Math.sqrt(line);
    const [re, im] = [amplitude * Math.cos(phase), amplitude * Math.sin(phase)];
    [spectrum[2 * line], spectrum[2 * line + 1]] = [re, im];
    const mirrored = NOISE_PERIOD - line;
    [spectrum[2 * mirrored], spectrum[2 * mirrored + 1]] = [re, -im];
  }
  const time = fft.createComplexArray();
  fft.inverseTransform(time, spectrum);
  const samples = Float32Array.from({ length: NOISE_PERIOD }, (_, i) => time[2 * i]!);
  const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / NOISE_PERIOD);
  return samples.map((sample) => (sample * NOISE_RMS) / rms);
}

/** Power in each band of one period of output, any unit. @throws RangeError when it is of another length */
export function bandPowers(period: Float32Array): number[] {
  if (period.length !== NOISE_PERIOD)
    throw new RangeError(`one period is ${NOISE_PERIOD} frames, got ${period.length}`);
  const fft = new FFT(NOISE_PERIOD);
  const spectrum = fft.createComplexArray();
  const complex = fft.createComplexArray();
  period.forEach((sample, frame) => (complex[2 * frame] = sample));
  fft.transform(spectrum, complex);
  return BAND_CENTRES_HZ.map((centreHz) =>
    linesOf(centreHz).reduce((sum, line) => sum + spectrum[2 * line]! ** 2 + spectrum[2 * line + 1]! ** 2, 0),
  );
}

/**
 * What a response does to the noise in each band, decibels.
 * @param responseDb at frequencies in hertz
 */
export function bandLevelsOf(responseDb: (frequenciesHz: readonly number[]) => ArrayLike<number>): number[] {
  return BAND_CENTRES_HZ.map((centreHz) => {
    const lines = linesOf(centreHz);
    const levels = responseDb(lines.map((line) => (line * NOISE_RATE) / NOISE_PERIOD));
    const before = lines.reduce((sum, line) => sum + 1 / line, 0);
    const after = lines.reduce((sum, line, index) => sum + 10 ** (levels[index]! / 10) / line, 0);
    return powerToDb(after / before);
  });
}
