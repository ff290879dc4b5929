import { fftOfSize } from '../dsp/minimumPhase';
import type { RoomResponse } from '../dsp/room/designRoom';

/**
 * What a room does to power, both ears together. With the loudspeakers playing l and r, the ears get
 * `left`·|l|² + `right`·|r|² + 2·`cross`·Re(l r*), bin by bin; the part of the cross term that follows Im(l r*) is left
 * aside, as nothing is known of it but that it comes out near nothing over a mix.
 */
export interface RoomGains {
  /** Σ over the ears of |H|² from the left loudspeaker, bins 0 … fftSize / 2. */
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** Σ over the ears of Re(H from the left loudspeaker · conj(H from the right one)). */
  readonly cross: Float64Array;
  /** Size of the transform. */
  readonly fftSize: number;
  /** How the energy of a steady sound is spread over this and the following 100 ms slices; sums to 1. */
  readonly delays: Float64Array;
}

const SLICE_SEC = 0.1;

/** Part of a room's energy that arrives 0, 1, 2 … slices late; a slice's own energy lies anywhere within it. */
function delaysOf({ paths, sampleRate }: RoomResponse): Float64Array {
  const sliceFrames = SLICE_SEC * sampleRate;
  const delays = new Float64Array(Math.floor(paths[0].length / sliceFrames) + 2);
  for (const path of paths) {
    for (let n = 0; n < path.length; n++) {
      const slice = Math.floor(n / sliceFrames);
      const later = n / sliceFrames - slice;
      const energy = path[n]! * path[n]!;
      delays[slice]! += (1 - later) * energy;
      delays[slice + 1]! += later * energy;
    }
  }
  const total = delays.reduce((sum, part) => sum + part, 0);
  return delays.map((part) => part / total);
}

/**
 * Power gains of a room at the bins of a transform.
 * @param fftSize power of two; more than the response lasts, or the ends of it fall on its beginning
 */
export function roomGains(response: RoomResponse, fftSize: number): RoomGains {
  const { paths } = response;
  const size = Math.max(fftSize, 2 ** Math.ceil(Math.log2(paths[0].length)));
  const stride = size / fftSize;
  const fft = fftOfSize(size);
  // One ear at a time: from the left loudspeaker as real part, from the right one as imaginary part.
  const [leftToLeft, leftToRight, rightToLeft, rightToRight] = paths;
  const ears = [
    [leftToLeft, rightToLeft],
    [leftToRight, rightToRight],
  ] as const;
  const bins = fftSize / 2 + 1;
  const left = new Float64Array(bins);
  const right = new Float64Array(bins);
  const cross = new Float64Array(bins);
  const time = new Float64Array(2 * size);
  const z = new Float64Array(2 * size);
  for (const [fromLeft, fromRight] of ears) {
    time.fill(0);
    for (let n = 0; n < fromLeft.length; n++) {
      time[2 * n] = fromLeft[n]!;
      time[2 * n + 1] = fromRight[n]!;
    }
    fft.transform(z, time);
    for (let bin = 0; bin < bins; bin++) {
      const k = 2 * bin * stride;
      const mirror = bin === 0 ? 0 : 2 * (size - bin * stride);
      const leftRe = (z[k]! + z[mirror]!) / 2;
      const leftIm = (z[k + 1]! - z[mirror + 1]!) / 2;
      const rightRe = (z[k + 1]! + z[mirror + 1]!) / 2;
      const rightIm = (z[mirror]! - z[k]!) / 2;
      left[bin]! += leftRe * leftRe + leftIm * leftIm;
      right[bin]! += rightRe * rightRe + rightIm * rightIm;
      cross[bin]! += leftRe * rightRe + leftIm * rightIm;
    }
  }
  return { left, right, cross, fftSize, delays: delaysOf(response) };
}
