import { afterEach, describe, expect, test, vi } from 'vitest';
import { ElsewhereError } from '../../src/core/errors';
import { createProgressRules } from '../../src/drills/progress';
import { exportCsv, exportJson } from '../../src/drills/progressFile';
import type { CustomDrill, OpenSession, TrialRecord } from '../../src/drills/records';
import { MemoryProgress } from '../../src/storage/MemoryProgress';
import type { ProgressPort } from '../../src/storage/ProgressPort';
import { WaitingProgress } from '../../src/storage/WaitingProgress';
import { NAME_THE_BAND } from '../support/plainKinds';
import { trialRecord, yearsOfTrials } from '../support/trialRecords';

const rules = createProgressRules([NAME_THE_BAND], 'practice');
const importRules = createProgressRules([NAME_THE_BAND], 'import');
/** Of no kind that has a scale: many records are about waiting, and schedules take long. */
const manyRules = createProgressRules([], 'import');
const at = trialRecord().at;
const trial = (index: number): TrialRecord =>
  trialRecord({ id: `s/0/${index}`, at: at + index * 5000, isCorrect: index % 4 > 0 });
const drill: CustomDrill = { id: 'd', name: 'Mine', blocks: [], createdAt: 5 };
const session: OpenSession = { id: 's', title: 'T', blocks: [], start: {}, answers: [], startedAt: 1, savedAt: 2 };

/** A store whose disk can be filled: writes are refused, reading goes on. Real full disks: progressFull.spec.ts. */
class SmallDisk extends MemoryProgress {
  /** Trials that still fit. */
  room = Infinity;
  tries = 0;

  #check(): void {
    this.tries++;
    if (this.room <= 0) throw new ElsewhereError('storage-full', 'No room left');
  }

  override async saveTrials(...[records, by]: Parameters<ProgressPort['saveTrials']>): Promise<number> {
    this.#check();
    if (records.length > this.room) throw new ElsewhereError('storage-full', 'No room left');
    const added = await super.saveTrials(records, by);
    this.room -= added;
    return added;
  }

  override async putCustomDrill(put: CustomDrill): Promise<void> {
    this.#check();
    await super.putCustomDrill(put);
  }

  override async removeCustomDrill(id: string): Promise<void> {
    this.#check();
    await super.removeCustomDrill(id);
  }

  override async writeOpenSession(open: OpenSession | null): Promise<void> {
    this.#check();
    await super.writeOpenSession(open);
  }
}

async function trialsIn(progress: ProgressPort): Promise<TrialRecord[]> {
  const all: TrialRecord[] = [];
  await progress.readTrials((records) => all.push(...records), 3);
  return all;
}

const facts = async (progress: ProgressPort): Promise<unknown> => ({
  trials: await trialsIn(progress),
  count: await progress.countTrials(),
  skills: (await progress.readSkills()).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  days: (await progress.readDays()).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  drills: await progress.listCustomDrills(),
  session: await progress.readOpenSession(),
});

const open: WaitingProgress[] = [];
function made(disk = new SmallDisk()): { disk: SmallDisk; progress: WaitingProgress } {
  const progress = new WaitingProgress(disk);
  open.push(progress);
  return { disk, progress };
}
afterEach(() => {
  for (const progress of open.splice(0)) progress.close();
  vi.useRealTimers();
});

describe('on a full disk', () => {
  test('what is read is what it would be with room, and so it is once there is room [fault: storage-full]', async () => {
    const { disk, progress } = made();
    const roomy = new MemoryProgress();
    for (const to of [progress, roomy]) {
      for (let i = 0; i < 4; i++) await to.saveTrials([trial(i)], rules);
    }
    disk.room = 0;
    const more = yearsOfTrials(100, 3, 0.05);
    for (const to of [progress, roomy]) {
      for (let i = 4; i < 12; i++) expect(await to.saveTrials([trial(i)], rules)).toBe(1);
      expect(await to.importTrials([...more, trial(2), trial(5)], importRules)).toBe(100);
      await to.putCustomDrill(drill);
      await to.putCustomDrill({ ...drill, id: 'e' });
      await to.removeCustomDrill('e');
      await to.writeOpenSession(session);
    }
    expect(progress.waiting).toEqual({ trials: 108, drills: 2, hasSession: true, cause: 'storage-full' });
    expect(await disk.countTrials()).toBe(4);
    expect(await facts(progress)).toEqual(await facts(roomy));
    expect(await exportJson(progress, 0)).not.toEqual(await exportJson(disk, 0));
    expect((await exportJson(progress, 0)).join('')).toBe((await exportJson(roomy, 0)).join(''));
    expect((await exportCsv(progress, [])).join('')).toBe((await exportCsv(roomy, [])).join(''));

    disk.room = Infinity;
    await progress.writeWaiting();
    expect(progress.waiting).toEqual({ trials: 0, drills: 0, hasSession: false, cause: null });
    expect(await facts(disk)).toEqual(await facts(roomy));
    expect(await facts(progress)).toEqual(await facts(roomy));
  });

  test('the next answer takes with it what waits, oldest first [fault: storage-full]', async () => {
    const { disk, progress } = made();
    disk.room = 0;
    await progress.saveTrials([trial(0)], rules);
    await progress.saveTrials([trial(1)], rules);
    disk.room = Infinity;
    await progress.saveTrials([trial(2)], rules);
    expect(progress.waiting.cause).toBeNull();
    expect(await trialsIn(disk)).toEqual([trial(0), trial(1), trial(2)]);
  });

  test('what fits of much is written, and the rest waits on [fault: storage-full]', async () => {
    const { disk, progress } = made();
    disk.room = 4500;
    const records = yearsOfTrials(9000, 6, 0.1);
    expect(await progress.importTrials(records, manyRules)).toBe(9000);
    expect(progress.waiting.trials).toBe(5000);
    expect(await progress.countTrials()).toBe(9000);
    disk.room = 2500;
    await progress.writeWaiting();
    expect(progress.waiting.trials).toBe(3000);
    expect(await progress.countTrials()).toBe(9000);
    disk.room = Infinity;
    await progress.writeWaiting();
    expect(await disk.countTrials()).toBe(9000);
  });

  test('it tries again by itself, less and less often, and no more once all is written or it is closed', async () => {
    vi.useFakeTimers();
    const { disk, progress } = made();
    disk.room = 0;
    await progress.saveTrials([trial(0)], rules);
    disk.tries = 0;
    await vi.advanceTimersByTimeAsync(60_000);
    const inAMinute = disk.tries;
    expect(inAMinute).toBeGreaterThan(2);
    expect(inAMinute).toBeLessThan(8);
    await vi.advanceTimersByTimeAsync(3_600_000);
    const inAnHour = disk.tries - inAMinute;
    expect(inAnHour).toBeGreaterThan(25);
    expect(inAnHour).toBeLessThan(35);
    disk.room = Infinity;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(progress.waiting.cause).toBeNull();
    expect(await disk.countTrials()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
    disk.room = 0;
    await progress.saveTrials([trial(1)], rules);
    progress.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('each change is told once', async () => {
    const { disk, progress } = made();
    const told: number[] = [];
    const end = progress.onWaiting(() => told.push(progress.waiting.trials));
    await progress.saveTrials([trial(0)], rules);
    disk.room = 0;
    await progress.saveTrials([trial(1)], rules);
    await progress.saveTrials([trial(2)], rules);
    await progress.writeWaiting();
    disk.room = Infinity;
    await progress.writeWaiting();
    end();
    disk.room = 0;
    await progress.saveTrials([trial(3)], rules);
    expect(told).toEqual([1, 2, 0]);
  });

  test('forgetting forgets what waits as well', async () => {
    const { disk, progress } = made();
    disk.room = 0;
    await progress.saveTrials([trial(0)], rules);
    await progress.putCustomDrill(drill);
    await progress.clearProgress();
    expect(progress.waiting.cause).toBeNull();
    expect(await facts(progress)).toEqual(await facts(new MemoryProgress()));
  });
});

test('what another tab stored meanwhile is not counted twice', async () => {
  const { disk, progress } = made();
  disk.room = 0;
  await progress.saveTrials([trial(0), trial(1)], rules);
  disk.room = Infinity;
  await disk.saveTrials([trial(0)], rules);
  expect(await progress.countTrials()).toBe(2);
  expect(await trialsIn(progress)).toEqual([trial(0), trial(1)]);
  await progress.writeWaiting();
  expect(await disk.readDays()).toMatchObject([{ trialCount: 2 }]);
});

test('reading while it is written finds every trial once', async () => {
  const { disk, progress } = made();
  disk.room = 0;
  await progress.importTrials(yearsOfTrials(5000, 6, 0.1), manyRules);
  disk.room = Infinity;
  const writing = progress.writeWaiting();
  const counts = await Promise.all(
    Array.from({ length: 5 }, async () =>
      (await progress.readDays()).reduce((sum, { trialCount }) => sum + trialCount, 0),
    ),
  );
  await writing;
  expect(counts).toEqual([5000, 5000, 5000, 5000, 5000]);
});

test('records that do not add up are the fault of whoever made them', async () => {
  const { disk, progress } = made();
  disk.room = 0;
  const failing = {
    ...rules,
    merge: () => {
      throw new RangeError('no');
    },
  };
  await expect(progress.saveTrials([trial(0)], failing)).rejects.toThrow('no');
  expect(progress.waiting.trials).toBe(0);
});
