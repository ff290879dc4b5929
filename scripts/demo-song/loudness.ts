import { SAMPLE_RATE, type Stereo } from './audio';

/** One K-weighting section for 44.1 kHz, from the analogue prototypes behind ITU-R BS.1770. */
function kWeight(channel: Float64Array): Float64Array {
  const out = channel.slice();
  const run = (b0: number, b1: number, b2: number, a1: number, a2: number): void => {
    let z1 = 0;
    let z2 = 0;
    for (let i = 0; i < out.length; i++) {
      const x = out[i]!;
      const y = b0 * x + z1;
      z1 = b1 * x - a1 * y + z2;
      z2 = b2 * x - a2 * y;
      out[i] = y;
    }
  };
  {
    const k = Math.tan((Math.PI * 1681.974450955533) / SAMPLE_RATE);
    const q = 0.7071752369554196;
    const vh = 10 ** (3.999843853973347 / 20);
    const vb = vh ** 0.4996667741545416;
    const a0 = 1 + k / q + k * k;
    run(
      (vh + (vb * k) / q + k * k) / a0,
      (2 * (k * k - vh)) / a0,
      (vh - (vb * k) / q + k * k) / a0,
      (2 * (k * k - 1)) / a0,
      (1 - k / q + k * k) / a0,
    );
  }
  {
    const k = Math.tan((Math.PI * 38.13547087602444) / SAMPLE_RATE);
    const q = 0.5003270373238773;
    const a0 = 1 + k / q + k * k;
    run(1, -2, 1, (2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0);
  }
  return out;
}

/** Integrated loudness with both gates of ITU-R BS.1770, in LUFS. */
export function integratedLoudness(signal: Stereo): number {
  const left = kWeight(signal.left);
  const right = kWeight(signal.right);
  const block = Math.round(0.4 * SAMPLE_RATE);
  const hop = Math.round(0.1 * SAMPLE_RATE);
  const powers: number[] = [];
  for (let start = 0; start + block <= left.length; start += hop) {
    let sum = 0;
    for (let i = start; i < start + block; i++) sum += left[i]! ** 2 + right[i]! ** 2;
    powers.push(sum / block);
  }
  const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / Math.max(1, list.length);
  const toLufs = (power: number): number => -0.691 + 10 * Math.log10(power);
  const loud = powers.filter((power) => toLufs(power) > -70);
  const gate = toLufs(mean(loud)) - 10;
  return toLufs(mean(loud.filter((power) => toLufs(power) > gate)));
}
