import { seededRandom } from '../../src/core/random';
import { DRILL_KINDS } from '../../src/drills/catalogue';
import { strengthAt } from '../../src/drills/psychometric';
import { exportJson } from '../../src/drills/progressFile';
import type { TrialRecord } from '../../src/drills/records';

const DAY_MS = 86_400_000;
const BANDS = [1, 2, 3, 4, 5, 6, 7, 8];
const BAND_IDS = ['63', '125', '250', '500', '1000', '2000', '4000', '8000'];
const DEVICES = [null, 'phone', 'car-midsize'];

interface Skill {
  readonly kindId: string;
  readonly deviceId: string | null;
  readonly band: number | null;
}

/** Two drills with octaves through three devices, and all the others. */
const SKILLS: readonly Skill[] = DRILL_KINDS.flatMap(({ id: kindId, canUseDevice }): Skill[] => {
  if (kindId === 'bandBoost' || kindId === 'bandCut') {
    return DEVICES.flatMap((deviceId) => BANDS.map((band) => ({ kindId, deviceId, band })));
  }
  return (canUseDevice ? DEVICES : [null]).map((deviceId) => ({ kindId, deviceId, band: null }));
});

/**
 * Years of practice of an ear that slowly gets better: `rowsADay` skills a day, the octaves most often.
 * The same for the same arguments.
 * @param endsAt milliseconds since 1970 of the last day
 */
export function practiceRecords(count: number, dayCount: number, rowsADay: number, endsAt: number): TrialRecord[] {
  const random = seededRandom(3);
  const octaves = SKILLS.filter(({ band }) => band !== null);
  const perRow = count / (dayCount * rowsADay);
  return Array.from({ length: count }, (_, i): TrialRecord => {
    const row = Math.floor(i / perRow);
    const day = Math.floor(row / rowsADay);
    const from = row % 2 === 0 ? octaves : SKILLS;
    const place = Math.floor(row / 2) * 7 + (row % 2) * 3;
    const { kindId, deviceId, band } = from[place % from.length]!;
    const kind = DRILL_KINDS.find(({ id }) => id === kindId)!;
    // Position of the threshold on the scale: 0 is the hardest.
    const skill = (place % 11) / 40 + (deviceId === null ? 0 : 0.12);
    const threshold = 0.3 + skill - 0.25 * (day / dayCount);
    const asked = Math.min(1, Math.max(0, threshold + 0.35 * (random() - 0.4)));
    const chance = band === null ? 0.5 : 1 / BANDS.length;
    const heard = 1 / (1 + Math.exp(-17 * (asked - threshold)));
    const isCorrect = random() < chance + (0.98 - chance) * heard;
    const item = band === null ? 'more' : BAND_IDS[band - 1]!;
    const near = BAND_IDS[Math.min(7, Math.max(0, (band ?? 1) - 1 + (random() < 0.5 ? -1 : 1)))]!;
    return {
      id: `practice-${row}/0/${i}`,
      at: endsAt - (dayCount - 1 - day) * DAY_MS + Math.floor((i % (perRow * rowsADay)) * 6000),
      mode: 'practise',
      kindId,
      deviceId,
      band,
      strength: strengthAt(kind.strength, asked),
      isCatch: i % 12 === 11,
      isCorrect,
      chance,
      item,
      answered: band === null ? null : isCorrect || near === item ? item : near,
      error: null,
      responseMs: 1500 + Math.floor(5000 * random()),
    };
  });
}

/** What "Export progress" makes of these records, in parts. */
export const practiceFile = (records: readonly TrialRecord[]): Promise<string[]> =>
  exportJson({ readTrials: async (onBatch) => onBatch(records), listCustomDrills: async () => [] }, 0);
