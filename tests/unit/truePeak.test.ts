import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { ampToDb, dbToAmp } from '../../src/core/units';
import { TruePeakMeter } from '../../src/dsp/truePeak';
import { pinkNoise, scaled, tapered } from '../support/signals';
import type { Samples } from '../support/signals';

function measure(signal: Samples, block = signal.length): TruePeakMeter {
  const meter = new TruePeakMeter();
  for (let at = 0; at < signal.length; at += block) {
    const part = signal.subarray(at, at + block);
    meter.process(part, part, part.length);
  }
  return meter;
}

/** A sine whose period is a whole number of samples. */
function periodic(sampleRate: number, period: number, amplitude: number, phaseDeg: number): Samples {
  const out = new Float32Array(sampleRate).map(
    (_, i) => amplitude * Math.sin(2 * Math.PI * (i / period + phaseDeg / 360)),
  );
  return tapered(out, sampleRate / 100);
}

/**
 * A sine of fs/6 at half scale with one period of fs/4 at full scale, phase running through, made at four times the
 * rate, band-limited there by a windowed sinc and decimated from sample `offset` on.
 */
function burst(sampleRate: number, offset: number): Samples {
  const fine = 4;
  const frames = fine * Math.round(sampleRate / 20);
  const signal = new Float64Array(frames);
  const middle = Math.round(frames / 2 / (6 * fine)) * 6 * fine;
  for (let i = 0; i < frames; i++) {
    const inBurst = i - middle;
    if (inBurst < 0) signal[i] = 0.5 * Math.sin((2 * Math.PI * i) / (6 * fine));
    else if (inBurst < 4 * fine) signal[i] = Math.sin((2 * Math.PI * inBurst) / (4 * fine));
    else signal[i] = 0.5 * Math.sin((2 * Math.PI * (inBurst - 4 * fine)) / (6 * fine));
  }
  const reach = 64 * fine;
  const taps = Float64Array.from({ length: 2 * reach + 1 }, (_, k) => {
    const x = (k - reach) / fine;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    return (sinc * (0.5 + 0.5 * Math.cos((Math.PI * (k - reach)) / (reach + 1)))) / fine;
  });
  const out = new Float32Array(Math.floor((frames - offset) / fine));
  for (let n = 0; n < out.length; n++) {
    const centre = n * fine + offset;
    let sum = 0;
    for (let k = Math.max(0, reach - centre); k < taps.length && centre - reach + k < frames; k++) {
      sum += taps[k]! * signal[centre - reach + k]!;
    }
    out[n] = sum;
  }
  return tapered(out, sampleRate / 400);
}

/** EBU Tech 3341 (2023) table 1, cases 15 to 23; the tolerance is +0.2/−0.4 dB. */
const CASES: readonly { id: string; signal: (sampleRate: number) => Samples; expectedDbtp: number }[] = [
  { id: '15', signal: (rate) => periodic(rate, 4, 0.5, 0), expectedDbtp: -6 },
  { id: '16', signal: (rate) => periodic(rate, 4, 0.5, 45), expectedDbtp: -6 },
  { id: '17', signal: (rate) => periodic(rate, 6, 0.5, 60), expectedDbtp: -6 },
  { id: '18', signal: (rate) => periodic(rate, 8, 0.5, 67.5), expectedDbtp: -6 },
  { id: '19', signal: (rate) => periodic(rate, 4, 1.41, 45), expectedDbtp: 3 },
  { id: '20', signal: (rate) => burst(rate, 0), expectedDbtp: 0 },
  { id: '21', signal: (rate) => burst(rate, 1), expectedDbtp: 0 },
  { id: '22', signal: (rate) => burst(rate, 2), expectedDbtp: 0 },
  { id: '23', signal: (rate) => burst(rate, 3), expectedDbtp: 0 },
];

describe.each([44100, 48000, 96000])('EBU Tech 3341 at %i Hz', (sampleRate) => {
  test.each(CASES)('case $id', ({ signal, expectedDbtp }) => {
    const error = measure(signal(sampleRate)).truePeakDbtp - expectedDbtp;
    expect(error).toBeLessThanOrEqual(0.2);
    expect(error).toBeGreaterThanOrEqual(-0.4);
  });
});

/** BS.1770-5 Annex 2 table, all four phases, straight convolution without short cuts. */
function plainTruePeak(signal: Samples): number {
  const outer = [
    0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625, 0.97216796875,
    -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125,
  ];
  const inner = [
    -0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625, 0.77978515625,
    -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375,
  ];
  let peak = 0;
  for (const phase of [outer, inner, inner.toReversed(), outer.toReversed()]) {
    for (let n = 0; n < signal.length; n++) {
      let sum = 0;
      for (let k = 0; k < 12 && k <= n; k++) sum += phase[k]! * signal[n - k]!;
      peak = Math.max(peak, Math.abs(sum), Math.abs(signal[n]!));
    }
  }
  return peak;
}

describe('TruePeakMeter', () => {
  test('skipping what cannot win changes nothing, at any block size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 50 }),
        (values, block) => {
          const signal = Float32Array.from(values);
          const expected = plainTruePeak(signal);
          expect(measure(signal, block).channels[0]!.truePeak).toBeCloseTo(expected, 6);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('is never below the sample peak, and scales with the signal', () => {
    const noise = pinkNoise(44100, 2, -18, 9);
    const meter = measure(noise, 128);
    expect(meter.truePeakDbtp).toBeGreaterThanOrEqual(meter.samplePeakDbfs);
    expect(meter.samplePeakDbfs).toBeCloseTo(ampToDb(noise.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0)), 6);
    expect(measure(scaled(noise, dbToAmp(-7))).truePeakDbtp - meter.truePeakDbtp).toBeCloseTo(-7, 4);
  });

  test('keeps channels apart and reports the higher', () => {
    const meter = new TruePeakMeter();
    const loud = periodic(48000, 8, 0.5, 0);
    const quiet = periodic(48000, 8, 0.25, 0);
    meter.process(quiet, loud, loud.length);
    expect(meter.channels[1]!.samplePeak).toBeCloseTo(0.5, 6);
    expect(meter.channels[0]!.samplePeak).toBeCloseTo(0.25, 6);
    expect(meter.samplePeakDbfs).toBeCloseTo(-6.02, 2);
  });

  test('silence is −Infinity, before and after a reset', () => {
    const meter = measure(new Float32Array(1000));
    expect(meter.truePeakDbtp).toBe(-Infinity);
    const tone = periodic(48000, 8, 0.5, 0);
    meter.process(tone, tone, tone.length);
    meter.reset();
    expect(meter.truePeakDbtp).toBe(-Infinity);
    expect(meter.samplePeakDbfs).toBe(-Infinity);
  });
});
