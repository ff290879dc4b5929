import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DRILL_KINDS } from '../../src/drills/catalogue';
import { createProgressRules } from '../../src/drills/progress';
import type { TrialRecord } from '../../src/drills/records';
import { readLink } from '../../src/drills/shareLink';
import { MemoryProgress } from '../../src/storage/MemoryProgress';
import { importProgressFile } from '../../src/store/train/importProgress';
import { directProgressFile } from '../support/directProgressFile';
import { EXPORTED_DRILLS, EXPORTED_TRIALS, linksToday, progressToday, SHARED_BLOCKS } from '../support/exportedToday';

const FOLDER = join(import.meta.dirname, '../fixtures/exported');
const files = (ending: string): string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(ending))
    .toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const progressFiles = files('.progress');
const linkFiles = files('.links.txt');

const now = Date.UTC(2026, 5, 1);

describe('what was exported by every version so far [fault: old-data]', () => {
  const [wrongClock, ordinary, endOfTime] = EXPORTED_TRIALS as readonly [TrialRecord, TrialRecord, TrialRecord];

  test('is there to be read', () => {
    expect(progressFiles.map((name) => name.split('.')[0])).toEqual(['1-first', '2-damaged', '3-fields']);
    expect(linkFiles.map((name) => name.split('.')[0])).toEqual(['1-first', '2-damaged', '3-fields']);
  });

  test.each(progressFiles)('%s comes in whole, and adds up', async (name) => {
    // The first version exported a trial at the end of time as any other; since then such a row goes out as damaged.
    const isMoved = name.startsWith('1-');
    const trials = [wrongClock, ordinary, ...(isMoved ? [{ ...endOfTime, at: expect.any(Number) as number }] : [])];
    const rules = createProgressRules(DRILL_KINDS, 'import');
    const into = new MemoryProgress();
    const take = (): ReturnType<typeof importProgressFile> =>
      importProgressFile(new Blob([read(name)]), directProgressFile, into, rules, {
        now,
        signal: new AbortController().signal,
      });
    const told = { clockTroubleCount: isMoved ? 2 : 1, movedCount: isMoved ? 1 : 0, isStopped: false };
    expect(await take()).toEqual({ ...told, added: trials.length, known: 0 });
    const all: TrialRecord[] = [];
    await into.readTrials((records) => all.push(...records));
    expect(all).toEqual(trials);
    for (const { at } of all) expect(new Date(at).getUTCFullYear()).toBeLessThanOrEqual(9999);
    const days = await into.readDays();
    expect(days.reduce((sum, { trialCount }) => sum + trialCount, 0)).toBe(trials.length);
    expect(await into.listCustomDrills()).toEqual([
      EXPORTED_DRILLS[0],
      { ...EXPORTED_DRILLS[1], name: `Left ${'long '.repeat(14)}long…` },
    ]);
    expect(await take()).toEqual({ ...told, added: 0, known: trials.length });
  });

  test.each(linkFiles)('%s gives the drills that were shared', (name) => {
    expect(read(name).trim().split('\n').map(readLink)).toEqual([
      { title: 'Tuesday’s class: 三 🎧', blocks: SHARED_BLOCKS },
      { title: expect.stringMatching(/^Hidden(?: long){14}(?: 🎧…)?$/u) as string, blocks: SHARED_BLOCKS },
    ]);
  });

  // What is written has changed: keep the old fixtures, and add one by scripts/make-exported-fixture.ts.
  test('ends with what the app writes today', async () => {
    expect(read(progressFiles.at(-1)!)).toBe(await progressToday());
    expect(read(linkFiles.at(-1)!)).toBe(`${linksToday().join('\n')}\n`);
  });
});
