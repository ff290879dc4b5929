import { zipSync } from 'fflate';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ElsewhereError } from '../../src/core/errors';
import { CATALOGUE } from '../../src/devices/catalogue';
import { DRILL_KINDS } from '../../src/drills/catalogue';
import { createProgressRules } from '../../src/drills/progress';
import { openBackup, writeBackup } from '../../src/storage/backup/backupFile';
import type { BackupPort } from '../../src/storage/backup/BackupPort';
import { MemoryProgress } from '../../src/storage/MemoryProgress';
import { MemoryStorage } from '../../src/storage/MemoryStorage';
import type { ProgressPort } from '../../src/storage/ProgressPort';
import { openProgress as openShared } from '../../src/app/openProgress';
import { StoredDataKeeper } from '../../src/store/backup/StoredDataKeeper';
import { listenDefaults } from '../../src/store/defaults';
import { createShelf } from '../../src/store/devices/shelf';
import { createDevicesStore } from '../../src/store/devices/devicesStore';
import { createLibraryStore } from '../../src/store/libraryStore';
import { createListenStore } from '../../src/store/listenStore';
import { createPreferencesStore } from '../../src/store/preferencesStore';
import { directProgressFile } from '../support/directProgressFile';
import { trialRecord } from '../support/trialRecords';

const CREATED = '2026-12-01T10:00:00.000Z';
const rules = createProgressRules(DRILL_KINDS, 'import');
const bytesOf = async (blob: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await blob.arrayBuffer());
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ElsewhereError ? error.code : String(error)),
  );

const small = (): Promise<Blob> =>
  writeBackup(
    [
      { name: 'settings.json', content: new Blob(['{}']) },
      { name: 'audio/a-mix.wav', content: new Blob(['sound']) },
    ],
    CREATED,
  );

/** The real reader and writer, without their worker. */
const backups: BackupPort = {
  write: (entries, createdAt, { onProgress }) => writeBackup(entries, createdAt, onProgress),
  open: (file, { onProgress }) => openBackup(file, onProgress),
};

/** One browser with what it keeps. */
function visit(
  storage = new MemoryStorage(),
  openProgress: () => Promise<ProgressPort> = () => storage.openProgress(),
) {
  const library = createLibraryStore();
  const devices = createDevicesStore();
  const shelf = createShelf(CATALOGUE, devices);
  const listen = createListenStore(listenDefaults(CATALOGUE));
  const preferences = createPreferencesStore();
  const saved: Blob[] = [];
  const keeper = new StoredDataKeeper({
    library,
    devices,
    shelf,
    listen,
    preferences,
    catalogue: CATALOGUE,
    storage: async () => storage,
    deviceDesk: () => Promise.reject(new Error('not in this test')),
    tracks: { remove: async () => undefined, setRole: async () => undefined },
    saveSettings: async () => undefined,
    madeTraining: () => undefined,
    saveFile: (file) => saved.push(file),
    openProgress,
    browser: {
      figures: async () => ({ usageBytes: 1, quotaBytes: 2, isPersistent: false }),
      persist: async () => true,
      samplesBytes: async () => 0,
      clearSamples: async () => undefined,
    },
    backups,
    progressFile: directProgressFile,
    now: () => Date.parse(CREATED),
  });
  return {
    storage,
    keeper,
    library,
    devices,
    listen,
    preferences,
    async backUp(includesAudio = true): Promise<File> {
      await keeper.backUp({ includesAudio });
      return new File([saved.at(-1)!], 'backup.zip');
    },
    outcome: () => keeper.store.getState().outcome,
    problems: () => library.getState().problems.map(({ code }) => code),
  };
}

/** A browser with two tracks, a device, trials, a drill and settings. */
async function full() {
  const made = visit();
  const { storage } = made;
  for (const id of ['a', 'b']) {
    const content = new Blob([`sound of ${id}`]);
    const track = {
      id,
      name: `Mix ${id}`,
      fileName: `${id}.wav`,
      sizeBytes: content.size,
      addedAt: id === 'a' ? 1 : 2,
    };
    // oxlint-disable-next-line no-await-in-loop -- in order
    await storage.putTrack({ ...track, role: id === 'a' ? 'mix' : 'stem' }, content);
  }
  const { source: _source, ...profile } = CATALOGUE.find(({ id }) => id === 'phone')!;
  await storage.putDevice({ id: 'own-1', addedAt: 3, profile: { ...profile, id: 'own-1', name: 'My phone' } });
  const progress = await storage.openProgress();
  await progress.importTrials([trialRecord(), trialRecord({ id: 's/0/1' })], rules);
  const block = { kindId: 'nameTheBand', mode: 'practise', trialCount: 10, settings: {}, deviceId: null } as const;
  await progress.putCustomDrill({ id: 'd', name: 'Mine', blocks: [{ ...block, trackIds: [] }], createdAt: 5 });
  await storage.writeSettings({
    'preferences.theme': { value: 'light', at: 7 },
    'listen.targets': { value: { targetId: 'phone', previousTargetId: 'flat' }, at: 7 },
  });
  return made;
}

async function everythingIn(storage: MemoryStorage) {
  const progress = await storage.openProgress();
  const tracks = await storage.listTracks();
  return {
    tracks,
    audio: await Promise.all(tracks.map(async ({ id }) => (await storage.readFile(id))?.text())),
    devices: await storage.listDevices(),
    trials: await progress.countTrials(),
    skills: await progress.readSkills(),
    days: await progress.readDays(),
  };
}

describe('a backup file [fault: backup]', () => {
  test('gives back what went in, byte for byte', async () => {
    const steps: number[] = [];
    const { createdAt, entries } = await openBackup(await small(), (fraction) => steps.push(fraction));
    expect(createdAt).toBe(CREATED);
    expect([...entries.keys()]).toEqual(['settings.json', 'audio/a-mix.wav']);
    expect(await entries.get('audio/a-mix.wav')!.text()).toBe('sound');
    expect(steps.at(-1)).toBe(1);
  });

  test('with any one byte changed or cut off anywhere is never accepted with other contents', async () => {
    const whole = await bytesOf(await small());
    for (let at = 0; at < whole.length; at++) {
      const changed = whole.slice();
      changed[at] = changed[at]! ^ 0x01;
      // oxlint-disable-next-line no-await-in-loop -- one after another
      const opened = await openBackup(new Blob([changed])).catch((error: unknown) => error);
      if (opened instanceof ElsewhereError) {
        expect(opened.code, `byte ${at}`).toMatch(/^backup-(?:damaged|not-recognised|newer)$/);
        continue;
      }
      // Times and flags of the ZIP do not matter; what is in it does.
      const { entries } = opened as Awaited<ReturnType<typeof openBackup>>;
      // oxlint-disable-next-line no-await-in-loop -- one after another
      expect(await entries.get('audio/a-mix.wav')?.text(), `byte ${at}`).toBe('sound');
    }
    for (let length = 0; length < whole.length; length += 7) {
      // oxlint-disable-next-line no-await-in-loop -- one after another
      expect(await codeOf(openBackup(new Blob([whole.slice(0, length)])))).toMatch(/^backup-(?:damaged|not-rec)/);
    }
  });

  test.for([
    ['no ZIP', () => new TextEncoder().encode('hello'), 'backup-not-recognised'],
    ['a ZIP of something else', () => zipSync({ 'photo.jpg': new Uint8Array(3) }), 'backup-not-recognised'],
    ['a path that leads out', () => zipSync({ 'audio/../../x': new Uint8Array(3) }), 'backup-not-recognised'],
    ['no manifest', () => zipSync({ 'settings.json': new Uint8Array(3) }, { level: 0 }), 'backup-not-recognised'],
    ['compressed a thousandfold', () => zipSync({ 'manifest.json': new Uint8Array(5e6) }), 'backup-damaged'],
    [
      'a manifest of brackets',
      () => zipSync({ 'manifest.json': new Uint8Array(1e6).fill(91) }, { level: 0 }),
      'backup-damaged',
    ],
    [
      'a newer format',
      () => {
        const manifest = { format: 'elsewhere.backup/2', createdAt: '', entries: [] };
        return zipSync({ 'manifest.json': new TextEncoder().encode(JSON.stringify(manifest)) }, { level: 0 });
      },
      'backup-newer',
    ],
  ] as const)('that is %s is refused', async ([, make, code]) => {
    expect(await codeOf(openBackup(new Blob([make()])))).toBe(code);
  });

  test('whose entries lie over one another is refused', async () => {
    const whole = await bytesOf(await small());
    const view = new DataView(whole.buffer);
    const directory: number[] = [];
    for (let at = 0; at < whole.length - 4; at++) if (view.getUint32(at, true) === 0x02_01_4b_50) directory.push(at);
    expect(directory).toHaveLength(3);
    // The second entry is said to be where the first is.
    view.setUint32(directory[1]! + 42, view.getUint32(directory[0]! + 42, true), true);
    expect(await codeOf(openBackup(new Blob([whole])))).toBe('backup-damaged');
  });
});

describe('restoring', () => {
  test('into an empty browser brings everything, and a second time changes nothing [fault: backup]', async () => {
    const from = await full();
    const file = await from.backUp();
    expect(from.problems()).toEqual([]);
    const to = visit();
    await to.keeper.restore(file);
    expect(to.problems()).toEqual([]);
    expect(to.outcome()).toMatchObject({
      tracks: { added: 2, left: [] },
      devices: { added: 1, left: [] },
      trials: { added: 2 },
    });
    const restored = await everythingIn(to.storage);
    const original = await everythingIn(from.storage);
    expect(restored.tracks).toEqual(original.tracks);
    expect(restored.audio).toEqual(['sound of a', 'sound of b']);
    expect(restored.devices).toMatchObject([{ id: 'own-1', profile: { name: 'My phone', evidence: 'own' } }]);
    expect(restored).toMatchObject({ trials: 2, days: original.days });
    expect(await (await to.storage.openProgress()).listCustomDrills()).toMatchObject([{ id: 'd', name: 'Mine' }]);
    expect(to.preferences.getState().theme).toBe('light');
    expect(to.listen.getState().targetId).toBe('phone');
    expect(to.library.getState().tracks.map(({ name }) => name)).toEqual(['Mix a', 'Mix b']);
    expect(to.devices.getState().own).toHaveLength(1);

    await to.keeper.restore(file);
    expect(to.outcome()).toMatchObject({
      tracks: { added: 0, known: 2 },
      devices: { added: 0, known: 1 },
      trials: { added: 0, known: 2 },
    });
    expect(await everythingIn(to.storage)).toEqual(restored);
  });

  test('of a backup made while answers wait brings them too [fault: storage-full] [fault: backup]', async () => {
    vi.stubGlobal('document', new EventTarget());
    vi.stubGlobal('window', new EventTarget());
    onTestFinished(() => void vi.unstubAllGlobals());
    const stored = new MemoryProgress();
    await stored.saveTrials([trialRecord({ id: 'stored/0/0' })], rules);
    vi.spyOn(stored, 'saveTrials').mockRejectedValue(new ElsewhereError('storage-full', 'full'));
    // As Train and Settings each open it.
    const ofTraining = await openShared(async () => stored);
    await ofTraining.saveTrials([trialRecord({ id: 'waiting/0/0' })], rules);
    expect(ofTraining.waiting.trials).toBe(1);
    const from = visit(new MemoryStorage(), () => openShared(() => expect.unreachable('opened twice')));
    const file = await from.backUp();
    const to = visit();
    await to.keeper.restore(file);
    expect(to.outcome()).toMatchObject({ trials: { added: 2, left: [] } });
    await ofTraining.clearProgress();
  });

  test('of rows that hold no trial and no drill leaves them out, and brings the rest [fault: backup]', async () => {
    const stored = new MemoryProgress();
    let deep: unknown = 0;
    for (let i = 0; i < 500; i++) deep = [deep];
    await stored.saveTrials([trialRecord({ id: 'sound/0/0' })], rules);
    const oddTrial = { ...trialRecord({ id: 'odd/0/0', chance: 7 }), deep };
    await stored.saveTrials([oddTrial], rules);
    const oddDrill = { id: 'd', name: 'Mine', blocks: [], createdAt: 1, deep };
    await stored.putCustomDrill(oddDrill);
    const file = await visit(new MemoryStorage(), async () => stored).backUp();
    const to = visit();
    await to.keeper.restore(file);
    expect(to.problems()).toEqual([]);
    expect(to.outcome()).toMatchObject({ trials: { added: 1, left: [] } });
  });

  test('leaves what is there as it is [fault: backup]', async () => {
    const file = await (await full()).backUp();
    const to = visit();
    const mine = { id: 'a', name: 'Mine', fileName: 'x.wav', sizeBytes: 4, addedAt: 1, role: 'mix' as const };
    await to.storage.putTrack(mine, new Blob(['mine']));
    await to.keeper.restore(file);
    const after = await everythingIn(to.storage);
    expect(after.tracks[0]).toEqual(mine);
    expect(after.audio).toEqual(['mine', 'sound of b']);
  });

  test('without audio names the tracks to add again [fault: backup]', async () => {
    const file = await (await full()).backUp(false);
    const to = visit();
    await to.keeper.restore(file);
    expect(to.outcome()).toMatchObject({ tracks: { added: 0 }, silent: ['Mix a', 'Mix b'], devices: { added: 1 } });
  });

  test('with a full disk says what came in and what did not, and again brings the rest [fault: backup]', async () => {
    const file = await (await full()).backUp();
    const to = visit();
    const put = vi.spyOn(to.storage, 'putTrack');
    put.mockRejectedValueOnce(new ElsewhereError('storage-full', 'full'));
    await to.keeper.restore(file);
    expect(to.outcome()).toMatchObject({ isFull: true, tracks: { added: 1, left: ['Mix a'] }, trials: { added: 2 } });
    await to.keeper.restore(file);
    expect(to.outcome()).toMatchObject({ isFull: false, tracks: { added: 1, known: 1, left: [] } });
    expect((await everythingIn(to.storage)).audio).toEqual(['sound of a', 'sound of b']);
  });

  test('that is cancelled leaves whole items, and again brings the rest [fault: backup]', async () => {
    const file = await (await full()).backUp();
    const to = visit();
    const put = to.storage.putTrack.bind(to.storage);
    vi.spyOn(to.storage, 'putTrack').mockImplementationOnce(async (track, content) => {
      await put(track, content);
      to.keeper.cancel();
    });
    await to.keeper.restore(file);
    expect(to.outcome()).toMatchObject({ isCancelled: true, tracks: { added: 1 } });
    expect((await everythingIn(to.storage)).audio).toEqual(['sound of a']);
    await to.keeper.restore(file);
    expect((await everythingIn(to.storage)).audio).toEqual(['sound of a', 'sound of b']);
  });

  test('refuses a device that an import would refuse, and takes the rest [fault: backup]', async () => {
    const from = await full();
    const [device] = await from.storage.listDevices();
    const stages = [{ kind: 'peaking', frequencyHz: 1000, gainDb: 1e9, q: 1 }] as const;
    await from.storage.putDevice({ ...device!, id: 'own-2', profile: { ...device!.profile, id: 'own-2', stages } });
    const to = visit();
    await to.keeper.restore(await from.backUp());
    expect(to.outcome()).toMatchObject({ devices: { added: 1, left: ['My phone'] }, tracks: { added: 2 } });
    expect((await to.storage.listDevices()).map(({ id }) => id)).toEqual(['own-1']);
  });

  test.for([
    ['settings.json', '{"theme":1}'],
    ['tracks.json', '[{"track":{"id":"../x"},"audio":null}]'],
    [
      'tracks.json',
      '[{"track":{"id":"x","name":"x","fileName":"x","sizeBytes":1,"addedAt":1,"role":"mix"},"audio":"audio/gone"}]',
    ],
    ['devices.json', '['.repeat(1000)],
    ['progress.json', '{"format":"elsewhere.progress/1","customDrills":[],"trials":[1]}'],
  ] as const)('writes nothing when %s is %s', async ([name, text]) => {
    const to = visit();
    const good = { id: 'g', name: 'Good', fileName: 'g.wav', sizeBytes: 1, addedAt: 1, role: 'mix' };
    const entries = new Map([
      ['tracks.json', JSON.stringify([{ track: good, audio: 'audio/g' }])],
      ['audio/g', 'x'],
      [name, text],
    ]);
    const file = await writeBackup(
      Array.from(entries, ([entry, content]) => ({ name: entry, content: new Blob([content]) })),
      CREATED,
    );
    await to.keeper.restore(new File([file], 'bad.zip'));
    expect(to.problems()).toEqual(['backup-damaged']);
    expect(await everythingIn(to.storage)).toMatchObject({ tracks: [], devices: [], trials: 0 });
  });
});
