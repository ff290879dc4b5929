/** Left and right, equally long, full scale ±1. */
export type StereoSamples = readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>];

/** Output left and right as sums of input left and right, row = output. */
export type ChannelMatrix = readonly [readonly [number, number], readonly [number, number]];

export const UNCHANGED: ChannelMatrix = [
  [1, 0],
  [0, 1],
];

export const silentStereo = (frames: number): StereoSamples => [new Float32Array(frames), new Float32Array(frames)];

/** `second` after `first`, as one matrix. */
export function chained(first: ChannelMatrix, second: ChannelMatrix): ChannelMatrix {
  const at = (row: 0 | 1, column: 0 | 1): number =>
    second[row][0] * first[0][column] + second[row][1] * first[1][column];
  return [
    [at(0, 0), at(0, 1)],
    [at(1, 0), at(1, 1)],
  ];
}

/** Both channels through a matrix; the input itself when the matrix changes nothing. */
export function mixChannels(input: StereoSamples, matrix: ChannelMatrix): StereoSamples {
  const [[ll, rl], [lr, rr]] = matrix;
  if (ll === 1 && rl === 0 && lr === 0 && rr === 1) return input;
  const [left, right] = input;
  const out = silentStereo(left.length);
  for (let i = 0; i < left.length; i++) {
    const l = left[i]!;
    const r = right[i]!;
    out[0][i] = ll * l + rl * r;
    out[1][i] = lr * l + rr * r;
  }
  return out;
}

/**
 * Pan by constant power. The signal is made mono first; in the middle it keeps its level, hard to one side that side is
 * 3 dB higher, so that the power of both sides together never changes.
 * @param position −1 (left) … 1 (right)
 */
export function panMatrix(position: number): ChannelMatrix {
  const angle = ((position + 1) * Math.PI) / 4;
  // √2 · ½: centre gain 1 of the mono sum (L + R) / 2.
  const left = Math.cos(angle) * Math.SQRT1_2;
  const right = Math.sin(angle) * Math.SQRT1_2;
  return [
    [left, left],
    [right, right],
  ];
}

/** Side signal scaled by `width`: 0 is mono, 1 leaves the image as it is. */
export function widthMatrix(width: number): ChannelMatrix {
  const same = (1 + width) / 2;
  const cross = (1 - width) / 2;
  return [
    [same, cross],
    [cross, same],
  ];
}

export const MONO_SUM: ChannelMatrix = widthMatrix(0);

/** One channel upside down. */
export const invertMatrix = (channel: 'left' | 'right'): ChannelMatrix => [
  [channel === 'left' ? -1 : 1, 0],
  [0, channel === 'right' ? -1 : 1],
];
