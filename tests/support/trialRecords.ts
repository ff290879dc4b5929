import { seededRandom } from '../../src/core/random';
import type { TrialRecord } from '../../src/drills/records';

export const trialRecord = (change: Partial<TrialRecord> = {}): TrialRecord => ({
  id: 's/0/0',
  at: Date.UTC(2026, 4, 4, 12),
  mode: 'practise',
  kindId: 'nameTheBand',
  deviceId: null,
  band: 5,
  strength: 6,
  isCatch: false,
  isCorrect: true,
  chance: 0.1,
  item: '5',
  answered: '5',
  error: null,
  responseMs: 2000,
  ...change,
});

const DAY_MS = 86_400_000;
const DEVICES = [null, 'phone', 'car-midsize'] as const;

/**
 * Years of practice: every third day or so, a sitting with several skills. The same for the same arguments.
 * @param count trials
 * @param skills different ones, up to 30 (ten bands on three devices)
 */
export function yearsOfTrials(count: number, skills = 30, years = 3): TrialRecord[] {
  const random = seededRandom(20);
  const start = Date.UTC(2023, 2, 1, 18);
  const days = Math.round(years * 365);
  return Array.from({ length: count }, (_, i): TrialRecord => {
    const day = Math.floor((i * days) / count);
    // A handful of skills a day, in turn.
    const skill = (day * 7 + (i % 7)) % skills;
    const band = skill % 10;
    const isCorrect = random() < 0.75;
    return trialRecord({
      id: `s${day}/0/${i}`,
      at: start + day * DAY_MS + (i % 400) * 8000,
      deviceId: DEVICES[Math.floor(skill / 10)] ?? null,
      band,
      strength: Number((1 + 11 * random()).toPrecision(4)),
      isCatch: i % 10 === 9,
      isCorrect,
      item: String(band),
      answered: String(isCorrect ? band : (band + 1) % 10),
      responseMs: 1000 + Math.floor(4000 * random()),
    });
  });
}
