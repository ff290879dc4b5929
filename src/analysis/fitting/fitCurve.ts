import { assertInRange } from '../../core/errors';
import type { ToneStage } from '../../devices/DeviceProfile';
import { responseCurveDb } from '../../devices/response';
import type { ToneCurve } from '../../devices/ToneCurve';
import { fitCascade, type CascadeSection } from '../../dsp/fitCascade';
import type { CurveFit } from '../FittingPort';

/** Fits are judged here, hertz; below 30 Hz and above 16 kHz published curves say little. */
const JUDGED_HZ = [30, 16_000] as const;
/** Kept steady beyond the judged range, so that the outermost points do not swing. */
const STEADIED_HZ = [28, 17_000] as const;
/** What a curve must reach over to describe a device, hertz. */
const NEEDED_HZ = [100, 10_000] as const;
const MIDBAND_HZ = [300, 3000] as const;
const MIN_POINTS = 10;

/**
 * Points an octave of the grid that is fitted to, and the narrowest section, in turn. The first is enough for whatever is
 * smooth over a third of an octave, and time goes with the points; the second is for published curves with spikes.
 */
const PASSES = [
  { pointsPerOctave: 16, maxQ: 8 },
  { pointsPerOctave: 32, maxQ: 16 },
] as const;
/** A fit that is no further off than this is taken, dB. */
const GOOD = { rmsDb: 0.3, worstDb: 1 } as const;
const JUDGED_POINTS_PER_OCTAVE = 48;
const FIT_RANGE_HZ = [20, 20_000] as const;

/** How much the points outside the curve's own range pull, against 1 inside: there is nothing to follow there. */
const OUTSIDE_WEIGHT = 0.05;

function gridOf(fromHz: number, toHz: number, pointsPerOctave: number): Float64Array {
  const count = Math.max(2, Math.ceil(Math.log2(toHz / fromHz) * pointsPerOctave) + 1);
  return Float64Array.from({ length: count }, (_, i) => fromHz * (toHz / fromHz) ** (i / (count - 1)));
}

/** The curve's levels at rising frequencies: straight lines over log frequency, held beyond its ends. */
function levelsAt({ frequenciesHz, levelsDb }: ToneCurve, atHz: Float64Array): Float64Array {
  const last = frequenciesHz.length - 1;
  let right = 1;
  return atHz.map((f) => {
    while (right < last && frequenciesHz[right]! < f) right++;
    const [from, to] = [frequenciesHz[right - 1]!, frequenciesHz[right]!];
    const share = Math.min(1, Math.max(0, Math.log(f / from) / Math.log(to / from)));
    return levelsDb[right - 1]! + share * (levelsDb[right]! - levelsDb[right - 1]!);
  });
}

function assertCurve({ frequenciesHz, levelsDb }: ToneCurve): void {
  const count = frequenciesHz.length;
  if (count < MIN_POINTS) throw new RangeError(`a curve needs at least ${MIN_POINTS} points, got ${count}`);
  assertInRange('number of levels', levelsDb.length, count, count);
  for (let i = 0; i < count; i++) {
    const f = frequenciesHz[i]!;
    if (!(f > (i === 0 ? 0 : frequenciesHz[i - 1]!) && Number.isFinite(f))) {
      throw new RangeError(`frequencies must be positive and rise, got ${f} Hz at point ${i + 1}`);
    }
    assertInRange(`level at ${f} Hz`, levelsDb[i]!, -200, 200);
  }
  if (frequenciesHz[0]! > NEEDED_HZ[0] || frequenciesHz[count - 1]! < NEEDED_HZ[1]) {
    throw new RangeError(
      `a curve must reach from ${NEEDED_HZ[0]} Hz to ${NEEDED_HZ[1]} Hz, ` +
        `got ${frequenciesHz[0]} Hz to ${frequenciesHz[count - 1]} Hz`,
    );
  }
}

const rounded = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(6));

/** Frequencies to four significant digits, gain to 0.01 dB, q to 0.001: finer than any source. */
function roundSection(section: Exclude<CascadeSection, { readonly kind: 'gain' }>): ToneStage {
  const frequencyHz = Number(section.frequencyHz.toPrecision(4));
  const q = rounded(section.q, 0.001);
  if (section.kind === 'highpass' || section.kind === 'lowpass') return { kind: section.kind, frequencyHz, q };
  return { kind: section.kind, frequencyHz, gainDb: rounded(section.gainDb, 0.01), q };
}

const meanOf = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;

function fitOnce(curve: ToneCurve, { pointsPerOctave, maxQ }: (typeof PASSES)[number]): CurveFit {
  const { frequenciesHz } = curve;
  const [lowestHz, highestHz] = [frequenciesHz[0]!, frequenciesHz[frequenciesHz.length - 1]!];
  const within = ([fromHz, toHz]: readonly [number, number]): [number, number] => [
    Math.max(fromHz, lowestHz),
    Math.min(toHz, highestHz),
  ];
  const grid = gridOf(...FIT_RANGE_HZ, pointsPerOctave);
  const target = levelsAt(curve, grid);
  // Levels of sound pressure lie far from 0; sections are for the shape.
  const offsetDb = meanOf(target);
  const { sections } = fitCascade(
    { frequenciesHz: grid, levelsDb: target.map((level) => level - offsetDb) },
    {
      errorRangeHz: within(STEADIED_HZ),
      weights: grid.map((f) => (f >= lowestHz * 0.999 && f <= highestHz * 1.001 ? 1 : OUTSIDE_WEIGHT)),
      // Where the curve ends early nothing says that the device rolls off.
      allowsHighpass: lowestHz <= JUDGED_HZ[0],
      allowsLowpass: highestHz >= JUDGED_HZ[1],
      // Rounding, levelling and what lies between the points of the grid cost a little; the goal leaves room for it.
      rmsGoalDb: 0.22,
      worstGoalDb: 0.7,
      maxSections: 40,
      peakQRange: [0.2, maxQ],
      gainLimitDb: 15,
      regrowths: 0,
      // Someone is waiting: one section more or less is not worth as much time again.
      prunes: 0,
    },
  );
  const filters = sections.filter((section) => section.kind !== 'gain').map(roundSection);
  const midband = gridOf(...MIDBAND_HZ, JUDGED_POINTS_PER_OCTAVE);
  const gainDb = meanOf(levelsAt(curve, midband)) - meanOf(responseCurveDb({ stages: filters }, midband));
  const stages: readonly ToneStage[] = [...filters, { kind: 'gain', gainDb: rounded(gainDb, 0.01) }];

  const [fromHz, toHz] = within(JUDGED_HZ);
  const errorsAt = (atHz: Float64Array): Float64Array => {
    const wanted = levelsAt(curve, atHz);
    return responseCurveDb({ stages }, atHz).map((level, i) => level - wanted[i]!);
  };
  const evenly = errorsAt(gridOf(fromHz, toHz, JUDGED_POINTS_PER_OCTAVE));
  const atPoints = errorsAt(frequenciesHz.filter((f) => f >= fromHz && f <= toHz));
  const rmsDb = Math.sqrt(meanOf(evenly.map((e) => e * e)));
  let worstDb = 0;
  for (const errors of [evenly, atPoints]) for (const e of errors) worstDb = Math.max(worstDb, Math.abs(e));
  return { stages, fit: { rmsDb: rounded(rmsDb, 0.001), worstDb: rounded(worstDb, 0.01), fromHz, toHz } };
}

/**
 * An EQ chain for a curve, the same for the same curve. Points beyond 20 Hz to 20 kHz are not looked at.
 * @throws RangeError for fewer than ten points, points that do not rise, or a curve without 100 Hz to 10 kHz
 */
export function fitCurve(curve: ToneCurve): CurveFit {
  assertCurve(curve);
  const first = fitOnce(curve, PASSES[0]);
  if (first.fit.rmsDb <= GOOD.rmsDb && first.fit.worstDb <= GOOD.worstDb) return first;
  const second = fitOnce(curve, PASSES[1]);
  return second.fit.rmsDb < first.fit.rmsDb ? second : first;
}
