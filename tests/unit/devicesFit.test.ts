import { describe, expect, it } from 'vitest';
import {
  curvesFolder,
  extended,
  hasCurves,
  medianCurve,
  normalised,
  withVentedRollOff,
} from '../../scripts/fit/curves';
import { fitError, fitJob, gridErrors, headphoneFigures, publishedCurve } from '../../scripts/fit/fitJob';
import { FIT_JOBS } from '../../scripts/fit/jobs';
import { deviceById } from '../../src/devices/catalogue';
import { loadEvidence } from '../../src/devices/evidence';
import { onErrorGrid } from '../../src/devices/evidence/errorGrid';
import { headphoneEvidence } from '../../src/devices/evidence/headphones';
import * as kinds from '../../src/devices/profiles/kinds';

const folder = curvesFolder();
const evidence = await loadEvidence();

/** The published curves are not part of the project; where they are missing the comparison is left out, aloud. */
function withCurves(check: () => void): void {
  if (hasCurves(folder)) check();
  else console.warn(`Left out: no published curves at ${folder} to hold the fitted profiles against.`);
}

describe('fitted profiles against their published curves', () => {
  it.each(FIT_JOBS.map((job) => [job.profile.id, job] as const))('%s is as close as it says', (id, job) => {
    withCurves(() => {
      const profile = deviceById(id)!;
      const curve = publishedCurve(job, folder);
      const error = fitError(job, curve, profile.stages);
      expect(error).toEqual(evidence[id]!.fit);
      expect(error.rmsDb).toBeLessThanOrEqual(0.25);
      expect(error.worstDb).toBeLessThanOrEqual(0.8);
      const { first, errorsDb } = gridErrors(job, curve, profile.stages);
      expect(onErrorGrid(first, errorsDb)).toEqual(evidence[id]!.errorsDb);
    });
  });

  it('come out of the job table again, figure for figure', () => {
    withCurves(() => {
      const job = FIT_JOBS.find(({ profile }) => profile.id === 'airpods-2')!;
      expect(fitJob(job, folder).stages).toEqual(deviceById('airpods-2')!.stages);
    });
  });

  it('say in the catalogue what the job table says', () => {
    const byName = new Map(Object.entries(kinds));
    for (const job of FIT_JOBS) {
      const profile = deviceById(job.profile.id)!;
      expect(profile).toMatchObject('kind' in job ? { ...byName.get(job.kind), ...job.profile } : job.profile);
      if ('evidence' in job) expect(evidence[profile.id]).toMatchObject(job.evidence);
    }
  });

  it('name every source of a headphone, and how far they differ', () => {
    withCurves(() => {
      for (const job of FIT_JOBS) {
        if (!('kind' in job)) continue;
        const { fit, errorsDb } = evidence[job.profile.id]!;
        expect(headphoneEvidence({ ...headphoneFigures(job, folder, fit!), errorsDb: errorsDb! })).toEqual(
          evidence[job.profile.id],
        );
      }
    });
  });

  it('are never made from one measured loudspeaker alone', () => {
    for (const job of FIT_JOBS) {
      if ('kind' in job || job.profile.family !== 'monitors') continue;
      expect(job.curves.length).toBeGreaterThanOrEqual(3);
      expect(job.profile.evidence).toBe('medianOfSeveral');
    }
  });
});

describe('curves', () => {
  const line = (slope: number) => {
    const frequenciesHz = Array.from({ length: 60 }, (_, i) => 100 * 2 ** (i / 12));
    return { frequenciesHz, levelsDb: frequenciesHz.map((f) => slope * Math.log2(f / 100)) };
  };

  it('takes the median point by point, where all curves have one', () => {
    const frequenciesHz = [100, 200, 400];
    const median = medianCurve([
      { frequenciesHz, levelsDb: [0, 1, 2] },
      { frequenciesHz, levelsDb: [4, 3, 8] },
      { frequenciesHz: [200, 400], levelsDb: [9, 4] },
    ]);
    expect(median).toEqual({ frequenciesHz: [200, 400], levelsDb: [3, 4] });
    expect(medianCurve([line(1), line(3)]).levelsDb[12]).toBeCloseTo(2, 9);
    expect(() => medianCurve([])).toThrow(RangeError);
  });

  it('levels on the mean from 300 to 3000 Hz', () => {
    const curve = normalised(line(2));
    const inside = curve.levelsDb.filter((_, i) => curve.frequenciesHz[i]! >= 300 && curve.frequenciesHz[i]! <= 3000);
    expect(inside.reduce((sum, level) => sum + level, 0)).toBeCloseTo(0, 9);
  });

  it('follows a fall outwards, never a rise, and holds where it is told to', () => {
    const falling = extended(line(12), [100, 3000], 'slope', 'slope');
    expect(falling.frequenciesHz[0]).toBeLessThan(21);
    expect(falling.levelsDb[0]).toBeCloseTo(12 * Math.log2(falling.frequenciesHz[0]! / 100), 6);
    const top = line(12).frequenciesHz.findLast((f) => f <= 3000)!;
    expect(falling.levelsDb.at(-1)).toBeCloseTo(12 * Math.log2(top / 100), 6);
    const held = extended(line(12), [100, 3000], 'hold', 'hold');
    expect(held.levelsDb[0]).toBe(0);
  });

  it('puts a vented roll-off where it is said to be', () => {
    const frequenciesHz = [15, 30, 60, 100, 1000];
    const curve = withVentedRollOff({ frequenciesHz, levelsDb: frequenciesHz.map(() => 0) }, 100, 30);
    expect(curve.levelsDb[1]).toBeCloseTo(-6.02, 2);
    expect(curve.levelsDb[1]! - curve.levelsDb[0]!).toBeGreaterThan(20);
    expect(curve.levelsDb[4]).toBeCloseTo(0, 6);
  });
});
