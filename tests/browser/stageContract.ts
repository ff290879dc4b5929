import { expect, it } from 'vitest';
import type { DeviceProfile } from '../../src/devices/DeviceProfile';
import { responseDb, stereoMatrix } from '../../src/devices/response';
import { instantiatePffft } from '../../src/audio/renderer/pffft';
import { pffftBytes } from '../../src/audio/renderer/pffftBytes';
import { whiteNoise } from '../support/noise';
import { nullDb, worstDifference } from '../support/offline';
import { renderSwitch, renderThrough } from '../support/rendering';
import type { Stereo } from '../support/rendering';

/** A profile of the given stages, for tests. */
export function profileOf(stages: DeviceProfile['stages'], name = 'test'): DeviceProfile {
  return {
    id: name,
    name,
    kindLabel: '',
    family: 'reference',
    subfamily: 'reference',
    pictogram: 'flat',
    evidence: 'modelled',
    source: { credit: '', licence: '', references: [] },
    leavesOut: '',
    stages,
  };
}

export const pffft = instantiatePffft(await pffftBytes());

/** Renders a signal through a device, filled up with silence to `frames`. */
function renderDevice(
  profile: DeviceProfile,
  sampleRate: number,
  frames: number,
  left: Float32Array,
  right: Float32Array,
): Stereo {
  const filled = (signal: Float32Array): Float32Array => {
    const out = new Float32Array(frames);
    out.set(signal);
    return out;
  };
  return renderThrough(pffft, profile, sampleRate, filled(left), filled(right));
}

/** Level of an impulse response at one frequency, dB. */
function levelDb(response: Float32Array, frequencyHz: number, sampleRate: number): number {
  const w = (2 * Math.PI * frequencyHz) / sampleRate;
  const stepRe = Math.cos(w);
  const stepIm = -Math.sin(w);
  let [re, im, cos, sin] = [0, 0, 1, 0];
  for (const v of response) {
    re += v * cos;
    im += v * sin;
    [cos, sin] = [cos * stepRe - sin * stepIm, cos * stepIm + sin * stepRe];
  }
  return 10 * Math.log10(re * re + im * im + 1e-30);
}

const RATES = [44_100, 48_000, 96_000];

/** What holds for every stage and every device, measured on rendered audio. */
export function stageContract(profile: DeviceProfile): void {
  it('puts out silence for silence', () => {
    const [l, r] = renderDevice(profile, 48_000, 20_000, new Float32Array(100), new Float32Array(100));
    expect(Math.max(...l.map(Math.abs), ...r.map(Math.abs))).toBe(0);
  });

  for (const sampleRate of RATES) {
    it(`measures as it is predicted within 0.25 dB, 40 Hz to 16 kHz, without latency, at ${sampleRate} Hz`, () => {
      const frames = 2 ** Math.ceil(Math.log2(sampleRate * 0.4));
      const impulse = Float32Array.of(1);
      // The same signal on both sides: what the stated response is defined for.
      const [l, r] = renderDevice(profile, sampleRate, frames, impulse, impulse);
      expect(l.every(Number.isFinite) && r.every(Number.isFinite)).toBe(true);
      for (let f = 40; f <= 16_000; f *= 1.09) {
        const stated = responseDb(profile, f);
        // Sixty decibels down, neither an ear nor a float FIR tells more.
        if (stated < -60) continue;
        expect(Math.abs(levelDb(l, f, sampleRate) - stated), `${f.toFixed(0)} Hz`).toBeLessThan(0.25);
        expect(Math.abs(levelDb(r, f, sampleRate) - stated), `${f.toFixed(0)} Hz`).toBeLessThan(0.25);
      }
      expect(Math.abs(l[0]!)).toBeGreaterThan(0);
    });
  }

  it('treats left and right as its matrix says', () => {
    const matrix = stereoMatrix(profile);
    const noise = whiteNoise(4000, 7);
    const silence = new Float32Array(4000);
    const [bothL] = renderDevice(profile, 48_000, 4000, noise, noise);
    const scale = matrix[0][0] + matrix[0][1];
    const [leftL, leftR] = renderDevice(profile, 48_000, 4000, noise, silence);
    const [, rightR] = renderDevice(profile, 48_000, 4000, silence, noise);
    const expected = (gain: number): Float32Array => bothL.map((v) => (v / scale) * gain);
    expect(nullDb(leftL, expected(matrix[0][0]))).toBeLessThan(-100);
    expect(nullDb(rightR, expected(matrix[1][1]))).toBeLessThan(-100);
    if (matrix[1][0] === 0) expect(Math.max(...leftR.map(Math.abs))).toBe(0);
    else expect(nullDb(leftR, expected(matrix[1][0]))).toBeLessThan(-100);
  });

  it('stays level within 0.05 dB through a fade from itself to itself', () => {
    const sampleRate = 48_000;
    const tone = Float32Array.from({ length: 48_000 }, (_, i) => 0.25 * Math.sin((2 * Math.PI * 400 * i) / sampleRate));
    const at = 30_080;
    const switched = renderSwitch(pffft, profile, profile, sampleRate, tone, tone, at, [0, 0.0001]);
    const [steady] = renderDevice(profile, sampleRate, tone.length, tone, tone);
    const worst = worstDifference(switched.left, steady, at - 1000, at + 12_000);
    const level = Math.max(...steady.subarray(at, at + 1000).map(Math.abs));
    expect(20 * Math.log10(1 + worst / (level + 1e-12))).toBeLessThan(0.05);
  });

  it('is reached from flat without a step, and at once equals an unbroken rendering', () => {
    const sampleRate = 44_100;
    const left = whiteNoise(44_100, 8);
    const right = whiteNoise(44_100, 9);
    const at = 20_096;
    const switched = renderSwitch(pffft, profileOf([]), profile, sampleRate, left, right, at);
    const [steadyL, steadyR] = renderDevice(profile, sampleRate, left.length, left, right);
    expect(worstDifference(switched.left, left, 0, at)).toBe(0);
    expect(nullDb(switched.left, steadyL, switched.endFrame, switched.endFrame + 20_000)).toBeLessThan(-110);
    expect(nullDb(switched.right, steadyR, switched.endFrame, switched.endFrame + 20_000)).toBeLessThan(-110);

    const tone = Float32Array.from({ length: 44_100 }, (_, i) => 0.25 * Math.sin((2 * Math.PI * 400 * i) / sampleRate));
    const toned = renderSwitch(pffft, profileOf([]), profile, sampleRate, tone, tone, at);
    const largestStep = (from: number, to: number): number => {
      let largest = 0;
      for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(toned.left[i + 1]! - toned.left[i]!));
      return largest;
    };
    const steady = Math.max(largestStep(at - 2000, at - 1), largestStep(switched.endFrame, switched.endFrame + 2000));
    expect(largestStep(at, switched.endFrame)).toBeLessThan(3 * steady);
  });
}
