/** One line of the table that the bench prints and keeps. */
export interface Row {
  readonly id: string;
  readonly what: string;
  readonly unit: string;
  /** Largest value that passes. */
  readonly limit: number;
  /** Which figure the limit is held against. */
  readonly gate: 'worst' | 'median';
  /** Largest median that passes, where that is limited besides the worst figure. */
  readonly medianLimit?: number;
  readonly median: number;
  readonly worst: number;
  readonly count: number;
  /** How it was measured, in a few words. */
  readonly how: string;
}

export const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

type RowHead = Pick<Row, 'id' | 'what' | 'unit' | 'limit' | 'how' | 'medianLimit'> & { readonly gate?: Row['gate'] };

/** @throws RangeError when nothing was measured */
export function rowOf(head: RowHead, values: readonly number[]): Row {
  if (values.length === 0) throw new RangeError(`nothing was measured for ${head.id}`);
  return { gate: 'worst', ...head, median: medianOf(values), worst: Math.max(...values), count: values.length };
}

export const passes = (row: Row): boolean =>
  row[row.gate] <= row.limit && (row.medianLimit === undefined || row.median <= row.medianLimit);
