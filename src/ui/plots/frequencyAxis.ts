export const AXIS_FROM_HZ = 20;
export const AXIS_TO_HZ = 20_000;

/** Frequencies with a label, and the label. */
export const AXIS_LABELS: readonly (readonly [number, string])[] = [
  [20, '20'],
  [50, '50'],
  [100, '100'],
  [200, '200'],
  [500, '500'],
  [1000, '1k'],
  [2000, '2k'],
  [5000, '5k'],
  [10_000, '10k'],
  [20_000, '20k'],
];

const DECADES = Math.log10(AXIS_TO_HZ / AXIS_FROM_HZ);

/** Place on the logarithmic axis, 0 at 20 Hz and 1 at 20 kHz. */
export const axisFraction = (frequencyHz: number): number => Math.log10(frequencyHz / AXIS_FROM_HZ) / DECADES;

/** `count` frequencies evenly spaced on the axis, both ends included, hertz. */
export const axisFrequencies = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => AXIS_FROM_HZ * 10 ** ((DECADES * i) / (count - 1)));
