const POINTS = 60;

/** Frequencies of `errorsDb`: sixth octaves from 20 Hz to about 18.2 kHz. */
export const ERROR_GRID_HZ: readonly number[] = Array.from({ length: POINTS }, (_, k) => 20 * 2 ** (k / 6));

/** Errors from grid point `first` on, null before and behind. */
export function onErrorGrid(first: number, errorsDb: readonly number[]): readonly (number | null)[] {
  return ERROR_GRID_HZ.map((_, k) => errorsDb[k - first] ?? null);
}
