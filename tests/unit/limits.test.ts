import { describe, expect, test } from 'vitest';
import { ampToDb, dbToAmp } from '../../src/core/units';
import { LIMITS, limitsSource } from '../../src/devices/limits';
import { codecCurveDb } from '../../src/dsp/limits/codec';
import { DeviceLimits, LIMITS_MEMORY_SEC } from '../../src/dsp/limits/DeviceLimits';
import type { ControlStart } from '../../src/dsp/limits/DeviceLimits';
import type { LimitsModel } from '../../src/dsp/limits/LimitsModel';
import { drumAndBass, pinkNoise, sine, steppedSine } from '../support/signals';
import type { Samples } from '../support/signals';

const RATES = [44_100, 48_000, 96_000];

const BASS: LimitsModel = {
  bass: { belowHz: 300, thresholdDb: -24, ratio: 4, attackSec: 0.01, releaseSec: 0.12, thirdHarmonic: 0 },
};
const LIMITER: LimitsModel = { limiter: { thresholdDb: -6, attackSec: 0.002, releaseSec: 0.1 } };

/** Copies through limits, in blocks of odd sizes. */
function limited(
  model: LimitsModel,
  sampleRate: number,
  left: Samples,
  right: Samples = left,
  driveDb = 0,
  block = 977,
): [Samples, Samples] {
  const out: [Samples, Samples] = [left.slice(), right.slice()];
  const limits = new DeviceLimits(model, sampleRate, driveDb);
  for (let at = 0; at < left.length; at += block) limits.process(...out, at, Math.min(at + block, left.length));
  return out;
}

/** Amplitude of a partial over whole periods of `periodHz` at the end of a signal. */
function partial(x: Samples, sampleRate: number, frequencyHz: number, sec = 0.5): number {
  const count = Math.round(sec * sampleRate);
  let re = 0;
  let im = 0;
  let weight = 0;
  for (let i = 0; i < count; i++) {
    const w = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / count);
    const angle = (2 * Math.PI * frequencyHz * i) / sampleRate;
    re += w * x[x.length - count + i]! * Math.cos(angle);
    im += w * x[x.length - count + i]! * Math.sin(angle);
    weight += w;
  }
  return (2 * Math.hypot(re, im)) / weight;
}

const rmsDb = (x: ArrayLike<number>, from = 0): number => {
  let sum = 0;
  for (let i = from; i < x.length; i++) sum += x[i]! ** 2;
  return 10 * Math.log10(sum / (x.length - from));
};

const difference = (a: Samples, b: Samples): Float64Array => Float64Array.from(a, (v, i) => v - b[i]!);

/** First-order low-pass of the band, as designed. */
function band(sampleRate: number, belowHz: number, frequencyHz: number): { re: number; im: number } {
  const a = 1 - Math.exp((-2 * Math.PI * belowHz) / sampleRate);
  const w = (2 * Math.PI * frequencyHz) / sampleRate;
  const re = 1 - (1 - a) * Math.cos(w);
  const im = (1 - a) * Math.sin(w);
  const d = re * re + im * im;
  return { re: (a * re) / d, im: (-a * im) / d };
}

describe.each(RATES)('device limits at %i Hz', (sampleRate) => {
  test('leave what is below all thresholds alone', () => {
    const music = drumAndBass(sampleRate, 4, 3);
    const quiet = [music.left.map((x) => x * 0.02), music.right.map((x) => x * 0.02)] as const;
    const out = limited({ ...BASS, ...LIMITER }, sampleRate, ...quiet);
    for (const channel of [0, 1] as const) {
      expect(rmsDb(difference(out[channel], quiet[channel])) - rmsDb(quiet[channel])).toBeLessThan(-120);
    }
  });

  test.each([-30, -20, -12, -6, 0])('turn the band down along the stated curve (tone of %i dBFS)', (peakDb) => {
    const { bass } = BASS;
    for (const frequencyHz of [30, 60, 150, 290]) {
      const [out] = limited(BASS, sampleRate, sine(sampleRate, frequencyHz, 2, peakDb));
      const lowpass = band(sampleRate, bass!.belowHz, frequencyHz);
      const bandDb = peakDb - 3.01 + ampToDb(Math.hypot(lowpass.re, lowpass.im));
      const g = dbToAmp(Math.min(0, (1 / bass!.ratio - 1) * (bandDb - bass!.thresholdDb)));
      const expectedDb = peakDb + ampToDb(Math.hypot(1 + (g - 1) * lowpass.re, (g - 1) * lowpass.im));
      expect(Math.abs(ampToDb(partial(out, sampleRate, frequencyHz)) - expectedDb)).toBeLessThan(0.2);
    }
  });

  test('hold a steady tone at the limiter’s threshold', () => {
    for (const frequencyHz of [45, 100, 997, 4987]) {
      for (const peakDb of [-12, -5, 0, 6]) {
        const [out] = limited(LIMITER, sampleRate, sine(sampleRate, frequencyHz, 2, peakDb));
        const expectedDb = Math.min(peakDb, -6);
        expect(Math.abs(ampToDb(partial(out, sampleRate, frequencyHz)) - expectedDb)).toBeLessThan(0.2);
      }
    }
  });

  test('undo the drive', () => {
    const tone = sine(sampleRate, 100, 2, -20);
    const [driven] = limited({ ...BASS, ...LIMITER }, sampleRate, tone, tone, 14);
    const [reference] = limited(
      { ...BASS, ...LIMITER },
      sampleRate,
      tone.map((x) => x * dbToAmp(14)),
    );
    expect(ampToDb(partial(driven, sampleRate, 100)) + 14).toBeCloseTo(ampToDb(partial(reference, sampleRate, 100)), 3);
  });

  test('add the stated third harmonic at the threshold, less below, no more above, and fold nothing back', () => {
    const part = 0.1;
    const model: LimitsModel = { bass: { ...BASS.bass!, thirdHarmonic: part } };
    const share = (frequencyHz: number, rmsDbfs: number): number => {
      const [out] = limited(model, sampleRate, sine(sampleRate, frequencyHz, 2, rmsDbfs + 3.01));
      const fundamental = partial(out, sampleRate, frequencyHz);
      for (const other of [5, 7, 9]) {
        expect(ampToDb(partial(out, sampleRate, other * frequencyHz) / fundamental)).toBeLessThan(-45);
      }
      return partial(out, sampleRate, 3 * frequencyHz) / fundamental;
    };
    for (const hz of [30, 60, 100]) {
      const lowpass = band(sampleRate, model.bass!.belowHz, hz);
      const atThreshold = -24 - ampToDb(Math.hypot(lowpass.re, lowpass.im));
      expect(Math.abs(share(hz, atThreshold) / part - 1)).toBeLessThan(0.1);
    }
    expect(share(60, -34) / part).toBeCloseTo(0.1, 2);
    const loud = share(60, -8) / part;
    expect(loud).toBeGreaterThan(0.7);
    expect(loud).toBeLessThan(1.1);
    const [treble] = limited(model, sampleRate, sine(sampleRate, 9000, 1, 0));
    for (const hz of [27_000, sampleRate - 27_000, 2 * sampleRate - 27_000]) {
      if (hz > 0 && hz < sampleRate / 2) expect(ampToDb(partial(treble, sampleRate, hz))).toBeLessThan(-100);
    }
  });

  test('share the gain between the channels', () => {
    const loud = sine(sampleRate, 80, 2, -6);
    const soft = sine(sampleRate, 997, 2, -30);
    const [, right] = limited({ ...BASS, ...LIMITER }, sampleRate, loud, soft);
    const [, alone] = limited({ ...BASS, ...LIMITER }, sampleRate, soft, soft);
    expect(partial(right, sampleRate, 997)).toBeLessThan(partial(alone, sampleRate, 997) * 0.98);
  });

  test('do not click when a tone steps in level', () => {
    // The step itself is smooth, so that everything above 6 kHz is of the limits' making.
    const tone = sine(sampleRate, 200, 2, 0);
    const edge = (t: number): number => 0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, Math.max(0, t / 0.005)));
    const stepped = tone.map((x, i) => {
      const t = i / sampleRate;
      return x * (0.05 + 0.95 * (edge(t - 0.5) - edge(t - 1.2)));
    });
    const [out] = limited({ ...BASS, ...LIMITER }, sampleRate, stepped);
    expect(above6k(out, sampleRate)).toBeLessThan(-80);
  });

  test('forget what came before', () => {
    const after = drumAndBass(sampleRate, 4, 11);
    const before = pinkNoise(sampleRate, 1, -3, 5);
    // Next to silence: not quite, so that the clocks of both runs start together.
    const silence = before.map((x) => x * 1e-6);
    const model: LimitsModel = {
      bass: { ...BASS.bass!, releaseSec: 0.15 },
      limiter: { ...LIMITER.limiter!, releaseSec: 0.15 },
    };
    const joined = (past: Samples, x: Samples): Samples => Float32Array.from([...past, ...x]);
    const [a] = limited(model, sampleRate, joined(before, after.left), joined(before, after.right), 6);
    const [b] = limited(model, sampleRate, joined(silence, after.left), joined(silence, after.right), 6);
    const from = before.length + Math.round(LIMITS_MEMORY_SEC * sampleRate);
    const apart = difference(a, b).subarray(from);
    expect(rmsDb(apart) - rmsDb(a, from)).toBeLessThan(-90);
    // They did differ before.
    expect(rmsDb(difference(a, b).subarray(before.length, before.length + 2000)) - rmsDb(a)).toBeGreaterThan(-40);
  });

  test('count their steps from the first frame or from the first sound, as they are told', () => {
    const music = drumAndBass(sampleRate, 3, 4).left;
    const model = LIMITS['phoneFlagship']!;
    const behind = (silent: number, start: ControlStart): Samples => {
      const x = new Float32Array(silent + music.length);
      x.set(music, silent);
      new DeviceLimits(model, sampleRate, 6, start).process(x, x.slice(), 0, x.length);
      return x.subarray(silent);
    };
    // Once the start has been forgotten.
    const from = Math.round(2.4 * sampleRate);
    const apart = (silent: number, start: ControlStart): number =>
      rmsDb(difference(behind(silent, start), behind(0, start)), from) - rmsDb(music, from);
    // A whole number of steps at any rate, and one that is not.
    expect(apart(1024, 'first frame')).toBeLessThan(-100);
    expect(apart(1003, 'first frame')).toBeGreaterThan(-80);
    expect(apart(1003, 'first sound')).toBe(-Infinity);
  });

  test('give the same whatever the blocks, and after a reset', () => {
    const music = drumAndBass(sampleRate, 2, 4);
    const model = LIMITS['phoneFlagship']!;
    const [a] = limited(model, sampleRate, music.left, music.right, 3, 128);
    const [b] = limited(model, sampleRate, music.left, music.right, 3, 4999);
    expect(a).toEqual(b);
    const limits = new DeviceLimits(model, sampleRate, 3);
    limits.process(music.left.slice(), music.right.slice(), 0, 7777);
    limits.reset();
    const again = [music.left.slice(), music.right.slice()] as const;
    limits.process(...again, 0, again[0].length);
    expect(again[0]).toEqual(a);
  });

  test('outlive samples that are no numbers, and silence', () => {
    const x = sine(sampleRate, 80, 2, -6);
    x[1000] = Number.NaN;
    x[1001] = Number.POSITIVE_INFINITY;
    x[1002] = -3e38;
    const [out] = limited(LIMITS['phoneBudget']!, sampleRate, x);
    expect(out.every((v) => Number.isFinite(v) && Math.abs(v) < 2)).toBe(true);
    expect(ampToDb(partial(out, sampleRate, 80))).toBeGreaterThan(-30);
    const tail = limited(
      LIMITS['phoneBudget']!,
      sampleRate,
      steppedSine(sampleRate, 80, [
        [0.5, 0],
        [3, -Infinity],
      ]),
    )[0];
    expect(tail.subarray(-sampleRate / 2).every((v) => v === 0 || Math.abs(v) > 1e-30)).toBe(true);
  });
});

/** Level of what is above 6 kHz, dBFS RMS over the loudest 20 ms, by four second-order high-passes (48 dB per octave). */
function above6k(x: Samples, sampleRate: number): number {
  let y = Float64Array.from(x);
  for (const q of [0.5098, 0.6013, 0.9, 2.5629]) {
    const w = (2 * Math.PI * 6000) / sampleRate;
    const alpha = Math.sin(w) / (2 * q);
    const cos = Math.cos(w);
    const a0 = 1 + alpha;
    let x1 = 0;
    let x2 = 0;
    let y1 = 0;
    let y2 = 0;
    y = y.map((v) => {
      const out = ((1 + cos) / 2 / a0) * (v - 2 * x1 + x2) + ((2 * cos) / a0) * y1 - ((1 - alpha) / a0) * y2;
      x2 = x1;
      x1 = v;
      y2 = y1;
      y1 = out;
      return out;
    });
  }
  let loudest = -Infinity;
  const window = Math.round(0.02 * sampleRate);
  for (let at = 0; at + window <= y.length; at += window) loudest = Math.max(loudest, rmsDb(y.slice(at, at + window)));
  return loudest;
}

describe('codec band limit', () => {
  test('is flat, −3 dB at its frequency and 60 dB down by 1.15 of it', () => {
    for (const codecHz of [4000, 15_000, 19_300]) {
      expect(codecCurveDb(codecHz, 0)).toBeCloseTo(0, 9);
      expect(codecCurveDb(codecHz, 0.9 * codecHz)).toBeGreaterThan(-0.01);
      expect(codecCurveDb(codecHz, codecHz)).toBeCloseTo(-3.01, 2);
      expect(codecCurveDb(codecHz, 1.15 * codecHz)).toBeLessThanOrEqual(-60);
      expect(codecCurveDb(codecHz, 20 * codecHz)).toBe(-80);
    }
    expect(() => codecCurveDb(0, 100)).toThrow('codecHz');
  });
});

describe('named limits', () => {
  test.each(Object.entries(LIMITS))('%s says what it rests on and can be run', (_, model) => {
    expect(limitsSource(model)).toMatch(/estimate|LAME|ITU|SBC/);
    expect(model.bass || model.limiter || model.codecHz).toBeTruthy();
    expect(Math.max(model.bass?.releaseSec ?? 0, model.limiter?.releaseSec ?? 0)).toBeLessThanOrEqual(0.15);
    expect(model.bass?.thirdHarmonic ?? 0).toBeLessThanOrEqual(0.3);
    const music = drumAndBass(48_000, 3, 9);
    const [out] = limited(model, 48_000, music.left, music.right, 0);
    expect(out.every(Number.isFinite)).toBe(true);
    // Links alone leave the samples to the filter.
    if (!model.bass && !model.limiter) expect(out).toEqual(music.left);
  });

  test('know nothing of models from elsewhere', () => {
    expect(limitsSource(BASS)).toBe('');
  });
});
