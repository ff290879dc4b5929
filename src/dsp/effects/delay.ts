import { dbToAmp, secToFrames } from '../../core/units';
import { silentStereo } from './StereoSamples';
import type { StereoSamples } from './StereoSamples';

/** Repeats that leave each other `feedback` times as high, the first `levelDb` against the direct sound; whole frames. */
export function addDelay(
  input: StereoSamples,
  sampleRate: number,
  { timeSec, feedback, levelDb }: { readonly timeSec: number; readonly feedback: number; readonly levelDb: number },
): StereoSamples {
  if (!(Math.abs(feedback) < 1)) throw new RangeError(`feedback must be between −1 and 1, got ${feedback}`);
  const frames = Math.max(1, secToFrames(timeSec, sampleRate));
  const level = dbToAmp(levelDb);
  const out = silentStereo(input[0].length);
  for (const channel of [0, 1] as const) {
    const x = input[channel];
    // The line runs ahead in place: echo[n] = x[n − D] + feedback · echo[n − D].
    const echo = new Float64Array(x.length);
    for (let i = 0; i < x.length; i++) {
      if (i >= frames) echo[i] = x[i - frames]! + feedback * echo[i - frames]!;
      out[channel][i] = x[i]! + level * echo[i]!;
    }
  }
  return out;
}
