import { fromDb, SAMPLE_RATE, toDb, type Stereo } from './audio';
import { smoothing } from './filters';

/** Settings of a compressor. */
export interface CompressorSettings {
  thresholdDb: number;
  ratio: number;
  attackMs: number;
  releaseMs: number;
}

/** Feed-forward compressor with a 6 dB knee; both channels get the same gain, in place. */
export function compress(signal: Stereo, settings: CompressorSettings): void {
  const attack = smoothing(settings.attackMs / 1000);
  const release = smoothing(settings.releaseMs / 1000);
  const slope = 1 - 1 / settings.ratio;
  const knee = 6;
  let reduction = 0;
  for (let i = 0; i < signal.left.length; i++) {
    const peak = Math.max(Math.abs(signal.left[i]!), Math.abs(signal.right[i]!), 1e-9);
    const over = toDb(peak) - settings.thresholdDb;
    let wanted = 0;
    if (over > knee / 2) wanted = slope * over;
    else if (over > -knee / 2) wanted = (slope * (over + knee / 2) ** 2) / (2 * knee);
    reduction += (wanted - reduction) * (wanted > reduction ? attack : release);
    const gain = fromDb(-reduction);
    signal.left[i]! *= gain;
    signal.right[i]! *= gain;
  }
}

/**
 * Ducks a signal after each trigger, in place, so that the bass steps aside for the kick and comes back.
 * @param atSec trigger times in seconds
 * @param depthDb how far down
 */
export function duck(signal: Stereo, atSec: readonly number[], depthDb: number): void {
  const length = signal.left.length;
  const gain = new Float64Array(length).fill(1);
  const floor = fromDb(-depthDb);
  for (const start of atSec) {
    const first = Math.round((start - 0.004) * SAMPLE_RATE);
    for (let i = Math.max(0, first); i < Math.min(length, first + Math.round(0.22 * SAMPLE_RATE)); i++) {
      const t = (i - first) / SAMPLE_RATE;
      let x = 1 - (t - 0.075) / 0.14;
      if (t < 0.004) x = t / 0.004;
      else if (t < 0.075) x = 1;
      const eased = x <= 0 ? 0 : x * x * (3 - 2 * x);
      gain[i] = Math.min(gain[i]!, 1 - (1 - floor) * eased);
    }
  }
  for (let i = 0; i < length; i++) {
    signal.left[i]! *= gain[i]!;
    signal.right[i]! *= gain[i]!;
  }
}

const FACTOR = 4;
const TAPS_PER_PHASE = 16;

/** Windowed-sinc low-pass at a quarter of the raised rate, split into phases for interpolation. */
const kernel = ((): Float64Array => {
  const n = FACTOR * TAPS_PER_PHASE;
  const taps = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const x = (i - (n - 1) / 2) / FACTOR;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * 0.92 * x) / (Math.PI * x);
    const w = (2 * Math.PI * (i + 0.5)) / n;
    taps[i] = sinc * (0.42 - 0.5 * Math.cos(w) + 0.08 * Math.cos(2 * w));
  }
  return taps;
})();

/**
 * Soft saturation at four times the rate, in place, so that the harmonics it makes above 22 kHz do not fold back.
 * The curve is x for small signals and bends towards ±1.
 * @param drive linear gain into the curve; the output is divided by it again
 */
export function saturate(channel: Float64Array, drive: number): void {
  const length = channel.length;
  const half = (FACTOR * TAPS_PER_PHASE) / 2;
  const high = new Float64Array(FACTOR * TAPS_PER_PHASE);
  const source = channel.slice();
  let at = 0;
  // Both filters together delay by (taps − 1) raised samples; reading ahead by that keeps stems aligned.
  const ahead = Math.round((2 * half - 1) / FACTOR);
  for (let i = -ahead; i < length; i++) {
    for (let p = 0; p < FACTOR; p++) {
      let sum = 0;
      for (let k = 0; k < TAPS_PER_PHASE; k++) {
        const index = i + ahead - k;
        if (index >= 0 && index < length) sum += kernel[k * FACTOR + p]! * source[index]!;
      }
      high[at] = Math.tanh(drive * sum) / drive;
      at = at + 1 === high.length ? 0 : at + 1;
    }
    if (i < 0) continue;
    let sum = 0;
    for (let k = 0; k < high.length; k++) {
      const index = at + k >= high.length ? at + k - high.length : at + k;
      sum += high[index]! * kernel[k]!;
    }
    channel[i] = sum / FACTOR;
  }
}

/** Largest value between samples at each sample, by four-fold interpolation; same length as the input. */
function interSamplePeaks(channel: Float64Array): Float64Array {
  const length = channel.length;
  const peaks = new Float64Array(length);
  const centre = TAPS_PER_PHASE / 2;
  for (let i = 0; i < length; i++) {
    let peak = Math.abs(channel[i]!);
    // Quiet neighbourhoods cannot reach the ceiling; skipping them saves most of the work.
    if (peak > 0.4) {
      for (let p = 0; p < FACTOR; p++) {
        let sum = 0;
        for (let k = 0; k < TAPS_PER_PHASE; k++) {
          const index = i + centre - k;
          if (index >= 0 && index < length) sum += kernel[k * FACTOR + p]! * channel[index]!;
        }
        peak = Math.max(peak, Math.abs(sum));
      }
    }
    peaks[i] = peak;
  }
  return peaks;
}

/**
 * Look-ahead limiter on inter-sample peaks, in place.
 * @param ceilingDb highest true peak left over, in dBTP
 * @param releaseMs time to let go
 */
export function limit(signal: Stereo, ceilingDb: number, releaseMs: number): void {
  const length = signal.left.length;
  const ceiling = fromDb(ceilingDb);
  const left = interSamplePeaks(signal.left);
  const right = interSamplePeaks(signal.right);
  const wanted = new Float64Array(length);
  for (let i = 0; i < length; i++) wanted[i] = Math.min(1, ceiling / Math.max(left[i]!, right[i]!, 1e-9));
  const window = Math.round(0.004 * SAMPLE_RATE);
  // Sliding minimum over the window around each sample, with a queue of candidates.
  const held = new Float64Array(length);
  const queue = new Int32Array(length);
  let head = 0;
  let tail = 0;
  for (let i = 0; i < length + window; i++) {
    if (i < length) {
      while (tail > head && wanted[queue[tail - 1]!]! >= wanted[i]!) tail--;
      queue[tail++] = i;
    }
    const out = i - window;
    if (out < 0) continue;
    while (queue[head]! < out - window) head++;
    held[out] = wanted[queue[head]!]!;
  }
  const release = smoothing(releaseMs / 1000);
  let gain = 1;
  for (let i = 0; i < length; i++) {
    gain = held[i]! < gain ? held[i]! : gain + (held[i]! - gain) * release;
    held[i] = gain;
  }
  // A moving mean as long as the hold turns the steps into ramps without ever undershooting the need.
  let sum = 0;
  for (let i = -window; i < length; i++) {
    const entering = held[Math.min(length - 1, i + window)]!;
    sum += entering;
    if (i > window) sum -= held[i - window - 1]!;
    if (i < 0) continue;
    const count = Math.min(2 * window + 1, i + window + 1);
    const mean = sum / count;
    signal.left[i]! *= mean;
    signal.right[i]! *= mean;
  }
}
