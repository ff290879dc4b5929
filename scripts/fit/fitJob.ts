import type { DeviceProfile, FitError, ToneStage } from '../../src/devices/DeviceProfile';
import { ERROR_GRID_HZ } from '../../src/devices/evidence/errorGrid';
import type { HeadphoneFigures } from '../../src/devices/evidence/headphones';
import { responseDb } from '../../src/devices/response';
import { fitCascade } from '../../src/dsp/fitCascade';
import { extended, medianCurve, normalised, readCurve, withVentedRollOff, type Curve } from './curves';
import type { FitJob } from './jobs';
import { originOf } from './origin';

/** Fits are judged here, hertz; below 30 Hz and above 16 kHz published curves say little. */
const JUDGED_HZ = [30, 16_000] as const;

/** How much the points outside the judged range pull on the fit, against 1 inside. */
const OUTSIDE_WEIGHT = 0.05;

const rounded = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(6));

/** Frequencies to three significant digits, gain and q to 0.01: finer than any source. */
function roundStage(stage: ToneStage): ToneStage {
  if (stage.kind === 'gain') return { kind: 'gain', gainDb: rounded(stage.gainDb, 0.01) };
  const place = { frequencyHz: Number(stage.frequencyHz.toPrecision(3)), q: rounded(stage.q, 0.01) };
  if (stage.kind === 'highpass' || stage.kind === 'lowpass') return { kind: stage.kind, ...place };
  return { kind: stage.kind, frequencyHz: place.frequencyHz, gainDb: rounded(stage.gainDb, 0.01), q: place.q };
}

/** Mean level from 300 to 3000 Hz, evenly over log frequency, dB. */
export function midbandMeanDb(profile: Pick<DeviceProfile, 'stages'>): number {
  const points = 200;
  let sum = 0;
  for (let i = 0; i < points; i++) sum += responseDb(profile, 300 * 10 ** ((i + 0.5) / points));
  return sum / points;
}

/** The published curve of a job, combined and levelled, before anything is assumed beyond its range. */
export function publishedCurve(job: FitJob, folder: string): Curve {
  const combined = medianCurve(job.curves.map((stem) => readCurve(folder, stem)));
  const shaped = job.rollOff ? withVentedRollOff(combined, job.rollOff.fromHz, job.rollOff.sixDbDownHz) : combined;
  return normalised(shaped);
}

function judgedRange(job: FitJob): readonly [number, number] {
  return [Math.max(JUDGED_HZ[0], job.validRangeHz[0]), Math.min(JUDGED_HZ[1], job.validRangeHz[1])];
}

/** Error of a chain against the published points of its job, dB. */
export function fitError(job: FitJob, curve: Curve, stages: DeviceProfile['stages']): FitError {
  const [fromHz, toHz] = judgedRange(job);
  const errors = curve.frequenciesHz
    .map((f, i) => ({ f, error: responseDb({ stages }, f) - (curve.levelsDb[i] as number) }))
    .filter(({ f }) => f >= fromHz && f <= toHz)
    .map(({ error }) => error);
  const rms = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
  const worst = Math.max(...errors.map(Math.abs));
  return { rmsDb: rounded(rms, 0.001), worstDb: rounded(worst, 0.01), fromHz, toHz };
}

/** Published curve at one frequency, straight between its points over log frequency, dB. */
function levelAt(curve: Curve, frequencyHz: number): number {
  const above = Math.max(
    1,
    curve.frequenciesHz.findIndex((f) => f >= frequencyHz),
  );
  const [low, high] = [curve.frequenciesHz[above - 1] as number, curve.frequenciesHz[above] as number];
  const part = Math.log(frequencyHz / low) / Math.log(high / low);
  return (curve.levelsDb[above - 1] as number) * (1 - part) + (curve.levelsDb[above] as number) * part;
}

/** Published curve minus chain on the grid of `errorsDb`, dB: the first grid point it is known at, and the errors. */
export function gridErrors(
  job: FitJob,
  curve: Curve,
  stages: DeviceProfile['stages'],
): { readonly first: number; readonly errorsDb: readonly number[] } {
  const [fromHz, toHz] = job.validRangeHz;
  const last = Math.min(toHz, curve.frequenciesHz.at(-1) as number);
  // The grid begins where the curves do, bar rounding.
  const known = ERROR_GRID_HZ.filter((f) => f >= fromHz * 0.9999 && f <= last);
  return {
    first: ERROR_GRID_HZ.indexOf(known[0] as number),
    errorsDb: known.map((f) => rounded(levelAt(curve, f) - responseDb({ stages }, f), 0.05) + 0),
  };
}

/** What was fitted, and how well. */
export interface FittedJob {
  readonly stages: DeviceProfile['stages'];
  readonly fit: FitError;
  readonly first: number;
  readonly errorsDb: readonly number[];
  readonly sections: number;
  readonly milliseconds: number;
}

/** Fits one device. */
export function fitJob(job: FitJob, folder: string): FittedJob {
  const curve = publishedCurve(job, folder);
  const target = extended(curve, job.validRangeHz, job.below, job.above);
  const range = judgedRange(job);
  const begun = performance.now();
  const fit = fitCascade(target, {
    errorRangeHz: range,
    weights: target.frequenciesHz.map((f) => (f >= range[0] && f <= range[1] ? 1 : OUTSIDE_WEIGHT)),
    // A held edge must stay level beyond the grid too, so no section may roll off there.
    allowsHighpass: job.below === 'slope',
    allowsLowpass: job.above === 'slope',
    // Rounding and levelling cost a little; the goal leaves room for it.
    rmsGoalDb: job.rmsGoalDb * 0.97,
    worstGoalDb: job.worstGoalDb * 0.97,
    // Larger ones only cancel one another.
    gainLimitDb: 12,
    regrowths: 4,
    shakes: 60,
  });
  const milliseconds = performance.now() - begun;
  const filters = fit.sections.filter((section) => section.kind !== 'gain').map(roundStage);
  const stages = [...filters, roundStage({ kind: 'gain', gainDb: -midbandMeanDb({ stages: filters }) })];
  return {
    stages,
    fit: fitError(job, curve, stages),
    ...gridErrors(job, curve, stages),
    sections: filters.length,
    milliseconds,
  };
}

/** What a headphone job's evidence is made of, its errors apart. */
export function headphoneFigures(
  job: Extract<FitJob, { readonly worn: string }>,
  folder: string,
  fit: FitError,
): Omit<HeadphoneFigures, 'errorsDb'> {
  const { worn, notes, validRangeHz, curves } = job;
  return { worn, ...originOf(folder, curves[0] as string), ...(notes && { notes }), fit, validRangeHz };
}
