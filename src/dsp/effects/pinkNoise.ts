import { seededRandom } from '../../core/random';
import type { StereoSamples } from './StereoSamples';

/** RMS about −20 dBFS, peaks below −6. */
const GAIN = 0.045;

function pinkChannel(frames: number, seed: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const out = new Float32Array(frames);
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  let b4 = 0;
  let b5 = 0;
  let b6 = 0;
  for (let i = -WARM_UP_FRAMES; i < frames; i++) {
    const white = random() * 2 - 1;
    b0 = 0.99886 * b0 + white * 0.0555179;
    b1 = 0.99332 * b1 + white * 0.0750759;
    b2 = 0.969 * b2 + white * 0.153852;
    b3 = 0.8665 * b3 + white * 0.3104856;
    b4 = 0.55 * b4 + white * 0.5329522;
    b5 = -0.7616 * b5 - white * 0.016898;
    if (i >= 0) out[i] = GAIN * (b0 + b1 + b2 + b3 + b4 + b5 + b6 + white * 0.5362);
    b6 = white * 0.115926;
  }
  return out;
}

/** Time for the slowest pole to forget its start. */
const WARM_UP_FRAMES = 8192;

/**
 * Pink noise, left and right independent: white noise through seven first-order sections (P. Kellet, "refined" filter,
 * musicdsp.org 76; within 0.05 dB of −3 dB per octave above 9 Hz at 44.1 kHz). Only sums and products of printed
 * constants, so the same on every machine.
 */
export function pinkNoise(frames: number, seed: number): StereoSamples {
  return [pinkChannel(frames, seed), pinkChannel(frames, seed ^ 0x5bd1e995)];
}
