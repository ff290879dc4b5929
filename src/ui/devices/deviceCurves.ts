import type { DeviceEvidence, DeviceProfile } from '../../devices/DeviceProfile';
import { ERROR_GRID_HZ } from '../../devices/evidence/errorGrid';
import { responseCurveDb } from '../../devices/response';
import type { StoredDevice } from '../../storage/DeviceStoragePort';
import { atChartFrequencies, CHART_HZ } from '../plots/chartScale';

type Levels = readonly (number | null)[];

/** What a device's page draws, each at the frequencies of the chart. */
export interface DeviceCurves {
  readonly chainDb: Float64Array;
  /** Null where nothing was published. */
  readonly publishedDb: Levels | null;
  /** Published minus chain. */
  readonly errorsDb: Levels | null;
  /** One standard deviation between sources to either side. */
  readonly spread: { readonly lowDb: Levels; readonly highDb: Levels } | null;
}

const minus = (a: Levels, b: ArrayLike<number>): Levels => a.map((level, i) => (level === null ? null : level - b[i]!));

export function deviceCurves(
  device: DeviceProfile,
  evidence: DeviceEvidence | undefined,
  curve: StoredDevice['curve'],
): DeviceCurves {
  const chainDb = responseCurveDb(device, CHART_HZ);
  let publishedDb: Levels | null = null;
  let errorsDb: Levels | null = null;
  if (curve) {
    publishedDb = atChartFrequencies(curve.frequenciesHz, curve.levelsDb);
    errorsDb = minus(publishedDb, chainDb);
  } else if (evidence?.errorsDb) {
    errorsDb = atChartFrequencies(ERROR_GRID_HZ, evidence.errorsDb);
    publishedDb = errorsDb.map((error, i) => (error === null ? null : chainDb[i]! + error));
  }
  const middle = publishedDb ?? [...chainDb];
  const deviation = evidence?.spread;
  const sdAt = (hz: number): number | null => {
    const part = deviation?.find(([fromHz, toHz]) => hz >= fromHz && hz < toHz);
    return part ? part[2] : null;
  };
  const edge = (sign: 1 | -1): Levels =>
    middle.map((level, i) => {
      const sd = sdAt(CHART_HZ[i]!);
      return level === null || sd === null ? null : level + sign * sd;
    });
  return {
    chainDb,
    publishedDb,
    errorsDb,
    spread: deviation && deviation.length > 0 ? { lowDb: edge(-1), highDb: edge(1) } : null,
  };
}

/** Frequencies of the table beside the chart: thirds of octaves, hertz. */
const TABLE_HZ = [
  20, 25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150,
  4000, 5000, 6300, 8000, 10_000, 12_500, 16_000, 20_000,
];

/** Frequency of each row with its place among the frequencies of the chart. */
export const TABLE_ROWS: readonly (readonly [frequencyHz: number, index: number])[] = TABLE_HZ.map((hz) => {
  let nearest = 0;
  for (let i = 0; i < CHART_HZ.length; i++) {
    if (Math.abs(Math.log(CHART_HZ[i]! / hz)) < Math.abs(Math.log(CHART_HZ[nearest]! / hz))) nearest = i;
  }
  return [hz, nearest];
});

/** Places where a summary in words looks, with their names. */
const REGIONS: readonly (readonly [string, number, number])[] = [
  ['deep bass (20 to 60 Hz)', 20, 60],
  ['bass (60 to 250 Hz)', 60, 250],
  ['mids (250 Hz to 2 kHz)', 250, 2000],
  ['presence (2 to 6 kHz)', 2000, 6000],
  ['treble (6 to 16 kHz)', 6000, 16_000],
];

/** Mean level of each region against that of 300 to 3000 Hz, dB. */
export function regionLevels(chainDb: ArrayLike<number>): readonly (readonly [string, number])[] {
  const mean = (fromHz: number, toHz: number): number => {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < CHART_HZ.length; i++) {
      if (CHART_HZ[i]! < fromHz || CHART_HZ[i]! >= toHz) continue;
      sum += chainDb[i]!;
      count++;
    }
    return sum / count;
  };
  const middle = mean(300, 3000);
  return REGIONS.map(([name, fromHz, toHz]) => [name, mean(fromHz, toHz) - middle]);
}
