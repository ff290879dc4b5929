import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pchip } from '../../src/dsp/pchip';
import { equalLoudnessContourDb, phonOf } from '../../src/dsp/iso226';
import { listeningLevelCurve } from '../../src/devices/playback';

const CHECKED_HZ = [20, 31.5, 63, 100, 200, 500, 1000, 3150, 8000, 12500];
/** Two public implementations of ISO 226:2023, formula 1, agree on these (dB SPL, by phon). */
const CHECK_VALUES: Record<number, readonly number[]> = {
  20: [89.54, 76.29, 58.76, 48.57, 35.63, 23.62, 20, 14.16, 31.39, 32.98],
  40: [99.74, 88.21, 72.96, 64.24, 53.28, 43.13, 40, 35.47, 51.6, 51.31],
  60: [109.37, 99.06, 85.8, 78.5, 69.73, 62.06, 60, 56.36, 71.5, 68.58],
  80: [118.86, 109.68, 98.35, 92.46, 85.91, 80.86, 80, 77.16, 91.33, 85.61],
  90: [123.59, 114.97, 104.59, 99.41, 93.96, 90.24, 90, 87.54, 101.24, 94.09],
};

describe('equal-loudness contours of ISO 226:2023', () => {
  test.each(Object.entries(CHECK_VALUES))('%s phon within 0.01 dB of the published values', (phon, levelsDb) => {
    levelsDb.forEach((levelDb, i) => {
      // The published values have two decimals.
      expect(Math.abs(equalLoudnessContourDb(Number(phon), CHECKED_HZ[i]!) - levelDb)).toBeLessThanOrEqual(0.0101);
    });
  });

  test('differ from the edition of 2003 where they should', () => {
    // 2003 has 78.65 dB at 100 Hz and 60 phon.
    expect(equalLoudnessContourDb(60, 100)).toBeLessThan(78.52);
  });

  test('phon is the level at 1 kHz, and each formula undoes the other', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 20, max: 90, noNaN: true }),
        fc.double({ min: 20, max: 20_000, noNaN: true }),
        (phon, frequencyHz) => {
          expect(equalLoudnessContourDb(phon, 1000)).toBeCloseTo(phon, 9);
          expect(phonOf(equalLoudnessContourDb(phon, frequencyHz), frequencyHz)).toBeCloseTo(phon, 9);
        },
      ),
    );
  });

  test('have no step between the frequencies of the table, rise with level, and end at 12.5 kHz', () => {
    let before = equalLoudnessContourDb(60, 20);
    for (let i = 1; i <= 4000; i++) {
      const frequencyHz = 20 * 1000 ** (i / 4000);
      const now = equalLoudnessContourDb(60, frequencyHz);
      expect(Math.abs(now - before)).toBeLessThan(0.1);
      expect(equalLoudnessContourDb(60.5, frequencyHz)).toBeGreaterThan(now);
      before = now;
    }
    expect(equalLoudnessContourDb(60, 18_000)).toBe(equalLoudnessContourDb(60, 12_500));
  });

  test('say which arguments they do not take', () => {
    expect(() => equalLoudnessContourDb(Number.NaN, 1000)).toThrow(/phon must be between 0 and 100, got NaN/);
    expect(() => equalLoudnessContourDb(60, 0)).toThrow(/frequencyHz must be between/);
  });
});

const COMPENSATION_HZ = [20, 31.5, 50, 63, 100, 200, 500, 4000, 8000, 12500];

describe('the mix at another level than it was mixed at', () => {
  test.each([
    [70, [5.3, 4.7, 4.1, 3.7, 3, 1.9, 0.6, -0.4, 0.1, 1.5]],
    [60, [10.5, 9.4, 8.1, 7.5, 6, 3.8, 1.2, -0.8, 0.2, 3]],
    [50, [15.7, 14, 12.1, 11.1, 9, 5.7, 1.8, -1.2, 0.2, 4.4]],
  ])('at %i against 80 phon is the negative of what would make up for it', (phon, compensationDb) => {
    const { frequenciesHz, levelsDb } = listeningLevelCurve(phon, 80, 1);
    COMPENSATION_HZ.forEach((frequencyHz, i) => {
      const levelDb = pchip(frequenciesHz.map(Math.log), levelsDb)(Math.log(frequencyHz));
      // The published table has one decimal, and 12.5 kHz, where the curve bends, lies between two points of ours.
      expect(Math.abs(levelDb + compensationDb[i]!), `${frequencyHz} Hz`).toBeLessThanOrEqual(0.08);
    });
  });

  test('applies 0.6 of it unless told otherwise, nothing at 1 kHz, and nothing at the level of the mix', () => {
    const whole = listeningLevelCurve(60, 80, 1);
    const part = listeningLevelCurve(60, 80);
    part.levelsDb.forEach((db, i) => expect(db).toBeCloseTo(0.6 * whole.levelsDb[i]!, 9));
    expect(part.levelsDb[part.frequenciesHz.indexOf(1000)]).toBeCloseTo(0, 9);
    expect(listeningLevelCurve(73, 73).levelsDb.every((db) => Math.abs(db) < 1e-12)).toBe(true);
    expect(listeningLevelCurve(90, 70).levelsDb[0]).toBeGreaterThan(0);
    expect(() => listeningLevelCurve(10, 80)).toThrow(RangeError);
  });
});
