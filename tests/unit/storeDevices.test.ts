import { describe, expect, it } from 'vitest';
import { cleanName } from '../../src/core/cleanName';
import { ElsewhereError } from '../../src/core/errors';
import { CATALOGUE, FLAT_REFERENCE } from '../../src/devices/catalogue';
import type { Stage } from '../../src/devices/DeviceProfile';
import { responseDb } from '../../src/devices/response';
import { uniqueName } from '../../src/store/devices/deviceName';
import { DRAFT_ID } from '../../src/store/devices/devicesStore';
import { DraftHistory } from '../../src/store/devices/draftHistory';
import { FakeStorage } from '../support/fakeEngine';
import { FakeFitting, FAKE_OPRA } from '../support/fakeFitting';
import { fakeSession, settle, type FakeParts } from '../support/fakeSession';
import { waitFor } from '../support/waitFor';

const HEADPHONES = CATALOGUE.find((device) => device.family === 'headphones')!;
const CAR = CATALOGUE.find((device) => device.family === 'cars')!;

async function started(given: Partial<FakeParts> = {}) {
  const parts = fakeSession(given);
  await parts.session.start();
  await settle();
  const desk = await parts.session.deviceDesk();
  return { ...parts, desk };
}

type Started = Awaited<ReturnType<typeof started>>;
const problems = (s: Started) => s.session.library.getState().problems;
const own = (s: Started) => s.session.devices.getState().own;
const draft = (s: Started) => s.session.devices.getState().draft;
const kept = (s: Started): string[] => Array.from(s.storage.devices.keys());

function gate(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

const rows = (level: (hz: number) => number): string =>
  Array.from({ length: 31 }, (_, i) => 20 * 10 ** (i / 10))
    .map((hz) => `${hz.toFixed(2)},${level(hz).toFixed(2)}`)
    .join('\n');
/** A response, and says so. */
const autoEq = (name = 'HD 600.csv'): File =>
  new File([`frequency,raw\n${rows((hz) => 6 * Math.log10(hz / 1000))}`], name);
/** Levels that do not say of what. */
const table = (name = 'some levels.txt'): File => new File([rows((hz) => 3 * Math.log10(hz / 1000))], name);
const SETTINGS = `Preamp: -3 dB
Filter 1: ON PK Fc 100 Hz Gain 4 dB Q 1.0
Filter 2: ON HSC Fc 8000 Hz Gain -3 dB Q 0.7`;

describe('import', () => {
  it('fits a response, keeps it with its curve and says where it is from', async () => {
    const s = await started();
    await s.desk.importFiles([autoEq()]);
    const [device] = own(s);
    expect(device?.profile).toMatchObject({
      id: device!.id,
      name: 'HD 600',
      family: 'own',
      evidence: 'own',
      fit: { rmsDb: 0.1 },
    });
    expect(device?.profile.source?.credit).toContain('HD 600');
    expect(device?.profile.source?.references.join(' ')).toContain('AutoEq CSV');
    expect(device?.curve?.frequenciesHz.length).toBe(device?.curve?.levelsDb.length);
    expect(kept(s)).toEqual([device!.id]);
    expect(s.session.devices.getState().pending).toEqual([]);
    expect(s.session.deviceById(device!.id)).toBe(device!.profile);
    expect(problems(s)).toEqual([]);
  });

  it('takes filters as they are, turned round when they correct', async () => {
    const s = await started();
    await s.desk.importText(SETTINGS);
    const [device] = own(s);
    expect(s.fitting.curves).toEqual([]);
    const at = (hz: number): number => responseDb(device!.profile, hz) - responseDb(device!.profile, 1000);
    expect(at(100)).toBeLessThan(-3.5);
    expect(at(16_000)).toBeGreaterThan(2);
  });

  it('asks what levels mean when they do not say, and does as it is told', async () => {
    const s = await started();
    const importing = s.desk.importFiles([table('one.txt'), table('two.txt')]);
    await waitFor(() => {
      const { pending } = s.session.devices.getState();
      expect(pending.map(({ subject, phase }) => `${subject} ${phase}`)).toEqual(['one.txt asking', 'two.txt asking']);
    });
    const [one, two] = s.session.devices.getState().pending;
    expect(own(s)).toEqual([]);
    s.desk.answer(two!.id, 'correction');
    await waitFor(() => expect(own(s)).toHaveLength(1));
    s.desk.answer(one!.id, 'response');
    await importing;
    const [turned, plain] = own(s);
    expect(turned?.profile.name).toBe('two');
    expect(plain?.profile.name).toBe('one');
    expect(turned!.curve!.levelsDb[0]).toBeCloseTo(-plain!.curve!.levelsDb[0]!, 6);
  });

  it('makes one device of left and right', async () => {
    const s = await started();
    await s.desk.importFiles([autoEq('HD 650 L.csv'), autoEq('HD 650 R.csv')]);
    expect(own(s).map((device) => device.profile.name)).toEqual(['HD 650']);
  });

  it('takes twenty-nine of thirty files, names the bad one, and keeps nothing of it', async () => {
    const s = await started();
    const files = Array.from({ length: 30 }, (_, i) => autoEq(`device ${i}.csv`));
    files[7] = new File(['no response at all'], 'device 7.csv');
    await s.desk.importFiles(files);
    expect(own(s)).toHaveLength(29);
    expect(kept(s)).toHaveLength(29);
    expect(own(s).map((device) => device.profile.name)).not.toContain('device 7');
    expect(problems(s)).toMatchObject([{ subject: 'device 7.csv' }]);
    expect(problems(s)[0]!.code).toMatch(/^device-/);
    expect(s.session.devices.getState().pending).toEqual([]);
    expect(s.fitting.mostFitsAtOnce).toBe(1);
  });

  it('gives every device a name of its own', async () => {
    const s = await started();
    await s.desk.importFiles([autoEq(), autoEq(), autoEq('hd 600.csv'), autoEq(`${HEADPHONES.name}.csv`)]);
    const names = own(s).map((device) => device.profile.name);
    expect(names).toEqual(['HD 600', 'HD 600 (2)', 'hd 600 (3)', `${HEADPHONES.name} (2)`]);
  });

  it('can be cancelled in every phase, without a word and without a trace', async () => {
    const s = await started();
    const { promise, open } = gate();
    s.fitting.gate = promise;
    const importing = s.desk.importFiles([autoEq('a.csv'), table('b.txt')]);
    await waitFor(() => {
      const phases = s.session.devices.getState().pending.map(({ phase }) => phase);
      expect(phases).toEqual(['fitting', 'asking']);
    });
    for (const { id } of s.session.devices.getState().pending) s.desk.cancelImport(id);
    open();
    await importing;
    expect(own(s)).toEqual([]);
    expect(kept(s)).toEqual([]);
    expect(problems(s)).toEqual([]);
    expect(s.session.devices.getState().pending).toEqual([]);
  });

  it('that cannot be fitted is told by name', async () => {
    const s = await started();
    s.fitting.fitError = new RangeError('too few points');
    await s.desk.importFiles([autoEq('odd.csv')]);
    expect(problems(s)).toMatchObject([{ code: 'device-failed', subject: 'odd.csv' }]);
    expect(own(s)).toEqual([]);
  });

  it('stays for this visit when there is no room to keep it', async () => {
    const s = await started();
    s.storage.writeError = new ElsewhereError('storage-full', 'full');
    await s.desk.importFiles([autoEq()]);
    expect(problems(s)).toMatchObject([{ code: 'storage-full', subject: 'HD 600' }]);
    expect(own(s)).toHaveLength(1);
  });

  it('survives a reload', async () => {
    const storage = new FakeStorage();
    const before = await started({ storage });
    await before.desk.importFiles([autoEq()]);
    const { id } = own(before)[0]!;
    before.session.listen.getState().chooseTarget(id);
    await before.session.flush();
    await before.session.close();
    const after = await started({ storage });
    expect(after.session.listen.getState().targetId).toBe(id);
    expect(after.session.deviceById(id)?.name).toBe('HD 600');
  });
});

describe('own devices', () => {
  it('are renamed to what is free and is a name', async () => {
    const s = await started();
    await s.desk.importFiles([autoEq('a.csv'), autoEq('b.csv')]);
    const [a, b] = own(s);
    await s.desk.rename(a!.id, 'b');
    await s.desk.rename(b!.id, ' \u202e \n ');
    expect(own(s).map((device) => device.profile.name)).toEqual(['b (2)', 'b']);
    expect(s.storage.devices.get(a!.id)).toContain('b (2)');
  });

  it('leave nothing behind when they go', async () => {
    const s = await started();
    await s.desk.importFiles([autoEq()]);
    const { id } = own(s)[0]!;
    const listen = s.session.listen.getState();
    listen.chooseTarget(id);
    listen.assignSlot('A', id);
    listen.pin(3, id);
    listen.setGear({ kind: 'device', id });
    await waitFor(() => expect(s.engine.playbackCurve).not.toBeNull());
    await s.desk.remove(id);
    const now = s.session.listen.getState();
    expect(now.targetId).toBe(FLAT_REFERENCE.id);
    expect(now.previousTargetId).not.toBe(now.targetId);
    expect([now.slots.A, now.slots.B, ...now.pins]).not.toContain(id);
    expect(now.slots.A).not.toBe(now.slots.B);
    expect(now.gear).toEqual({ kind: 'unknown' });
    expect(s.engine.targetId).toBe(FLAT_REFERENCE.id);
    expect(s.engine.playbackCurve).toBeNull();
    expect(own(s)).toEqual([]);
    expect(kept(s)).toEqual([]);
  });

  it('are written in every format with what is owed to their source', async () => {
    const s = await started();
    await s.desk.exportDevice(HEADPHONES, 'own-json');
    await s.desk.exportDevice(HEADPHONES, 'equalizer-apo');
    await s.desk.exportDevice(HEADPHONES, 'impulse-wav', 44_100);
    expect(s.saved).toHaveLength(3);
    const json = JSON.parse(await s.saved[0]!.file.text()) as { profile: { source: { credit: string } } };
    expect(json.profile.source.credit).not.toBe('');
    expect(s.saved[2]!.file.size).toBeGreaterThan(1000);

    // And back again.
    await s.desk.importFiles([new File([s.saved[0]!.file], 'again.json')]);
    expect(own(s)[0]?.profile.stages).toEqual(HEADPHONES.stages);
    expect(own(s)[0]?.profile).toMatchObject({ name: `${HEADPHONES.name} (2)`, family: 'own' });
  });
});

const LOUDER: readonly Stage[] = [{ kind: 'peaking', frequencyHz: 500, gainDb: 3, q: 1 }];
const bell = (gainDb: number): readonly Stage[] => [{ kind: 'peaking', frequencyHz: 500, gainDb, q: 1 }];

describe('a draft', () => {
  it('is heard from the first moment at the level of what it was made from', async () => {
    const s = await started();
    s.desk.fork(CAR.id);
    expect(s.engine.targetId).toBe(DRAFT_ID);
    expect(s.engine.target?.stages).toEqual(CAR.stages);
    expect(s.engine.gainsDb[DRAFT_ID]).toBe(s.engine.gainsDb[CAR.id]);
    expect(draft(s)).toMatchObject({ fromId: CAR.id, replacesId: null, canUndo: false, canRedo: false });
    expect(s.session.deviceById(DRAFT_ID)).toBe(draft(s)!.profile);
    expect(s.session.shelf().map((device) => device.id)).not.toContain(DRAFT_ID);
  });

  it('sounds with every change, at most every 30 ms, and the last one always', async () => {
    const s = await started();
    s.desk.fork(HEADPHONES.id);
    const switches = s.engine.targets.length;
    for (let i = 1; i <= 200; i++) s.desk.changeDraft(bell(i / 50), 'drag');
    await waitFor(() => expect(s.engine.target?.stages).toEqual(bell(4)));
    expect(s.engine.targets.length - switches).toBeLessThan(20);
    await waitFor(() => expect(s.session.playback.getState().levels?.[DRAFT_ID]).toBeDefined());
  });

  it('takes a gesture back as one, and does it again', async () => {
    const s = await started();
    s.desk.fork(HEADPHONES.id);
    const begun = draft(s)!.profile.stages;
    for (const gainDb of [1, 2, 3]) s.desk.changeDraft(bell(gainDb), 'drag 1');
    for (const gainDb of [4, 5]) s.desk.changeDraft(bell(gainDb), 'drag 2');
    s.desk.undo();
    expect(draft(s)?.profile.stages).toEqual(bell(3));
    expect(draft(s)).toMatchObject({ canUndo: true, canRedo: true });
    s.desk.undo();
    expect(draft(s)?.profile.stages).toBe(begun);
    s.desk.undo();
    expect(draft(s)).toMatchObject({ canUndo: false, canRedo: true });
    s.desk.redo();
    s.desk.redo();
    s.desk.redo();
    expect(draft(s)?.profile.stages).toEqual(bell(5));
    expect(draft(s)?.canRedo).toBe(false);
    s.desk.undo();
    s.desk.changeDraft(LOUDER);
    expect(draft(s)?.canRedo).toBe(false);
    await waitFor(() => expect(s.engine.target?.stages).toEqual(LOUDER));
  });

  it('does not take figures that are none', async () => {
    const s = await started();
    s.desk.fork(HEADPHONES.id);
    s.desk.changeDraft(bell(Number.NaN));
    expect(draft(s)?.profile.stages).toBe(HEADPHONES.stages);
  });

  it('saved becomes a device and the target, owes its source, and plays on at its level', async () => {
    const s = await started();
    s.session.listen.getState().chooseTarget(CAR.id);
    s.desk.fork(HEADPHONES.id);
    s.desk.changeDraft(LOUDER);
    s.desk.renameDraft('  My <b>phones</b> ');
    await waitFor(() => expect(s.session.playback.getState().levels?.[DRAFT_ID]).toBeDefined());
    await waitFor(() => expect(s.engine.target?.stages).toEqual(LOUDER));
    const gainDb = s.engine.gainsDb[DRAFT_ID];
    const id = await s.desk.saveDraft();
    expect(own(s)).toMatchObject([{ id, profile: { id, name: 'My <b>phones</b>', stages: LOUDER, evidence: 'own' } }]);
    expect(own(s)[0]!.profile.source?.credit).toContain(HEADPHONES.name);
    expect(own(s)[0]!.profile.fit).toBeUndefined();
    expect(kept(s)).toEqual([id]);
    expect(draft(s)).toBeNull();
    expect(s.session.listen.getState()).toMatchObject({ targetId: id, previousTargetId: CAR.id });
    expect(s.engine.targetId).toBe(id);
    expect(s.engine.gainsDb[id!]).toBeCloseTo(gainDb!, 6);
  });

  it('of an own device takes its place when it is saved', async () => {
    const s = await started();
    await s.desk.importFiles([autoEq()]);
    const before = own(s)[0]!;
    s.desk.edit(before.id);
    expect(draft(s)).toMatchObject({ replacesId: before.id, profile: { name: 'HD 600' } });
    s.desk.changeDraft(LOUDER);
    expect(await s.desk.saveDraft()).toBe(before.id);
    expect(own(s)).toHaveLength(1);
    expect(own(s)[0]).toMatchObject({ profile: { name: 'HD 600', stages: LOUDER }, addedAt: before.addedAt });
    expect(s.engine.target?.stages).toEqual(LOUDER);
  });

  it('discarded leads back to where one was', async () => {
    const s = await started();
    s.session.listen.getState().chooseTarget(CAR.id);
    s.desk.fork(HEADPHONES.id);
    s.desk.changeDraft(LOUDER);
    s.desk.discardDraft();
    expect(draft(s)).toBeNull();
    expect(s.session.listen.getState().targetId).toBe(CAR.id);
    expect(s.session.listen.getState().previousTargetId).not.toBe(DRAFT_ID);
    expect(s.engine.targetId).toBe(CAR.id);
    expect(await s.desk.saveDraft()).toBeUndefined();
    // A change that was still on its way does not come after all.
    await settle();
    await settle();
    expect(s.engine.targetId).toBe(CAR.id);
  });

  it('is left with the page, and the next visit begins with what it was made from', async () => {
    const storage = new FakeStorage();
    const before = await started({ storage });
    before.desk.fork(CAR.id);
    before.desk.changeDraft(LOUDER);
    await before.session.flush();
    await before.session.close();
    const after = await started({ storage });
    expect(after.session.listen.getState().targetId).toBe(CAR.id);
    expect(draft(after)).toBeNull();
  });
});

describe('OPRA’s database', () => {
  const file = (text = 'database'): File => new File([text], 'database_v1.jsonl');

  it('is loaded, kept, searched, and its products become own devices', async () => {
    const s = await started();
    const seen: string[] = [];
    s.session.devices.subscribe(({ opra }) => seen.push(opra.phase));
    await s.desk.loadOpra(file());
    expect(seen[0]).toBe('loading');
    expect(s.session.devices.getState().opra).toEqual({ phase: 'ready', summary: FAKE_OPRA });
    expect(await s.storage.opra?.text()).toBe('compact');
    const [hit] = await s.desk.searchOpra('one');
    const id = await s.desk.adoptOpra(hit!.id);
    expect(own(s).map((device) => device.profile.name)).toEqual(['A One']);
    expect(id).toBe(own(s)[0]!.id);
    // Chosen again it is the same.
    expect(await s.desk.adoptOpra(hit!.id)).toBe(id);
    expect(own(s)).toHaveLength(1);
    expect(await s.desk.adoptOpra('gone')).toBeUndefined();

    // Changed, it is no longer OPRA's, which can be had again.
    s.desk.edit(id!);
    s.desk.changeDraft(LOUDER);
    await s.desk.saveDraft();
    expect(own(s)[0]?.profile).toMatchObject({ id, evidence: 'own', family: 'own' });
    expect(own(s)[0]?.profile.source?.credit).toBe('OPRA, X');
    const again = await s.desk.adoptOpra(hit!.id);
    expect(again).not.toBe(id);
    expect(own(s).map((device) => device.profile.name)).toEqual(['A One', 'A One (2)']);
  });

  it('is there again after a reload, without being asked for', async () => {
    const storage = new FakeStorage();
    storage.opra = new Blob(['compact']);
    const s = fakeSession({ storage });
    await s.session.start();
    await waitFor(() => expect(s.session.devices.getState().opra.phase).toBe('ready'));
  });

  it('that was damaged in storage is told of, and can be loaded anew', async () => {
    const storage = new FakeStorage();
    storage.opra = new Blob(['rubbish']);
    const s = await started({ storage });
    await waitFor(() => expect(problems(s)).toMatchObject([{ code: 'opra-unreadable' }]));
    expect(s.session.devices.getState().opra.phase).toBe('none');
    await s.desk.loadOpra(file());
    expect(s.session.devices.getState().opra.phase).toBe('ready');
  });

  it('stays what it was when another cannot be read', async () => {
    const s = await started();
    await s.desk.loadOpra(file());
    await s.desk.loadOpra(file('broken'));
    expect(problems(s)).toMatchObject([{ code: 'opra-unreadable', subject: 'database_v1.jsonl' }]);
    expect(s.session.devices.getState().opra).toEqual({ phase: 'ready', summary: FAKE_OPRA });
    expect(await s.desk.searchOpra('two')).toHaveLength(1);
  });

  it('is fetched when asked, says when it cannot be, and can be given up', async () => {
    const { promise, open } = gate();
    let asked = 0;
    const s = await started({
      fetchOpra: async ({ signal, onProgress }) => {
        asked++;
        onProgress?.(0.4);
        await promise;
        signal?.throwIfAborted();
        throw new ElsewhereError('opra-unreachable', 'offline');
      },
    });
    expect(asked).toBe(0);
    const loading = s.desk.loadOpra('mirror');
    await waitFor(() =>
      expect(s.session.devices.getState().opra).toEqual({ phase: 'loading', fraction: 0.4, isFetching: true }),
    );
    s.desk.cancelOpra();
    open();
    await loading;
    expect(problems(s)).toEqual([]);
    expect(s.session.devices.getState().opra.phase).toBe('none');
    await s.desk.loadOpra('mirror');
    expect(problems(s)).toMatchObject([{ code: 'opra-unreachable' }]);
    expect(asked).toBe(2);
  });

  it('is forgotten for good', async () => {
    const s = await started();
    await s.desk.loadOpra(file());
    await s.desk.forgetOpra();
    expect(s.session.devices.getState().opra.phase).toBe('none');
    expect(s.storage.opra).toBeUndefined();
    expect(await s.desk.searchOpra('one')).toEqual([]);
  });

  it('dropped among devices is taken for what it is', async () => {
    const s = await started();
    await s.desk.importFiles([autoEq(), file()]);
    expect(own(s)).toHaveLength(1);
    expect(s.session.devices.getState().opra.phase).toBe('ready');
  });
});

describe('closing', () => {
  it('ends what is under way and gives the worker back', async () => {
    const fitting = new FakeFitting();
    fitting.gate = gate().promise;
    const s = await started({ fitting });
    void s.desk.importFiles([autoEq()]);
    await waitFor(() => expect(fitting.curves).toHaveLength(1));
    await s.session.close();
    expect(fitting.isDisposed).toBe(true);
  });
});

describe('names', () => {
  it('are numbered when they are taken', () => {
    expect(uniqueName('HD 600', [])).toBe('HD 600');
    expect(uniqueName('HD 600', ['hd 600'])).toBe('HD 600 (2)');
    expect(uniqueName('HD 600 (2)', ['HD 600', 'HD 600 (2)'])).toBe('HD 600 (3)');
    expect(uniqueName('', ['Untitled'])).toBe('Untitled (2)');
  });

  it('are one line of visible text', () => {
    expect(cleanName('a\u0000b\n\tc\u202e')).toBe('ab c');
    expect(Array.from(cleanName('🎧'.repeat(500))).length).toBeLessThanOrEqual(80);
  });
});

describe('history', () => {
  it('keeps two gestures of one name apart when something lies between them', () => {
    const history = new DraftHistory(bell(0));
    history.change(bell(1), 'drag');
    history.undo();
    history.change(bell(2), 'drag');
    history.change(bell(3), 'drag');
    history.undo();
    expect(history.stages).toEqual(bell(0));
  });
});
