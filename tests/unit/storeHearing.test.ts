import { describe, expect, it } from 'vitest';
import { ElsewhereError } from '../../src/core/errors';
import { CATALOGUE, FLAT_REFERENCE } from '../../src/devices/catalogue';
import type { DeviceProfile } from '../../src/devices/DeviceProfile';
import { withLayers } from '../../src/devices/layers';
import { isStereoStage } from '../../src/devices/response';
import type { StoredDevice } from '../../src/storage/DeviceStoragePort';
import { readKeptIntent } from '../../src/store/keptSettings';
import { FakeAnalysis, FakeEngine, FakeStorage } from '../support/fakeEngine';
import { fakeFile, fakeSession, settle, type FakeParts } from '../support/fakeSession';
import { waitFor } from '../support/waitFor';

const first = (is: (device: DeviceProfile) => boolean): DeviceProfile => {
  const found = CATALOGUE.find(is);
  if (!found) throw new Error('the catalogue has no such device');
  return found;
};
const CAR = first((device) => device.family === 'cars' && device.room !== undefined);
const HEADPHONES = first((device) => device.family === 'headphones');
const PLAIN = first((device) => device.family === 'headphones' && !device.limits && !device.stages.some(isStereoStage));
const LIMITED = first((device) => device.limits?.bass !== undefined);
const NOISY = first((device) => device.scene !== undefined && device.family !== 'reference');

async function started(given: Partial<FakeParts> = {}) {
  const parts = fakeSession(given);
  await parts.session.start();
  await settle();
  return parts;
}

const codes = (s: Awaited<ReturnType<typeof started>>): string[] =>
  s.session.library.getState().problems.map((p) => p.code);

function gate(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

const OWN: StoredDevice = {
  id: 'own-1',
  profile: {
    id: 'own-1',
    name: 'My headphones',
    kindLabel: 'imported',
    family: 'own',
    subfamily: 'own',
    pictogram: 'curve',
    evidence: 'own',
    stages: [{ kind: 'peaking', frequencyHz: 200, gainDb: 6, q: 1 }],
  },
  addedAt: 1,
};

describe('layers', () => {
  it('reach the engine in the same call, as a profile without what is switched off', async () => {
    const s = await started();
    const { chooseTarget, setLayer } = s.session.listen.getState();
    chooseTarget(CAR.id);
    expect(s.engine.target?.room).toBe(CAR.room);
    setLayer('room', false);
    expect(s.engine.target?.room).toBeUndefined();
    expect(s.engine.target?.stages.some(isStereoStage)).toBe(false);
    setLayer('tone', false);
    expect(s.engine.target?.stages.filter((stage) => !isStereoStage(stage))).toEqual([]);
    setLayer('tone', true);
    setLayer('room', true);
    // The very object of before, so that its designs are found again.
    expect(s.engine.target).toBe(withLayers(CAR, s.session.listen.getState().layers));
  });

  it('are what is prepared, too', async () => {
    const s = await started();
    s.session.listen.getState().setLayer('room', false);
    expect(s.engine.preparedProfiles.length).toBeGreaterThan(9);
    expect(s.engine.preparedProfiles.filter((profile) => profile.room)).toEqual([]);
  });

  it('ask for the levels anew, and keep the old gains until they come', async () => {
    const s = await started();
    const before = s.engine.gainsDb;
    const { promise, open } = gate();
    s.analysis.levelsGate = promise;
    const asked = s.analysis.asked.length;
    s.session.listen.getState().setLayer('tone', false);
    await waitFor(() => expect(s.analysis.asked).toHaveLength(asked + 1));
    expect(s.engine.gainsDb).toEqual(before);
    open();
    await waitFor(() => expect(s.engine.gainsDb).not.toEqual(before));
    expect(Math.abs(s.engine.gainsDb[HEADPHONES.id]!)).toBe(0);
  });

  it('gather a flurry of changes into few questions, and the last one stands', async () => {
    const s = await started();
    const asked = s.analysis.asked.length;
    for (let i = 0; i < 21; i++) s.session.listen.getState().setLayer('tone', i % 2 === 1);
    await waitFor(() => expect(s.analysis.asked.length).toBeGreaterThan(asked));
    await waitFor(() => expect(Math.abs(s.engine.gainsDb[HEADPHONES.id]!)).toBe(0));
    expect(s.analysis.asked.length - asked).toBeLessThanOrEqual(2);
  });

  it('do not bring back an answer to what is no longer asked', async () => {
    const s = await started();
    const { promise, open } = gate();
    s.analysis.levelsGate = promise;
    const { setLayer } = s.session.listen.getState();
    const asked = s.analysis.asked.length;
    setLayer('tone', false);
    await waitFor(() => expect(s.analysis.asked).toHaveLength(asked + 1));
    setLayer('tone', true);
    const seen: number[] = [];
    s.session.playback.subscribe(({ levels }) => seen.push(levels![HEADPHONES.id]!.matchGainDb));
    open();
    await settle();
    await settle();
    expect(seen.every((gainDb) => gainDb !== 0)).toBe(true);
    expect(s.engine.gainsDb[HEADPHONES.id]).not.toBe(0);
  });

  it('survive a failing measurement with the gains of before, told once', async () => {
    const s = await started();
    const before = s.engine.gainsDb;
    s.analysis.levelsError = new ElsewhereError('analysis-failed', 'no');
    s.session.listen.getState().setLayer('tone', false);
    await waitFor(() => expect(codes(s)).toEqual(['analysis-failed']));
    const asked = s.analysis.asked.length;
    await settle();
    await settle();
    expect(s.analysis.asked).toHaveLength(asked);
    expect(s.engine.gainsDb).toEqual(before);
  });

  it('leave a room to the listener’s own where there are loudspeakers', async () => {
    const s = await started();
    s.session.listen.getState().chooseTarget(CAR.id);
    s.session.listen.getState().setGear({ kind: 'loudspeakers' });
    expect(s.engine.target?.room).toBeUndefined();
    expect(s.engine.target?.stages).toEqual(CAR.stages);
    expect(s.engine.playbackCurve).toBeNull();
  });
});

describe('a switch', () => {
  it('reaches the engine before anything else does', async () => {
    const s = await started();
    s.session.listen.getState().setLayer('noise', true);
    await settle();
    s.engine.log.length = 0;
    s.session.listen.getState().chooseTarget(NOISY.id);
    expect(s.engine.log[0]).toBe(`setTarget ${NOISY.id}`);
    expect(s.engine.log.filter((entry) => entry.startsWith('setTarget'))).toHaveLength(1);
    expect(s.engine.log).not.toContain('setPlaybackCurve');
  });
});

describe('noise', () => {
  it('is that of the device, under the mix, and never under flat', async () => {
    const s = await started();
    const { chooseTarget, setLayer, setScene } = s.session.listen.getState();
    chooseTarget(NOISY.id);
    expect(s.engine.noise).toBeNull();
    setLayer('noise', true);
    expect(s.engine.noise).toMatchObject({ scene: NOISY.scene, isolation: NOISY.isolation ?? null });
    expect(s.engine.noise!.levelLufs).toBeLessThan(-14.2);
    setScene('airplane');
    expect(s.engine.noise?.scene).toBe('airplane');
    chooseTarget(FLAT_REFERENCE.id);
    expect(s.engine.noise).toBeNull();
    setScene(null);
    chooseTarget(NOISY.id);
    expect(s.engine.noise?.scene).toBe(NOISY.scene);
    setLayer('noise', false);
    expect(s.engine.noise).toBeNull();
  });

  it('lies lower under a mix that is heard louder, and comes to the levels of all but flat', async () => {
    const s = await started();
    const { chooseTarget, setLayer, setScene, setListeningPhon } = s.session.listen.getState();
    chooseTarget(NOISY.id);
    setLayer('noise', true);
    setScene('road100');
    setListeningPhon(60);
    const quiet = s.engine.noise!.levelLufs;
    setListeningPhon(80);
    expect(s.engine.noise!.levelLufs).toBeLessThan(quiet);
    await waitFor(() => expect(s.analysis.asked.at(-1)?.options.noiseLufs?.[NOISY.id]).toBe(s.engine.noise!.levelLufs));
    const { noiseLufs } = s.analysis.asked.at(-1)!.options;
    expect(noiseLufs).not.toHaveProperty(FLAT_REFERENCE.id);
    expect(Object.keys(noiseLufs!)).toHaveLength(CATALOGUE.length - 1);
  });
});

describe('programme loudness', () => {
  it('is told when it is known, and that it is not for a new mix', async () => {
    const s = await started();
    expect(s.engine.programmeLufs).toBe(-14.2);
    s.analysis.gate = gate().promise;
    s.session.addFiles([fakeFile('new.wav')]);
    await settle();
    expect(s.engine.programmeLufs).toBeNull();
  });
});

describe('listening level and own gear', () => {
  it('make one curve behind everything, which switching leaves alone', async () => {
    const s = await started();
    const { setListeningPhon, setGear, chooseTarget } = s.session.listen.getState();
    expect(s.engine.playbackCurve).toBeNull();
    setListeningPhon(60);
    await waitFor(() => expect(s.engine.playbackCurve).not.toBeNull());
    const quiet = s.engine.playbackCurve;
    chooseTarget(CAR.id);
    await settle();
    expect(s.engine.playbackCurve).toBe(quiet);
    setGear({ kind: 'device', id: HEADPHONES.id });
    await waitFor(() => expect(s.engine.playbackCurve).not.toBe(quiet));
    setListeningPhon(null);
    await settle();
    expect(s.engine.playbackCurve).not.toBeNull();
    setGear({ kind: 'unknown' });
    expect(s.engine.playbackCurve).toBeNull();
  });

  it('the last of several wins', async () => {
    const s = await started();
    const { setListeningPhon } = s.session.listen.getState();
    for (const phon of [45, 60, 75]) setListeningPhon(phon);
    await waitFor(() => expect(s.engine.playbackCurve).not.toBeNull());
    await settle();
    const atOnce = await started();
    atOnce.session.listen.getState().setListeningPhon(75);
    await waitFor(() => expect(atOnce.engine.playbackCurve).not.toBeNull());
    expect(s.engine.playbackCurve).toEqual(atOnce.engine.playbackCurve);
    setListeningPhon(60);
    setListeningPhon(null);
    await settle();
    expect(s.engine.playbackCurve).toBeNull();
  });
});

describe('levels', () => {
  it('are right from the first answer: of every target at once, rooms and noise in it', async () => {
    const storage = new FakeStorage();
    for (const [layer, value] of Object.entries({ limits: false, noise: true }))
      storage.settings.set(`listen.layers.${layer}`, JSON.stringify({ value, at: 1 }));
    const s = await started({ storage });
    await waitFor(() => expect(s.session.playback.getState().levels).not.toBeNull());
    await settle();
    await settle();
    const asked = s.analysis.asked.filter(({ mapId }) => mapId === 'demo-bass-heavy');
    expect(asked).toHaveLength(1);
    expect(asked[0]!.profiles.map(({ id }) => id)).toEqual(CATALOGUE.map(({ id }) => id));
    expect(asked[0]!.profiles.map(({ room }) => room)).toEqual(CATALOGUE.map(({ room }) => room));
    expect(asked[0]!.options.noiseLufs).toHaveProperty(NOISY.id);
  });
});

describe('limits', () => {
  it('are estimated after the first answer, before they are measured', async () => {
    const analysis = new FakeAnalysis();
    analysis.limitsGate = gate().promise;
    const s = await started({ analysis });
    await waitFor(() => expect(analysis.limitsMeasured).toHaveLength(1));
    await settle();
    const asked = s.analysis.asked.filter(({ mapId }) => mapId === 'demo-bass-heavy');
    expect(asked.map(({ options }) => options.estimatesLimits)).toEqual([false, true]);
  });

  it('are measured after the first levels, one at a time, what is heard first', async () => {
    const analysis = new FakeAnalysis();
    const { promise, open } = gate();
    analysis.limitsGate = promise;
    const s = await started({ analysis });
    expect(s.session.playback.getState().levels).not.toBeNull();
    await waitFor(() => expect(analysis.limitsMeasured).toHaveLength(1));
    open();
    const keys = new Set(
      CATALOGUE.filter((device) => device.limits?.bass || device.limits?.limiter).map((device) =>
        JSON.stringify([device.limits, device.stages.filter(isStereoStage)]),
      ),
    );
    await waitFor(() => expect(analysis.limitsMeasured).toHaveLength(Math.min(12, keys.size)));
    await settle();
    await settle();
    expect(analysis.limitsMeasured).toHaveLength(Math.min(12, keys.size));
    expect(analysis.mostLimitsAtOnce).toBe(1);
    const { pins } = s.session.listen.getState();
    const pinned = pins.flatMap(
      (id) => CATALOGUE.find((d) => d.id === id && (d.limits?.bass || d.limits?.limiter)) ?? [],
    );
    const [firstMeasured] = analysis.limitsMeasured;
    if (pinned[0]) expect(firstMeasured).toBe(`demo-bass-heavy ${pinned[0].id}`);
  });

  it('take the target before all others, and its gain follows', async () => {
    const storage = new FakeStorage();
    storage.settings.set('listen.targets', JSON.stringify({ value: { targetId: LIMITED.id }, at: 1 }));
    const s = await started({ storage });
    await waitFor(() => expect(s.analysis.limitsMeasured[0]).toBe(`demo-bass-heavy ${LIMITED.id}`));
    const unlimited = await started();
    unlimited.session.listen.getState().setLayer('limits', false);
    await waitFor(() => expect(unlimited.analysis.asked.at(-1)!.profiles.some((p) => p.limits)).toBe(false));
    await settle();
    await waitFor(() =>
      expect(s.engine.gainsDb[LIMITED.id]).toBeCloseTo(
        unlimited.engine.gainsDb[LIMITED.id]! + FakeAnalysis.LIMITED_DB,
        6,
      ),
    );
  });

  it('are not measured while they are off', async () => {
    const storage = new FakeStorage();
    storage.settings.set('listen.layers.limits', JSON.stringify({ value: false, at: 1 }));
    const s = await started({ storage });
    await settle();
    expect(s.session.listen.getState().layers.limits).toBe(false);
    expect(s.analysis.limitsMeasured).toEqual([]);
  });

  it('are given up when the mix changes or they are switched off', async () => {
    const analysis = new FakeAnalysis();
    analysis.limitsGate = gate().promise;
    const s = await started({ analysis });
    await waitFor(() => expect(analysis.limitsMeasured).toHaveLength(1));
    s.session.openTrack('demo-translates');
    await waitFor(() => expect(analysis.limitsCancelled).toHaveLength(1));
    await waitFor(() => expect(analysis.limitsMeasured.at(-1)).toMatch(/^demo-translates /));
    s.session.listen.getState().setLayer('limits', false);
    await waitFor(() => expect(analysis.limitsCancelled).toHaveLength(2));
    await settle();
    expect(analysis.limitsMeasured).toHaveLength(2);
    expect(codes(s)).toEqual([]);
  });

  it('that cannot be measured are not tried again, and nobody is bothered', async () => {
    const analysis = new FakeAnalysis();
    analysis.limitsError = new ElsewhereError('analysis-failed', 'no');
    const s = await started({ analysis });
    await waitFor(() => expect(analysis.limitsMeasured.length).toBeGreaterThan(3));
    await settle();
    await settle();
    expect(new Set(analysis.limitsMeasured).size).toBe(analysis.limitsMeasured.length);
    expect(codes(s)).toEqual([]);
  });
});

describe('export', () => {
  it('has layers and noise as heard, and waits for the limits of the target', async () => {
    const analysis = new FakeAnalysis();
    const { promise, open } = gate();
    analysis.limitsGate = promise;
    const s = await started({ analysis });
    const { chooseTarget, setLayer, setScene, setListeningPhon } = s.session.listen.getState();
    chooseTarget(LIMITED.id);
    setLayer('noise', true);
    setScene('kitchen');
    setListeningPhon(60);
    s.session.exportAudio();
    await settle();
    expect(s.engine.exports).toEqual([]);
    open();
    await waitFor(() => expect(s.engine.exports).toHaveLength(1));
    expect(s.engine.lastExport?.profile).toBe(withLayers(LIMITED, s.session.listen.getState().layers));
    expect(s.engine.lastExport?.noise).toEqual(s.engine.noise);
    expect(s.engine.lastExport?.noise?.scene).toBe('kitchen');
    expect(s.engine.exports[0]!.gainDb).toBe(s.engine.gainsDb[LIMITED.id]);
    expect(analysis.asked.at(-1)!.options.noiseLufs).toHaveProperty(LIMITED.id);
  });

  it('uses the gain of the layers that are on, though they were changed a moment ago', async () => {
    const s = await started();
    s.session.listen.getState().chooseTarget(HEADPHONES.id);
    s.session.listen.getState().setLayer('tone', false);
    s.session.exportAudio();
    await waitFor(() => expect(s.engine.exports).toHaveLength(1));
    expect(Math.abs(s.engine.exports[0]!.gainDb)).toBe(0);
  });
});

describe('kept settings', () => {
  it('bring back layers, scene, level and gear, and an own device as target, slot, key and gear', async () => {
    const storage = new FakeStorage();
    await storage.putDevice(OWN);
    const before = await started({ storage });
    expect(before.session.shelf().at(-1)?.name).toBe('My headphones');
    const intent = before.session.listen.getState();
    intent.chooseTarget(OWN.id);
    intent.assignSlot('B', OWN.id);
    intent.pin(0, OWN.id);
    intent.setGear({ kind: 'device', id: OWN.id });
    intent.setLayer('room', false);
    intent.setLayer('noise', true);
    intent.setScene('cafe');
    intent.setListeningPhon(65);
    intent.setMixedAtPhon(83);
    await before.session.flush();
    await before.session.close();

    const after = await started({ storage, engine: new FakeEngine() });
    expect(after.session.listen.getState()).toMatchObject({
      targetId: OWN.id,
      gear: { kind: 'device', id: OWN.id },
      layers: { tone: true, room: false, limits: true, noise: true },
      scene: 'cafe',
      listeningPhon: 65,
      mixedAtPhon: 83,
    });
    expect(after.session.listen.getState().slots.B).toBe(OWN.id);
    expect(after.session.listen.getState().pins[0]).toBe(OWN.id);
    expect(after.engine.targetId).toBe(OWN.id);
    expect(after.engine.gainsDb).toHaveProperty(OWN.id);
    await waitFor(() => expect(after.engine.playbackCurve).not.toBeNull());
  });

  it('of older versions are read as they are', () => {
    const kept = readKeptIntent({ targetId: 'flat', volumeDb: -20 }, () => true);
    expect(kept).toEqual({ targetId: 'flat', volumeDb: -20 });
  });

  it('that are damaged are left out one by one', () => {
    const damaged = {
      layers: { tone: 'yes', room: false },
      scene: '__proto__',
      listeningPhon: 300,
      mixedAtPhon: Number.NaN,
      gear: { kind: 'device', id: 'gone' },
    };
    expect(readKeptIntent(damaged, (id) => id !== 'gone')).toEqual({
      layers: { tone: true, room: false, limits: true, noise: false },
    });
    for (const gear of [7, null, { kind: 'toString' }, { kind: 'device' }]) {
      expect(readKeptIntent({ gear, layers: gear }, () => true)).toEqual({});
    }
    expect(readKeptIntent({ gear: { kind: 'loudspeakers' }, scene: null, listeningPhon: null }, () => true)).toEqual({
      gear: { kind: 'loudspeakers' },
      scene: null,
      listeningPhon: null,
    });
  });

  it('come back without own devices that cannot be read', async () => {
    const storage = new FakeStorage();
    storage.listDevices = () => Promise.reject(new ElsewhereError('storage-failed', 'no'));
    const s = await started({ storage });
    expect(codes(s)).toEqual(['storage-failed']);
    expect(s.session.devices.getState()).toMatchObject({ isReady: true, own: [] });
    expect(s.engine.mix).not.toBeNull();
  });
});

describe('the shelf', () => {
  it('is one list until an own device changes', async () => {
    const s = await started();
    const before = s.session.shelf();
    expect(s.session.shelf()).toBe(before);
    s.session.devices.setState({ pending: [] });
    expect(s.session.shelf()).toBe(before);
    s.session.devices.setState({ own: [OWN] });
    expect(s.session.shelf()).not.toBe(before);
    expect(s.session.shelf().slice(0, -1)).toEqual(before);
    expect(s.session.deviceById(OWN.id)).toBe(OWN.profile);
    expect(s.session.catalogue).toBe(before);
  });
});

describe('a layer that a device does not have', () => {
  it('changes nothing about it, so that nothing is switched', async () => {
    const s = await started();
    s.session.listen.getState().chooseTarget(PLAIN.id);
    const switches = s.engine.targets.length;
    const asked = s.engine.target;
    s.session.listen.getState().setLayer('limits', false);
    s.session.listen.getState().setLayer('room', false);
    s.session.listen.getState().setGear({ kind: 'loudspeakers' });
    expect(s.engine.targets).toHaveLength(switches);
    expect(s.engine.target).toBe(asked);
    expect(asked).toBe(PLAIN);
  });
});
