/** Slope at an end, from the two nearest segments, kept so that the curve does not overshoot. */
function endSlope(h0: number, h1: number, d0: number, d1: number): number {
  const slope = ((2 * h0 + h1) * d0 - h0 * d1) / (h0 + h1);
  if (Math.sign(slope) !== Math.sign(d0)) return 0;
  return Math.sign(d0) !== Math.sign(d1) && Math.abs(slope) > Math.abs(3 * d0) ? 3 * d0 : slope;
}

/**
 * Monotone piecewise cubic through points (PCHIP: F. N. Fritsch & J. Butland, "A method for constructing local monotone
 * piecewise cubic interpolants", SIAM J. Sci. Stat. Comput. 5(2), 1984). It never leaves the range of its neighbours.
 * @param xs rising strictly, at least two
 * @returns the curve; the end values hold beyond the ends
 */
export function pchip(xs: ArrayLike<number>, ys: ArrayLike<number>): (x: number) => number {
  const count = xs.length;
  if (count < 2 || ys.length !== count)
    throw new RangeError(`xs and ys must be two or more, got ${count}, ${ys.length}`);
  const h = Float64Array.from({ length: count - 1 }, (_, i) => xs[i + 1]! - xs[i]!);
  const d = h.map((width, i) => (ys[i + 1]! - ys[i]!) / width);
  const slopes = new Float64Array(count);
  if (count === 2) slopes.fill(d[0]!);
  else {
    for (let i = 1; i < count - 1; i++) {
      if (d[i - 1]! * d[i]! <= 0) continue;
      const before = 2 * h[i]! + h[i - 1]!;
      const after = h[i]! + 2 * h[i - 1]!;
      slopes[i] = (before + after) / (before / d[i - 1]! + after / d[i]!);
    }
    slopes[0] = endSlope(h[0]!, h[1]!, d[0]!, d[1]!);
    slopes[count - 1] = endSlope(h[count - 2]!, h[count - 3]!, d[count - 2]!, d[count - 3]!);
  }
  return (x) => {
    if (x <= xs[0]!) return ys[0]!;
    if (x >= xs[count - 1]!) return ys[count - 1]!;
    let low = 0;
    let high = count - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (xs[middle]! <= x) low = middle;
      else high = middle;
    }
    const width = h[low]!;
    const t = (x - xs[low]!) / width;
    const s = 1 - t;
    return (
      s * s * ((1 + 2 * t) * ys[low]! + t * width * slopes[low]!) +
      t * t * ((1 + 2 * s) * ys[low + 1]! - s * width * slopes[low + 1]!)
    );
  };
}
