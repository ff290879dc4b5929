import { describe, expect, test } from 'vitest';
import { createProgressRules, MOST_CONFUSIONS } from '../../src/drills/progress';
import type { DaySummary, SkillState } from '../../src/drills/records';
import { addUp, saveInChunks } from '../../src/storage/addUp';
import type { ProgressRules } from '../../src/storage/ProgressPort';
import { keepReliabilityFigures } from '../support/reliability';
import { NAME_THE_BAND } from '../support/plainKinds';
import { trialRecord } from '../support/trialRecords';

const plain = createProgressRules([], 'import');

/** Answers of one skill on one day, each confused differently. */
const differentConfusions = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    trialRecord({ id: `s/0/${i}`, at: trialRecord().at + i, item: `item ${i}`, answered: `other ${i}` }),
  );

/** Entries of confusions that were written while an import of so many was added up, chunk after chunk. */
async function entriesWritten(count: number): Promise<number> {
  let written = 0;
  const counting: ProgressRules = {
    ...plain,
    merge: (...given) => {
      const merged = plain.merge(...given);
      written += Object.keys(merged.day.confusions).length;
      return merged;
    },
  };
  const skills = new Map<string, SkillState>();
  const days = new Map<string, DaySummary>();
  await saveInChunks(differentConfusions(count), async (chunk) => {
    addUp(chunk, counting, skills, days);
    return chunk.length;
  });
  expect([...days.values()][0]).toMatchObject({ trialCount: count });
  return written;
}

test('many different confusions of one day take work in proportion to their number [fault: many-confusions]', async () => {
  const [few, many] = [await entriesWritten(8000), await entriesWritten(30_000)];
  keepReliabilityFigures('confusions', [
    {
      what: 'Entries copied for 30,000 different confusions of one day, as a multiple of those for 8,000',
      value: Number((many / few).toFixed(2)),
    },
  ]);
  expect(few).toBeLessThan(5 * 8000);
  expect(many / few).toBeLessThan(1.25 * (30_000 / 8000));
});

test('a day names a bounded number of confusions and counts all trials [fault: many-confusions]', async () => {
  const { day } = plain.merge(differentConfusions(MOST_CONFUSIONS + 500), undefined, undefined);
  expect(Object.keys(day.confusions)).toHaveLength(MOST_CONFUSIONS);
  expect(day.trialCount).toBe(MOST_CONFUSIONS + 500);
  const again = plain.merge([trialRecord({ item: 'item 0', answered: 'other 0' })], undefined, day);
  expect(again.day.confusions['item 0→other 0']).toBe(2);
});

describe('a stored row that is none', () => {
  const rules = createProgressRules([NAME_THE_BAND], 'practice');
  const record = trialRecord();
  const { skill, day } = rules.merge([record], undefined, undefined);
  const keys = rules.keysOf(record);
  test.each<[string, unknown]>([
    ['nothing', {}],
    ['text', 'row'],
    ['another history', { ...skill, history: { outcomes: 'none' } }],
    ['other counts', { ...skill, ...day, trialCount: Number.NaN }],
    ['other confusions', { ...skill, ...day, history: null, confusions: null }],
  ])('of %s does not keep an answer from being kept', (_, row) => {
    const skills = new Map<string, SkillState>([[keys.skill, row as SkillState]]);
    const days = new Map<string, DaySummary>([[keys.day, row as DaySummary]]);
    addUp([record], rules, skills, days);
    expect(skills.get(keys.skill)).toEqual(skill);
    expect(days.get(keys.day)).toEqual(day);
  });
});
