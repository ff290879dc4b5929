import { describe, expect, test } from 'vitest';
import { isolationDb, noiseBed, NOISE_SCENES, noiseShape, USUAL_LISTENING_DB } from '../../src/devices/noiseScenes';
import type { IsolationName, NoiseSceneName } from '../../src/devices/noiseScenes';
import { integratedLoudness, loudnessBlocks, powerToLufs } from '../../src/dsp/loudness';
import { fftOfSize } from '../../src/dsp/fft';
import { NoiseGenerator } from '../../src/dsp/noise/NoiseGenerator';
import { aWeightingPower, pointsDb, weightedLevelDb } from '../../src/dsp/noise/NoiseShape';
import type { NoiseShape } from '../../src/dsp/noise/NoiseShape';

const RATES = [44_100, 48_000, 96_000];
const SCENES = Object.keys(NOISE_SCENES) as NoiseSceneName[];
const ISOLATIONS: readonly IsolationName[] = ['open', 'closed', 'inEar', 'noiseCancelling', 'noiseCancellingInEar'];

function made(shape: NoiseShape, sampleRate: number, sec: number, seed = 7, lufs = -20): [Float32Array, Float32Array] {
  const frames = Math.round(sec * sampleRate);
  const out: [Float32Array, Float32Array] = [new Float32Array(frames), new Float32Array(frames)];
  new NoiseGenerator(shape, lufs, sampleRate, seed).addTo(...out, 0, frames);
  return out;
}

interface CrossSpectrum {
  readonly binHz: number;
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly cross: Float64Array;
}

/** Mean power and cross power over Hann frames. */
function spectrum(left: Float32Array, right: Float32Array, sampleRate: number): CrossSpectrum {
  const size = sampleRate > 50_000 ? 32_768 : 16_384;
  const half = size / 2;
  const out = {
    binHz: sampleRate / size,
    left: new Float64Array(half),
    right: new Float64Array(half),
    cross: new Float64Array(half),
  };
  const time = new Float64Array(2 * size);
  const bins = new Float64Array(2 * size);
  for (let from = 0; from + size <= left.length; from += half) {
    for (let i = 0; i < size; i++) {
      const w = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size);
      time[2 * i] = w * left[from + i]!;
      time[2 * i + 1] = w * right[from + i]!;
    }
    fftOfSize(size).transform(bins, time);
    for (let k = 1; k < half; k++) {
      const m = size - k;
      const lr = (bins[2 * k]! + bins[2 * m]!) / 2;
      const li = (bins[2 * k + 1]! - bins[2 * m + 1]!) / 2;
      const rr = (bins[2 * k + 1]! + bins[2 * m + 1]!) / 2;
      const ri = (bins[2 * m]! - bins[2 * k]!) / 2;
      out.left[k]! += lr * lr + li * li;
      out.right[k]! += rr * rr + ri * ri;
      out.cross[k]! += lr * rr + li * ri;
    }
  }
  return out;
}

const bandSum = (values: Float64Array, binHz: number, fromHz: number, toHz: number): number => {
  let sum = 0;
  for (let k = Math.ceil(fromHz / binHz); k < toHz / binHz; k++) sum += values[k]!;
  return sum;
};

const THIRDS_HZ = Array.from({ length: 25 }, (_, i) => 1000 * 10 ** ((i - 14) / 10));

/** Worst distance from the shape in thirds of octaves from 40 Hz to 10 kHz, both having the same mean level, dB. */
function worstThird(shape: NoiseShape, { binHz, left, right }: CrossSpectrum): number {
  const wanted = left.map((_, k) => 10 ** (pointsDb(shape, Math.max(1, k * binHz)) / 10));
  const apart = THIRDS_HZ.map((hz) => {
    const [fromHz, toHz] = [hz * 10 ** -0.05, hz * 10 ** 0.05];
    const found = bandSum(left, binHz, fromHz, toHz) + bandSum(right, binHz, fromHz, toHz);
    return 10 * Math.log10(found / bandSum(wanted, binHz, fromHz, toHz));
  });
  const mean = apart.reduce((sum, db) => sum + db, 0) / apart.length;
  return Math.max(...apart.map((db) => Math.abs(db - mean)));
}

/** Loudness of every stretch of `sec`, one each `hopSec`, from the 400 ms blocks of BS.1770, LUFS. */
function loudnessOf(channels: readonly Float32Array[], sampleRate: number, sec: number, hopSec = sec): number[] {
  const blocks = loudnessBlocks(channels, sampleRate);
  const count = Math.round(sec * 10) - 3;
  const out: number[] = [];
  for (let at = 0; at + count <= blocks.length; at += Math.round(hopSec * 10)) {
    out.push(powerToLufs(blocks.subarray(at, at + count).reduce((sum, power) => sum + power, 0) / count));
  }
  return out;
}

describe.each(RATES)('noise at %i Hz', (sampleRate) => {
  test.each(SCENES)('%s has its spectrum and its level', (scene) => {
    for (const isolation of [null, 'noiseCancelling'] as const) {
      const shape = noiseShape(scene, isolation);
      const out = made(shape, sampleRate, shape.life ? 40 : 20);
      expect(worstThird(shape, spectrum(...out, sampleRate))).toBeLessThan(1.5);
      for (const lufs of loudnessOf(out, sampleRate, 10)) expect(Math.abs(lufs + 20)).toBeLessThan(0.2);
    }
  });
});

describe('noise', () => {
  test.each(SCENES)('%s stays within 2 LU over any 3 s', (scene) => {
    for (const seed of [1, 2]) {
      const out = made(noiseShape(scene, null), 44_100, 60, seed);
      const levels = loudnessOf(out, 44_100, 3, 0.2);
      expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(2);
    }
  });

  test('comes from all sides: one in the bass, two in the treble', () => {
    const { binHz, left, right, cross } = spectrum(...made(noiseShape('airplane', null), 48_000, 20), 48_000);
    const coherence = (fromHz: number, toHz: number): number =>
      bandSum(cross, binHz, fromHz, toHz) /
      Math.sqrt(bandSum(left, binHz, fromHz, toHz) * bandSum(right, binHz, fromHz, toHz));
    expect(coherence(30, 90)).toBeGreaterThan(0.85);
    expect(coherence(280, 320)).toBeLessThan(0.5);
    for (const [fromHz, toHz] of [
      [400, 1000],
      [1000, 4000],
      [4000, 12_000],
    ] as const) {
      expect(Math.abs(coherence(fromHz, toHz))).toBeLessThan(0.25);
    }
  });

  test('never repeats', () => {
    const [x] = made(noiseShape('kitchen', null), 44_100, 12);
    const length = 44_100;
    let energy = 0;
    for (let i = 0; i < length; i++) energy += x[i]! ** 2;
    // At every distance of whole blocks, and some in between, nothing of the first second comes back.
    for (let lag = 2048; lag + length < x.length; lag += 1024) {
      let sum = 0;
      for (let i = 0; i < length; i++) sum += x[i]! * x[i + lag]!;
      expect(Math.abs(sum) / energy).toBeLessThan(0.2);
    }
  });

  test('is the same however it is fetched, and another with another seed', () => {
    const shape = noiseShape('cafe', 'closed');
    const [left, right] = made(shape, 48_000, 3, 5);
    const generator = new NoiseGenerator(shape, -20, 48_000, 5);
    const again = [new Float32Array(left.length), new Float32Array(left.length)] as const;
    for (let at = 0; at < left.length; at += 128) generator.addTo(...again, at, Math.min(128, left.length - at));
    expect(again[0]).toEqual(left);
    expect(again[1]).toEqual(right);
    expect(made(shape, 48_000, 3, 6)[0]).not.toEqual(left);
  });

  test('is added to what is there', () => {
    const shape = noiseShape('road100', null);
    const out = [new Float32Array(1000).fill(0.25), new Float32Array(1000)] as const;
    new NoiseGenerator(shape, -30, 48_000, 3).addTo(...out, 100, 800);
    expect(out[0].subarray(0, 100).every((v) => v === 0.25)).toBe(true);
    expect(out[0].subarray(900).every((v) => v === 0.25)).toBe(true);
    expect(out[0].subarray(100, 900).some((v) => Math.abs(v - 0.25) > 0.003)).toBe(true);
    const silent = [new Float32Array(9000), new Float32Array(9000)] as const;
    new NoiseGenerator(noiseShape('cafe', null), -Infinity, 48_000, 3).addTo(...silent, 0, 9000);
    expect(silent[0].every((v) => v === 0)).toBe(true);
  });

  test('begins at full level', () => {
    const [left, right] = made(noiseShape('airplane', null), 48_000, 0.5);
    expect(Math.abs(integratedLoudness([left, right], 48_000) + 20)).toBeLessThan(0.6);
  });

  test('lives in a café, and stands still on the road', () => {
    const spread = (scene: NoiseSceneName): number => {
      const levels = loudnessOf(made(noiseShape(scene, null), 44_100, 40), 44_100, 0.4, 0.4);
      const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
      return Math.sqrt(levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / levels.length);
    };
    const cafe = spread('cafe');
    expect(cafe).toBeGreaterThan(0.5);
    expect(cafe).toBeLessThan(2);
    expect(spread('airplane')).toBeLessThan(cafe / 2);
  });
});

describe('surroundings', () => {
  test('the A weighting is that of IEC 61672-1', () => {
    for (const [hz, db] of [
      [31.5, -39.4],
      [125, -16.1],
      [1000, 0],
      [4000, 1],
      [16_000, -6.6],
    ] as const) {
      expect(Math.abs(10 * Math.log10(aWeightingPower(hz)) - db)).toBeLessThan(0.15);
    }
  });

  test.each(SCENES)('%s has its level in dB(A) where nothing is worn', (scene) => {
    expect(weightedLevelDb(noiseShape(scene, null), 'A')).toBeCloseTo(NOISE_SCENES[scene].levelDba, 0);
    expect(NOISE_SCENES[scene].description).toMatch(/^[A-Z].*\.$/);
  });

  test('isolation never adds, and takes off what its kind takes off', () => {
    for (let hz = 20; hz <= 20_000; hz *= 1.1) {
      expect(isolationDb(null, hz)).toBe(0);
      expect(isolationDb('open', hz)).toBe(0);
      for (const isolation of ISOLATIONS) expect(isolationDb(isolation, hz)).toBeLessThanOrEqual(0);
      if (hz < 500) expect(isolationDb('noiseCancelling', hz)).toBeLessThan(isolationDb('closed', hz) - 9);
    }
    expect(isolationDb('closed', 1000)).toBe(-10);
    expect(isolationDb('inEar', 1000)).toBeLessThanOrEqual(-20);
  });

  test('the bed follows the mix, the listening level and what is worn', () => {
    const bed = (scene: NoiseSceneName, isolation: IsolationName | null, lufs = -14, level?: number): number =>
      noiseBed(scene, isolation, lufs, level).levelLufs;
    expect(bed('road100', null, -20) - bed('road100', null, -14)).toBeCloseTo(-6, 9);
    expect(bed('cafe', null)).toBe(bed('cafe', null, -14, USUAL_LISTENING_DB));
    // Where nobody turns up, a decibel of level is a decibel of noise.
    expect(bed('kitchen', 'inEar', -14, 85) - bed('kitchen', 'inEar', -14, 80)).toBeCloseTo(-5, 9);
    const quiet = bed('kitchen', 'inEar', -14, 80);
    expect(quiet).toBeCloseTo(-14 + weightedLevelDb(noiseShape('kitchen', 'inEar'), 'K') - 80, 9);
    expect(bed('road130', null)).toBeGreaterThan(bed('road100', null));
    expect(bed('road100', null)).toBeGreaterThan(bed('road50', null));
    expect(bed('airplane', 'noiseCancelling')).toBeLessThan(bed('airplane', 'closed') - 3);
    for (const scene of SCENES) {
      for (const isolation of [null, ...ISOLATIONS]) {
        for (const level of [50, 60, 75, 90]) {
          expect(bed(scene, isolation, -14, level)).toBeLessThanOrEqual(-16);
          expect(noiseBed(scene, isolation, -14, level)).toMatchObject({ scene, isolation });
        }
      }
    }
  });

  test('a tone of 1 kHz has one level through both weightings', () => {
    const narrow: NoiseShape = { frequenciesHz: [900, 950, 1000, 1050, 1110], levelsDb: [-200, 0, 0, 0, -200] };
    expect(Math.abs(weightedLevelDb(narrow, 'K') - weightedLevelDb(narrow, 'A'))).toBeLessThan(0.05);
  });
});
