import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../src/devices/catalogue';
import type { DeviceProfile, Stage } from '../../src/devices/DeviceProfile';
import { combinePlayback, listeningLevelCurve, playbackCorrection } from '../../src/devices/playback';
import { responseCurveDb } from '../../src/devices/response';
import type { ToneCurve } from '../../src/devices/ToneCurve';

const WORN = CATALOGUE.filter(({ family }) => family === 'headphones' || family === 'earbuds');

/** A response over the grid of a curve, its mean from 300 to 3000 Hz at 0 dB. */
function levelled(profile: Pick<DeviceProfile, 'stages'>, { frequenciesHz }: ToneCurve): Float64Array {
  const db = responseCurveDb(profile, frequenciesHz);
  const midband = db.filter((_, i) => frequenciesHz[i]! >= 300 && frequenciesHz[i]! <= 3000);
  const mean = midband.reduce((sum, x) => sum + x, 0) / midband.length;
  return db.map((x) => x - mean);
}

const at = ({ frequenciesHz, levelsDb }: ToneCurve, frequencyHz: number): number =>
  levelsDb[frequenciesHz.findIndex((hz) => hz >= frequencyHz)]!;

const largestStep = (levelsDb: Float64Array): number =>
  levelsDb.reduce((most, db, i) => Math.max(most, i === 0 ? 0 : Math.abs(db - levelsDb[i - 1]!)), 0);

const peaking = (frequencyHz: number, gainDb: number, q: number): Stage => ({
  kind: 'peaking',
  frequencyHz,
  gainDb,
  q,
});

describe.each(WORN.map((gear) => [gear.id, gear] as const))('wearing %s', (_, gear) => {
  const correction = playbackCorrection(null, gear);
  const { curve } = correction;

  test('a target of the same kind is heard flat wherever the limit allows', () => {
    const own = levelled(gear, curve);
    const toHz = Math.min(8000, gear.validRangeHz?.[1] ?? 20_000);
    const isLeftOut = (hz: number): boolean =>
      hz < 25 || hz > toHz || correction.limitedRangesHz.some(([from, to]) => hz >= from / 1.1 && hz <= to * 1.1);
    const left = own.map((db, i) => db + curve.levelsDb[i]!);
    left.forEach((db, i) => {
      const octaveThird = left.subarray(Math.max(0, i - 4), i + 5);
      const around = curve.frequenciesHz.subarray(Math.max(0, i - 4), i + 5);
      if (around.some((hz) => isLeftOut(hz))) return;
      const mean = octaveThird.reduce((sum, x) => sum + x, 0) / octaveThird.length;
      // Smoothing leaves ripples, and a narrow dip is left as it is; over a third of an octave they hardly count.
      const most = around[4]! < 4000 ? 0.4 : 0.8;
      expect(mean, `around ${around[4]!.toFixed(0)} Hz`).toBeLessThan(most);
      expect(mean, `around ${around[4]!.toFixed(0)} Hz`).toBeGreaterThan(-most - 0.2);
      expect(Math.abs(db), `${around[4]!.toFixed(0)} Hz`).toBeLessThan(1.5);
    });
  });

  test('boosts by no more than 9 dB and cuts by no more than 24, without a jump, held at both ends', () => {
    expect(Math.max(...curve.levelsDb)).toBeLessThanOrEqual(9);
    expect(Math.min(...curve.levelsDb)).toBeGreaterThanOrEqual(-24);
    expect(largestStep(curve.levelsDb)).toBeLessThan(3);
    expect(at(curve, 20)).toBeCloseTo(at(curve, 24), 9);
    expect(at(curve, 19_000)).toBeCloseTo(at(curve, 10_200), 9);
    expect(correction.preampDb).toBe(-Math.max(0, ...curve.levelsDb));
  });

  test('is one filter for all targets', () => {
    for (const target of CATALOGUE) expect(playbackCorrection(target, gear).curve).toEqual(curve);
  });

  test('says where the limit bites, and only there', () => {
    const tight = playbackCorrection(null, gear, 2);
    const open = playbackCorrection(null, gear, 12);
    expect(Math.max(...tight.curve.levelsDb)).toBeLessThanOrEqual(2);
    tight.curve.frequenciesHz.forEach((hz, i) => {
      const cutOff = open.curve.levelsDb[i]! - tight.curve.levelsDb[i]!;
      const isNamed = tight.limitedRangesHz.some(([from, to]) => hz >= from && hz <= to);
      expect(isNamed, `${hz} Hz`).toBe(cutOff > 0.5);
      if (cutOff > 0.5) {
        const range = tight.unreachable.find(({ fromHz, toHz }) => hz >= fromHz && hz <= toHz);
        expect(range?.missingDb).toBeGreaterThanOrEqual(cutOff - 1e-9);
      }
    });
  });
});

describe('the correction of any headphones', () => {
  test('never goes beyond its limits and has no jumps', () => {
    const band = fc.record({
      kind: fc.constant('peaking' as const),
      frequencyHz: fc.double({ min: 30, max: 15_000, noNaN: true }),
      gainDb: fc.double({ min: -18, max: 18, noNaN: true }),
      q: fc.double({ min: 0.4, max: 6, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(band, { maxLength: 8 }), fc.double({ min: 0, max: 12, noNaN: true }), (stages, limit) => {
        const { curve } = playbackCorrection(null, { stages }, limit);
        expect(curve.levelsDb.every((db) => db <= limit && db >= -24)).toBe(true);
        const finest = largestStep(responseCurveDb({ stages }, curve.frequenciesHz));
        expect(largestStep(curve.levelsDb)).toBeLessThanOrEqual(finest + 1);
        const combined = combinePlayback(curve, null);
        if (combined) expect(Math.max(...combined.levelsDb)).toBeLessThanOrEqual(1e-9);
      }),
      { numRuns: 200 },
    );
  });

  test('fills a broad valley and leaves a narrow dip alone', () => {
    const valley = playbackCorrection(null, { stages: [peaking(200, -8, 1)] });
    // Its skirt belongs to the mean that is removed.
    expect(at(valley.curve, 200) - at(valley.curve, 9000)).toBeCloseTo(8, 0);
    const dip = playbackCorrection(null, { stages: [peaking(200, -8, 9)] });
    expect(Math.max(...dip.curve.levelsDb)).toBeLessThan(2);
    const peak = playbackCorrection(null, { stages: [peaking(200, 8, 9)] });
    expect(at(peak.curve, 200)).toBeLessThan(-6);
  });

  test('smooths the treble by an octave', () => {
    const comb = playbackCorrection(null, { stages: [peaking(9800, -9, 8), peaking(13_500, 9, 8)] });
    expect(Math.abs(at(comb.curve, 10_500))).toBeLessThan(3);
  });

  test('reads nothing beyond the range in which the figures are valid', () => {
    const stages = [peaking(60, 6, 1), peaking(25, -20, 2)];
    const all = playbackCorrection(null, { stages });
    const valid = playbackCorrection(null, { stages, validRangeHz: [60, 16_000] });
    expect(at(all.curve, 25)).toBeGreaterThan(5);
    expect(at(valid.curve, 25)).toBeCloseTo(at(valid.curve, 40), 6);
    expect(at(valid.curve, 25)).toBeLessThan(0);
  });

  test('names what they cannot reproduce of a target, and not what it does not ask for', () => {
    const thin = { stages: [{ kind: 'lowshelf', frequencyHz: 90, gainDb: -11.5, q: 0.7 } satisfies Stage] };
    const bassy = { stages: [{ kind: 'lowshelf', frequencyHz: 90, gainDb: 10, q: 0.7 } satisfies Stage] };
    const small = { stages: [{ kind: 'highpass', frequencyHz: 500, q: 0.7 } satisfies Stage] };
    const alone = playbackCorrection(null, thin);
    expect(alone.unreachable).toHaveLength(1);
    expect(alone.unreachable[0]!.missingDb).toBeCloseTo(11.5 - 9, 0);
    const more = playbackCorrection(bassy, thin).unreachable;
    expect(more[0]!.missingDb).toBeCloseTo(21.5 - 12, 0);
    expect(more[0]!.toHz).toBeGreaterThan(alone.unreachable[0]!.toHz);
    expect(playbackCorrection(small, thin).unreachable).toEqual([]);
    expect(playbackCorrection(small, thin).limitedRangesHz).toEqual(alone.limitedRangesHz);
  });

  test('says which limits it does not take', () => {
    expect(() => playbackCorrection(null, { stages: [] }, 13)).toThrow(/maxBoostDb must be between 0 and 12, got 13/);
  });
});

describe('what the engine is given', () => {
  const gear = WORN[0]!;

  test('is nothing where there is nothing to do', () => {
    expect(combinePlayback(null, null)).toBeNull();
    expect(combinePlayback(null, listeningLevelCurve(80, 80))).toBeNull();
    expect(combinePlayback(playbackCorrection(null, { stages: [] }).curve, null)).toBeNull();
  });

  test('is the sum of both, turned down so that no frequency is raised', () => {
    const { curve } = playbackCorrection(null, gear);
    const listening = listeningLevelCurve(60, 80);
    const both = combinePlayback(curve, listening)!;
    const sum = curve.levelsDb.map((db, i) => db + listening.levelsDb[i]!);
    const most = Math.max(...sum);
    both.levelsDb.forEach((db, i) => expect(db).toBeCloseTo(sum[i]! - Math.max(0, most), 9));
    expect(Math.max(...both.levelsDb)).toBeLessThanOrEqual(1e-9);
    expect(both.frequenciesHz[0]).toBe(20);
    expect(both.frequenciesHz.at(-1)).toBe(20_000);
  });
});
