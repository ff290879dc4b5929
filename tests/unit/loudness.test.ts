import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { dbToAmp, powerToDb } from '../../src/core/units';
import {
  FIVE_CHANNEL_WEIGHTS,
  LoudnessMeter,
  gatedLoudness,
  integratedLoudness,
  kWeighting,
  kWeightingPower,
  lufsToPower,
  powerToLufs,
} from '../../src/dsp/loudness';
import { drumAndBass, joined, pinkNoise, scaled, sine, steppedSine } from '../support/signals';
import type { Samples, ToneSegment } from '../support/signals';

const RATES = [44100, 48000, 96000];
const SILENCE = -Infinity;

/** Feeds a signal in blocks of `block` frames; `after` sees the meter every 10 ms or so. */
function measure(
  sampleRate: number,
  left: Samples,
  right: Samples = left,
  block = Math.round(sampleRate / 100),
  after?: (meter: LoudnessMeter, sec: number) => void,
): LoudnessMeter {
  const meter = new LoudnessMeter(sampleRate);
  for (let at = 0; at < left.length; at += block) {
    const l = left.subarray(at, at + block);
    const r = right === left ? l : right.subarray(at, at + block);
    meter.process(l, r, l.length);
    after?.(meter, (at + l.length) / sampleRate);
  }
  return meter;
}

function repeated(times: number, ...segments: ToneSegment[]): ToneSegment[] {
  return Array.from({ length: times }, () => segments).flat();
}

describe('K weighting', () => {
  test('is the table of BS.1770-5 Annex 1 at 48 kHz', () => {
    const { shelf, highpass } = kWeighting(48000);
    expect(shelf.b0).toBeCloseTo(1.53512485958697, 13);
    expect(shelf.b1).toBeCloseTo(-2.69169618940638, 13);
    expect(shelf.b2).toBeCloseTo(1.19839281085285, 13);
    expect(shelf.a1).toBeCloseTo(-1.69065929318241, 13);
    expect(shelf.a2).toBeCloseTo(0.73248077421585, 13);
    expect([highpass.b0, highpass.b1, highpass.b2]).toEqual([1, -2, 1]);
    expect(highpass.a1).toBeCloseTo(-1.99004745483398, 13);
    expect(highpass.a2).toBeCloseTo(0.99007225036621, 13);
  });

  test('has the same response at other rates', () => {
    const at48 = kWeighting(48000);
    for (const sampleRate of [32000, 44100, 88200, 96000, 192000]) {
      const k = kWeighting(sampleRate);
      for (const hz of [20, 40, 100, 500, 997, 2000, 4000, 8000]) {
        const difference = powerToDb(kWeightingPower(k, hz, sampleRate)) - powerToDb(kWeightingPower(at48, hz, 48000));
        expect(Math.abs(difference), `${hz} Hz at ${sampleRate}`).toBeLessThan(0.04);
      }
    }
    expect(powerToDb(kWeightingPower(at48, 997, 48000))).toBeCloseTo(0.69101, 4);
  });

  test('refuses rates outside 8…384 kHz', () => {
    expect(() => kWeighting(4000)).toThrow(RangeError);
    expect(() => new LoudnessMeter(Number.NaN)).toThrow(RangeError);
    for (const sampleRate of [8000, 11025, 22050, 192000]) {
      const meter = measure(sampleRate, sine(sampleRate, 1000, 4, -20));
      expect(meter.integratedLufs).toBeCloseTo(-20, 0);
    }
  });
});

/** EBU Tech 3341 (2023) table 1: stereo sines of 1 kHz in phase, peak levels; 7 and 8 are recordings. */
const EBU_STEADY: readonly {
  id: string;
  segments: ToneSegment[];
  expected: Partial<Record<'M' | 'S' | 'I', number>>;
}[] = [
  { id: '1', segments: [[20, -23]], expected: { M: -23, S: -23, I: -23 } },
  { id: '2', segments: [[20, -33]], expected: { M: -33, S: -33, I: -33 } },
  {
    id: '3',
    segments: [
      [10, -36],
      [60, -23],
      [10, -36],
    ],
    expected: { I: -23 },
  },
  {
    id: '4',
    segments: [
      [10, -72],
      [10, -36],
      [60, -23],
      [10, -36],
      [10, -72],
    ],
    expected: { I: -23 },
  },
  {
    id: '5',
    segments: [
      [20, -26],
      [20.1, -20],
      [20, -26],
    ],
    expected: { I: -23 },
  },
];

describe.each(RATES)('EBU Tech 3341 at %i Hz', (sampleRate) => {
  test.each(EBU_STEADY)('case $id', ({ segments, expected }) => {
    const meter = measure(sampleRate, steppedSine(sampleRate, 1000, segments));
    const readings = { M: meter.momentaryLufs, S: meter.shortTermLufs, I: meter.integratedLufs };
    const errors = (['M', 'S', 'I'] as const).map((scale) => readings[scale] - (expected[scale] ?? readings[scale]));
    expect(Math.max(...errors.map(Math.abs))).toBeLessThanOrEqual(0.1);
  });

  test('case 6: five channels', () => {
    const channels = [-28, -28, -24, -30, -30].map((peakDbfs) => sine(sampleRate, 1000, 20, peakDbfs));
    expect(Math.abs(integratedLoudness(channels, sampleRate, FIVE_CHANNEL_WEIGHTS) + 23)).toBeLessThanOrEqual(0.1);
  });

  test('case 9: short-term is constant after 3 s', () => {
    const signal = steppedSine(sampleRate, 1000, repeated(5, [1.34, -20], [1.66, -30]));
    const errors: number[] = [];
    measure(sampleRate, signal, signal, undefined, (meter, sec) => {
      if (sec >= 3) errors.push(Math.abs(meter.shortTermLufs + 23));
    });
    expect(errors.length).toBeGreaterThan(100);
    expect(Math.max(...errors)).toBeLessThanOrEqual(0.1);
  });

  test('case 10: the maximum of short-term is found at any offset', () => {
    for (let i = 0; i < 20; i++) {
      const meter = measure(
        sampleRate,
        steppedSine(sampleRate, 1000, [
          [i * 0.15, SILENCE],
          [3, -23],
          [1, SILENCE],
        ]),
      );
      expect(Math.abs(meter.maxShortTermLufs + 23), `offset ${i}`).toBeLessThanOrEqual(0.1);
    }
  });

  test('case 11: successive maxima of short-term, live', () => {
    const meter = new LoudnessMeter(sampleRate);
    for (let i = 0; i < 20; i++) {
      const signal = steppedSine(sampleRate, 1000, [
        [i * 0.15, SILENCE],
        [3, -38 + i],
        [3 - i * 0.15, SILENCE],
      ]);
      meter.process(signal, signal, signal.length);
      expect(Math.abs(meter.maxShortTermLufs - (-38 + i)), `step ${i}`).toBeLessThanOrEqual(0.1);
    }
  });

  test('case 12: momentary is constant after 1 s', () => {
    const signal = steppedSine(sampleRate, 1000, repeated(25, [0.18, -20], [0.22, -30]));
    const errors: number[] = [];
    measure(sampleRate, signal, signal, undefined, (meter, sec) => {
      if (sec >= 1) errors.push(Math.abs(meter.momentaryLufs + 23));
    });
    expect(errors.length).toBeGreaterThan(100);
    expect(Math.max(...errors)).toBeLessThanOrEqual(0.1);
  });

  test('case 13: the maximum of momentary is found at any offset', () => {
    for (let i = 0; i < 20; i++) {
      const meter = measure(
        sampleRate,
        steppedSine(sampleRate, 1000, [
          [i * 0.02, SILENCE],
          [0.4, -23],
          [1, SILENCE],
        ]),
      );
      expect(Math.abs(meter.maxMomentaryLufs + 23), `offset ${i}`).toBeLessThanOrEqual(0.1);
    }
  });

  test('case 14: successive maxima of momentary, live', () => {
    const meter = new LoudnessMeter(sampleRate);
    for (let i = 0; i < 20; i++) {
      const signal = steppedSine(sampleRate, 1000, [
        [i * 0.02, SILENCE],
        [0.4, -38 + i],
        [0.4 - i * 0.02, SILENCE],
      ]);
      meter.process(signal, signal, signal.length);
      expect(Math.abs(meter.maxMomentaryLufs - (-38 + i)), `step ${i}`).toBeLessThanOrEqual(0.1);
    }
  });

  /** EBU Tech 3342 (2023) table 1; 5 and 6 are recordings. */
  test.each([
    { id: '1', levels: [-20, -30], rangeLu: 10 },
    { id: '2', levels: [-20, -15], rangeLu: 5 },
    { id: '3', levels: [-40, -20], rangeLu: 20 },
    { id: '4', levels: [-50, -35, -20, -35, -50], rangeLu: 15 },
  ])('EBU Tech 3342 case $id, also repeated', ({ levels, rangeLu }) => {
    const once = steppedSine(
      sampleRate,
      1000,
      levels.map((level) => [20, level] as const),
    );
    const meter = new LoudnessMeter(sampleRate);
    meter.process(once, once, once.length);
    // The standard allows ±1 LU; steady tones must come out far closer.
    expect(Math.abs(meter.loudnessRangeLu - rangeLu)).toBeLessThanOrEqual(0.05);
    meter.process(once, once, once.length);
    expect(Math.abs(meter.loudnessRangeLu - rangeLu)).toBeLessThanOrEqual(0.05);
  });
});

describe('levels of BS.1770-5', () => {
  test('a full-scale 997 Hz sine in one channel reads −3.01', () => {
    const tone = sine(48000, 997, 5, 0);
    expect(measure(48000, tone, new Float32Array(tone.length)).integratedLufs).toBeCloseTo(-3.01, 2);
    expect(integratedLoudness([tone], 48000)).toBeCloseTo(-3.01, 2);
  });

  test('the gates keep what lies above them', () => {
    expect(gatedLoudness([])).toBe(-Infinity);
    expect(gatedLoudness([lufsToPower(-71)])).toBe(-Infinity);
    expect(gatedLoudness([lufsToPower(-20), lufsToPower(-60)])).toBeCloseTo(-20, 10);
    expect(gatedLoudness([lufsToPower(-20), lufsToPower(-25)])).toBeCloseTo(
      powerToLufs((lufsToPower(-20) + lufsToPower(-25)) / 2),
      10,
    );
  });
});

describe('LoudnessMeter', () => {
  test('reads −Infinity and no range in silence, and again after a signal has died away', () => {
    const silence = new Float32Array(48000 * 4);
    const meter = measure(48000, silence);
    expect(meter.integratedLufs).toBe(-Infinity);
    expect(meter.maxMomentaryLufs).toBe(-Infinity);
    expect(meter.loudnessRangeLu).toBe(0);
    const signal = joined(sine(48000, 100, 1, -6), silence, silence);
    expect(measure(48000, signal).shortTermLufs).toBe(-Infinity);
  });

  test('has nothing to integrate below 0.4 s', () => {
    const meter = measure(48000, sine(48000, 1000, 0.39, -20));
    expect(meter.integratedLufs).toBe(-Infinity);
    expect(meter.maxMomentaryLufs).toBeGreaterThan(-21);
  });

  test('mono as one array equals the same signal in two arrays', () => {
    const noise = pinkNoise(44100, 5, -20, 3);
    const one = measure(44100, noise);
    const two = measure(44100, noise, noise.slice());
    expect(one.integratedLufs).toBeCloseTo(two.integratedLufs, 10);
    expect(one.loudnessRangeLu).toBeCloseTo(two.loudnessRangeLu, 10);
  });

  test('block size does not matter', () => {
    const { left, right } = drumAndBass(44100, 12, 5);
    const reference = measure(44100, left, right, left.length);
    for (const block of [1, 128, 441, 1000]) {
      const meter = measure(44100, left, right, block);
      expect(meter.integratedLufs).toBeCloseTo(reference.integratedLufs, 9);
      expect(meter.maxMomentaryLufs).toBeCloseTo(reference.maxMomentaryLufs, 9);
    }
  });

  test('the histogram agrees with gating every block within 0.01 LU', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0.2, max: 3, noNaN: true }), fc.double({ min: -80, max: 0, noNaN: true })), {
          minLength: 1,
          maxLength: 12,
        }),
        (segments) => {
          const signal = steppedSine(8000, 500, segments);
          const exact = integratedLoudness([signal, signal], 8000);
          const metered = measure(8000, signal).integratedLufs;
          if (exact === -Infinity) expect(metered).toBe(-Infinity);
          else expect(Math.abs(metered - exact)).toBeLessThan(0.01);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a gain moves every reading by itself and leaves the range alone', () => {
    const { left, right } = drumAndBass(44100, 15, 7);
    const reference = measure(44100, left, right);
    fc.assert(
      fc.property(fc.double({ min: -20, max: 10, noNaN: true }), (gainDb) => {
        const gain = dbToAmp(gainDb);
        const meter = measure(44100, scaled(left, gain), scaled(right, gain));
        expect(meter.integratedLufs - reference.integratedLufs).toBeCloseTo(gainDb, 2);
        expect(meter.maxShortTermLufs - reference.maxShortTermLufs).toBeCloseTo(gainDb, 4);
        expect(Math.abs(meter.loudnessRangeLu - reference.loudnessRangeLu)).toBeLessThan(0.02);
      }),
      { numRuns: 6 },
    );
  });

  test('reset forgets everything', () => {
    const meter = measure(48000, sine(48000, 1000, 5, -10));
    meter.reset();
    expect(meter.integratedLufs).toBe(-Infinity);
    expect(meter.maxShortTermLufs).toBe(-Infinity);
    const tone = sine(48000, 1000, 5, -30);
    meter.process(tone, tone, tone.length);
    expect(meter.integratedLufs).toBeCloseTo(measure(48000, tone).integratedLufs, 12);
  });
});
