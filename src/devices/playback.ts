import { assertInRange } from '../core/errors';
import { clamp } from '../core/units';
import { equalLoudnessContourDb } from '../dsp/iso226';
import { pchip } from '../dsp/pchip';
import { fillNarrowDips, smoothOctaves } from '../dsp/smoothing';
import type { DeviceProfile } from './DeviceProfile';
import type { ToneCurve } from './ToneCurve';
import { responseCurveDb } from './response';

const STEPS_PER_OCTAVE = 24;
/** 20 Hz to 20 kHz, 24 steps an octave through 1 kHz; both ends belong to it. */
const GRID_HZ: Float64Array = Float64Array.from([
  20,
  ...Array.from({ length: 239 }, (_, i) => 1000 * 2 ** ((i - 135) / STEPS_PER_OCTAVE)),
  20_000,
]);

/** A correction boosts by no more than this unless asked to; and never by more than {@link GEAR_REACH_DB}. */
const MAX_BOOST_DB = 9;
/** No headphones are trusted with more in any band, relative to their level at 300 to 3000 Hz. */
const GEAR_REACH_DB = 12;
const MAX_CUT_DB = 24;
/** Nothing is known well enough below and above, so the correction is held. */
const HELD_HZ = [25, 10_000] as const;
/** Dips of the gear that are narrower than this, in octaves, are not filled: they move from head to head. */
const NARROW_OCTAVES = 1 / 3;
/** Limits that take off less are not worth a word, dB. */
const AUDIBLE_DB = 0.5;

/** The work is done on a finer grid, and with a margin on both sides for smoothing. */
const FINE = { stepsPerOctave: 48, fromHz: 10, octaves: 12 } as const;
const FINE_HZ = Float64Array.from(
  { length: FINE.octaves * FINE.stepsPerOctave + 1 },
  (_, i) => FINE.fromHz * 2 ** (i / FINE.stepsPerOctave),
);

/**
 * Width of the smoothing: a twelfth of an octave below 1 kHz, a sixth to 6 kHz, a third to 9 kHz, an octave above, as
 * full widths at half maximum. The steps are spread over a third of an octave, so that the smoothed curve has none.
 */
const smoothingOctaves = (() => {
  const steps = [
    [1000, 1 / 12, 1 / 6],
    [6000, 1 / 6, 1 / 3],
    [9000, 1 / 3, 1],
  ] as const;
  const octaves = (frequencyHz: number): number => Math.log2(frequencyHz);
  const widthAt = pchip(
    steps.flatMap(([frequencyHz]) => [octaves(frequencyHz) - 1 / 6, octaves(frequencyHz) + 1 / 6]),
    steps.flatMap(([, below, above]) => [below, above]),
  );
  return FINE_HZ.map((frequencyHz) => widthAt(octaves(frequencyHz)));
})();

/** Mean of a curve over 300 to 3000 Hz, evenly over log frequency. */
function midbandMeanDb(frequenciesHz: Float64Array, levelsDb: Float64Array): number {
  const within = levelsDb.filter((_, i) => frequenciesHz[i]! >= 300 && frequenciesHz[i]! <= 3000);
  return within.reduce((sum, db) => sum + db, 0) / within.length;
}

/**
 * How a device deviates, fit to be turned round: held beyond its valid range, smoothed, its narrow dips filled, held
 * below 25 Hz and above 10 kHz, mean of 300 to 3000 Hz removed.
 */
function boundedDeviation(gear: Pick<DeviceProfile, 'stages' | 'validRangeHz'>): ToneCurve {
  const [validFromHz, validToHz] = gear.validRangeHz ?? [20, 20_000];
  const fromHz = clamp(validFromHz, FINE.fromHz, 300);
  const toHz = clamp(validToHz, 3000, 20_000);
  const raw = responseCurveDb(
    gear,
    FINE_HZ.map((frequencyHz) => clamp(frequencyHz, fromHz, toHz)),
  );
  const smooth = smoothOctaves(raw, FINE.stepsPerOctave, (i) => smoothingOctaves[i]!);
  const filled = fillNarrowDips(smooth, NARROW_OCTAVES * FINE.stepsPerOctave);
  const at = pchip(FINE_HZ.map(Math.log), filled);
  const levelsDb = GRID_HZ.map((frequencyHz) => at(Math.log(clamp(frequencyHz, ...HELD_HZ))));
  const meanDb = midbandMeanDb(GRID_HZ, levelsDb);
  return { frequenciesHz: GRID_HZ, levelsDb: levelsDb.map((db) => db - meanDb) };
}

/** A stretch of the spectrum that the listener's gear cannot give as the target asks. */
export interface UnreachableRange {
  readonly fromHz: number;
  readonly toHz: number;
  /** At most missing within it, dB > 0. */
  readonly missingDb: number;
}

/** What makes the listener's own gear neutral, as far as it may. */
export interface PlaybackCorrection {
  /** One filter for all targets, 0 dB on average from 300 to 3000 Hz. */
  readonly curve: ToneCurve;
  /** Where the correction would have to go further than it may: `[fromHz, toHz]`, rising. */
  readonly limitedRangesHz: readonly (readonly [number, number])[];
  /** What these headphones cannot reproduce of the target, rising. */
  readonly unreachable: readonly UnreachableRange[];
  /** Turned down by this, dB ≤ 0, the correction raises no frequency; {@link combinePlayback} does so. */
  readonly preampDb: number;
}

/** Stretches of the grid where a value is above a threshold, with the largest. */
function ranges(values: Float64Array, threshold: number): UnreachableRange[] {
  const found: UnreachableRange[] = [];
  for (let from = 0; from < values.length; from++) {
    if (!(values[from]! > threshold)) continue;
    let to = from;
    while (to + 1 < values.length && values[to + 1]! > threshold) to++;
    found.push({
      fromHz: GRID_HZ[from]!,
      toHz: GRID_HZ[to]!,
      missingDb: values.subarray(from, to + 1).reduce((most, db) => Math.max(most, db), 0),
    });
    from = to;
  }
  return found;
}

/**
 * Takes what the listener wears out of what is heard: the gear's deviation from its own target, subtracted. As the
 * targets are deviations from theirs, each is then heard as it is. The curve depends on the gear alone, so that one
 * filter behind the switcher serves all targets; only `unreachable` asks what the target wants.
 *
 * Deviations are smoothed (1/12 octave below 1 kHz, 1/6 to 6 kHz, 1/3 to 9 kHz, 1 octave above), held below 25 Hz and
 * above 10 kHz, where no two heads agree, and levelled to 300–3000 Hz. Boosts end at `maxBoostDb`, cuts at 24 dB. Dips
 * of the gear narrower than a third of an octave are not filled.
 *
 * Of the target, missing is what the limit cuts off, as far as the target asks for more than the gear gives by itself,
 * and what correction and target together ask of the gear beyond 12 dB.
 * @param target null when none is chosen, or the flat reference
 * @param maxBoostDb 0…12
 */
export function playbackCorrection(
  target: Pick<DeviceProfile, 'stages'> | null,
  gear: Pick<DeviceProfile, 'stages' | 'validRangeHz'>,
  maxBoostDb = MAX_BOOST_DB,
): PlaybackCorrection {
  assertInRange('maxBoostDb', maxBoostDb, 0, GEAR_REACH_DB);
  const wantedDb = boundedDeviation(gear).levelsDb.map((db) => -db);
  const levelsDb = wantedDb.map((db) => clamp(db, -MAX_CUT_DB, maxBoostDb));
  const targetDb = target ? responseCurveDb(target, GRID_HZ) : new Float64Array(GRID_HZ.length);
  const targetMeanDb = midbandMeanDb(GRID_HZ, targetDb);
  const missingDb = wantedDb.map((db, i) => {
    const driveDb = db + targetDb[i]! - targetMeanDb;
    return Math.max(Math.min(db - maxBoostDb, driveDb), driveDb - GEAR_REACH_DB);
  });
  const beyondDb = wantedDb.map((db, i) => Math.abs(db - levelsDb[i]!));
  return {
    curve: { frequenciesHz: GRID_HZ, levelsDb },
    limitedRangesHz: ranges(beyondDb, AUDIBLE_DB).map(({ fromHz, toHz }) => [fromHz, toHz]),
    unreachable: ranges(missingDb, AUDIBLE_DB),
    preampDb: Math.min(0, -levelsDb.reduce((most, db) => Math.max(most, db), -Infinity)),
  };
}

/**
 * How much of the difference between equal-loudness contours is applied: pure-tone contours overstate it for broadband
 * music, and 0.5 to 0.7 is common practice.
 */
const LISTENING_FACTOR = 0.6;

/**
 * The mix as it is heard when it plays at another level than it was mixed at: the ear loses bass as it gets quieter
 * (ISO 226:2023). −factor × ([L(listen) − listen] − [L(mixed) − mixed]), 0 dB at 1 kHz.
 *
 * The contours are those of pure tones in a free field, for young listeners, and overstate the effect for music, which is
 * why only a part of the difference is applied. Above 12.5 kHz, where the standard ends, the value there is held.
 * @param listenPhon level at which it is heard, 20…90 phon
 * @param mixedAtPhon level at which it was mixed, 20…90 phon
 * @param factor part of the difference that is applied, 0…1
 */
export function listeningLevelCurve(listenPhon: number, mixedAtPhon: number, factor = LISTENING_FACTOR): ToneCurve {
  assertInRange('listenPhon', listenPhon, 20, 90);
  assertInRange('mixedAtPhon', mixedAtPhon, 20, 90);
  assertInRange('factor', factor, 0, 1);
  const relativeDb = (phon: number, frequencyHz: number): number => equalLoudnessContourDb(phon, frequencyHz) - phon;
  return {
    frequenciesHz: GRID_HZ,
    levelsDb: GRID_HZ.map((hz) => -factor * (relativeDb(listenPhon, hz) - relativeDb(mixedAtPhon, hz))),
  };
}

/** Changes below this are none, dB. */
const NOTHING_DB = 1e-6;

/**
 * Both of what is common to all targets as one curve for the engine, turned down as a whole so that it raises no
 * frequency: whatever does not clip before does not clip behind it.
 * @param correction {@link PlaybackCorrection.curve}, or null
 * @param listening {@link listeningLevelCurve}, or null
 * @returns null when there is nothing to do, so that samples pass bit for bit
 */
export function combinePlayback(correction: ToneCurve | null, listening: ToneCurve | null): ToneCurve | null {
  const curves = [correction, listening].filter((curve) => curve !== null);
  const ons = curves.map(({ frequenciesHz, levelsDb }) => pchip(frequenciesHz.map(Math.log), levelsDb));
  const sumDb = GRID_HZ.map((hz) => ons.reduce((sum, at) => sum + at(Math.log(hz)), 0));
  if (sumDb.every((db) => Math.abs(db) < NOTHING_DB)) return null;
  const preampDb = Math.min(0, -sumDb.reduce((most, db) => Math.max(most, db), -Infinity));
  return { frequenciesHz: GRID_HZ, levelsDb: sumDb.map((db) => db + preampDb) };
}
