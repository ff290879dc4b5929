import { describe, expect, it, vi } from 'vitest';
import { ElsewhereError } from '../../src/core/errors';
import { CATALOGUE, FLAT_REFERENCE } from '../../src/devices/catalogue';
import { FakeAnalysis, FakeDecoder, FakeDemos, FakeEngine, FakeStorage } from '../support/fakeEngine';
import { fakeFile, fakeSession, settle, type FakeParts } from '../support/fakeSession';
import { waitFor } from '../support/waitFor';

const CAR = CATALOGUE.find((device) => device.family === 'cars')!;

async function started(given: Partial<FakeParts> = {}) {
  const parts = fakeSession(given);
  await parts.session.start();
  await settle();
  return parts;
}

const names = (s: Awaited<ReturnType<typeof started>>): string[] =>
  s.session.library.getState().tracks.map((t) => t.name);
const codes = (s: Awaited<ReturnType<typeof started>>): string[] =>
  s.session.library.getState().problems.map((p) => p.code);
const current = (s: Awaited<ReturnType<typeof started>>) => {
  const id = s.session.listen.getState().currentTrackId;
  return s.session.library.getState().tracks.find((t) => t.id === id)?.name;
};

function gate(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

describe('first visit', () => {
  it('has both demo mixes in the list and the first ready to play', async () => {
    const s = await started();
    expect(names(s)).toEqual(['Bass-heavy headphone mix', 'Mix that translates']);
    expect(current(s)).toBe('Bass-heavy headphone mix');
    expect(s.engine.mix?.id).toBe('demo-bass-heavy');
    expect(s.engine.isPlaying).toBe(false);
    expect(s.engine.volumeDb).toBe(-12);
    expect(s.engine.targetId).toBe(FLAT_REFERENCE.id);
  });

  it('plays when Play was asked for before the engine was there', async () => {
    const { promise, open } = gate();
    const parts = fakeSession();
    parts.decoder.files.set('bass.mp3', { gate: promise });
    const starting = parts.session.start();
    parts.session.listen.getState().togglePlay();
    await settle();
    expect(parts.engine.isPlaying).toBe(false);
    open();
    await starting;
    await settle();
    expect(parts.engine.isPlaying).toBe(true);
  });

  it('without the demos still takes files', async () => {
    const demos = new FakeDemos();
    demos.isOffline = true;
    const s = await started({ demos });
    expect(names(s)).toEqual([]);
    expect(codes(s)).toEqual([]);
    s.session.addFiles([fakeFile('mine.wav')]);
    await settle();
    expect(current(s)).toBe('mine');
  });

  it('reaches the engine in the same call, not later', async () => {
    const s = await started();
    s.session.listen.getState().chooseTarget(CAR.id);
    expect(s.engine.targetId).toBe(CAR.id);
    s.session.listen.getState().togglePlay();
    expect(s.engine.isPlaying).toBe(true);
    s.session.listen.getState().setVolumeDb(-30);
    expect(s.engine.volumeDb).toBe(-30);
    s.session.listen.getState().setVolumeDb(-60);
    expect(s.engine.volumeDb).toBe(-Infinity);
  });
});

describe('readiness', () => {
  it('prepares what the pointer is over first, then slots and pins, then every other device', async () => {
    const s = await started();
    const { slots, pins } = s.session.listen.getState();
    const favourites = new Set([slots.A, slots.B, ...pins]);
    expect(new Set(s.engine.prepared.slice(0, favourites.size))).toEqual(favourites);
    expect(new Set(s.engine.prepared)).toEqual(new Set(CATALOGUE.map((device) => device.id)));
    expect(s.engine.prepared).toHaveLength(CATALOGUE.length);
    const other = CATALOGUE.find((device) => !favourites.has(device.id))!;
    s.session.hint(other.id);
    expect(s.engine.prepared[0]).toBe(other.id);
    s.session.listen.getState().assignSlot('B', other.id);
    expect(s.engine.prepared.slice(0, 3)).toContain(other.id);
  });
});

describe('loading', () => {
  it('plays the first seconds, then takes the whole without starting again', async () => {
    const s = await started();
    const { promise, open } = gate();
    s.decoder.files.set('long.wav', { hasHead: true, durationSec: 240, gate: promise });
    s.session.addFiles([fakeFile('long.wav')]);
    await settle();
    expect(s.engine.mix).toMatchObject({ isPartial: true, durationSec: 240 });
    expect(current(s)).toBe('long');
    expect(s.session.durationSec()).toBe(240);
    open();
    await settle();
    expect(s.engine.mix?.isPartial).toBe(false);
    const id = s.engine.mix!.id;
    expect(s.engine.log.slice(-2)).toEqual([`setMix ${id} head`, `replaceMix ${id}`]);
  });

  it('moves the progress bar at once and then at most ten times a second', async () => {
    let nowMs = 1000;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
    try {
      const s = await started();
      const { promise, open } = gate();
      const steps = function* (): Generator<number> {
        for (let i = 1; i <= 50; i++, nowMs += 10) yield i / 50;
      };
      s.decoder.files.set('long.wav', { gate: promise, steps: steps() });
      const seen: number[] = [];
      s.session.library.subscribe(({ jobs }) => {
        const fraction = jobs.find((job) => job.name === 'long.wav')?.fraction;
        if (fraction !== undefined && fraction !== seen.at(-1)) seen.push(fraction);
      });
      s.session.addFiles([fakeFile('long.wav')]);
      await settle();
      expect(seen).toEqual([0, 0.02, 0.22, 0.42, 0.62, 0.82]);
      open();
      await settle();
    } finally {
      clock.mockRestore();
    }
  });

  it('loads twenty-nine of thirty files, tells of the bad one and plays the first', async () => {
    const s = await started();
    s.decoder.refuse('track 7.wav', 'decode-not-audio');
    s.session.addFiles(Array.from({ length: 30 }, (_, i) => fakeFile(`track ${i}.wav`)));
    expect(s.session.library.getState().jobs).toHaveLength(30);
    await settle();
    await settle();
    expect(names(s)).toHaveLength(2 + 29);
    expect(names(s)).not.toContain('track 7');
    expect(s.session.library.getState().problems).toMatchObject([{ code: 'decode-not-audio', subject: 'track 7.wav' }]);
    expect(s.session.library.getState().jobs).toEqual([]);
    expect(current(s)).toBe('track 0');
    expect(s.storage.files.size).toBe(29);
    expect(s.decoder.mostAtOnce).toBe(1);
  });

  it('keeps a file with a flaw in the list and tells of it by name', async () => {
    const s = await started();
    s.decoder.files.set('kick.wav', { durationSec: 12, notes: { truncatedAtSec: 12, promisedSec: 30 } });
    s.decoder.files.set('mute.wav', { notes: { isSilent: true } });
    s.session.addFiles([fakeFile('kick.wav'), fakeFile('mute.wav'), fakeFile('fine.wav')]);
    await settle();
    expect(names(s).slice(2)).toEqual(['kick', 'mute', 'fine']);
    expect(current(s)).toBe('kick');
    expect(s.session.library.getState().problems).toMatchObject([
      { code: 'file-truncated', subject: 'kick.wav', detail: { durationSec: 12, promisedSec: 30 } },
      { code: 'file-silent', subject: 'mute.wav' },
    ]);
    // Told once, when it comes in; the note on the track stays.
    s.session.library.getState().dismissAllProblems();
    s.session.openTrack(s.session.library.getState().tracks.at(-2)!.id);
    await settle();
    expect(codes(s)).toEqual([]);
  });

  it('puts on the first good file when the first is bad', async () => {
    const s = await started();
    s.decoder.refuse('bad.wav', 'decode-empty');
    s.session.addFiles([fakeFile('bad.wav'), fakeFile('good.wav')]);
    await settle();
    expect(current(s)).toBe('good');
  });

  it('leaves what plays in place when a file fails', async () => {
    const s = await started();
    s.session.listen.getState().togglePlay();
    s.decoder.refuse('bad.wav', 'decode-unsupported', { format: 'WMA' });
    s.session.addFiles([fakeFile('bad.wav')]);
    await settle();
    expect(current(s)).toBe('Bass-heavy headphone mix');
    expect(s.engine.isPlaying).toBe(true);
    expect(s.engine.mix?.id).toBe('demo-bass-heavy');
    expect(s.session.library.getState().problems[0]).toMatchObject({ detail: { format: 'WMA' } });
  });

  it('goes back to what played when a file breaks off after its first seconds were heard', async () => {
    const s = await started();
    const { promise, open } = gate();
    s.decoder.files.set('broken.wav', {
      hasHead: true,
      gate: promise,
      error: new ElsewhereError('decode-truncated', 'cut', { durationSec: 8 }),
    });
    s.session.addFiles([fakeFile('broken.wav')]);
    await settle();
    expect(s.engine.mix?.isPartial).toBe(true);
    open();
    await settle();
    expect(s.engine.mix).toMatchObject({ id: 'demo-bass-heavy', isPartial: false });
    expect(current(s)).toBe('Bass-heavy headphone mix');
    expect(names(s)).not.toContain('broken');
    expect(codes(s)).toEqual(['decode-truncated']);
  });

  it('cancels a waiting and a running file without a word', async () => {
    const s = await started();
    s.decoder.files.set('slow.wav', { gate: new Promise(() => undefined) });
    s.session.addFiles([fakeFile('slow.wav'), fakeFile('next.wav'), fakeFile('last.wav')]);
    await settle();
    const [slow, next] = s.session.library.getState().jobs;
    s.session.cancelJob(next!.id);
    s.session.cancelJob(slow!.id);
    await settle();
    expect(names(s)).toEqual(['Bass-heavy headphone mix', 'Mix that translates', 'last']);
    expect(codes(s)).toEqual([]);
    expect(s.session.library.getState().jobs).toEqual([]);
  });

  it('does not take the desk away from a track the listener has chosen meanwhile', async () => {
    const s = await started();
    const { promise, open } = gate();
    s.decoder.files.set('slow.wav', { gate: promise });
    s.session.addFiles([fakeFile('slow.wav')]);
    s.session.openTrack('demo-translates');
    open();
    await settle();
    expect(current(s)).toBe('Mix that translates');
    expect(names(s)).toContain('slow');
  });

  it('opens the last of several tracks chosen in a hurry', async () => {
    const s = await started();
    s.session.addFiles([fakeFile('one.wav'), fakeFile('two.wav')]);
    await settle();
    const ids = s.session.library.getState().tracks.map((t) => t.id);
    for (const id of [...ids, ids[1]!]) s.session.openTrack(id);
    await settle();
    expect(s.engine.mix?.id).toBe(ids[1]);
    expect(codes(s)).toEqual([]);
  });

  it('holds beside an own mix only the demo mix heard before it, without its limits [fault: memory]', async () => {
    const s = await started();
    s.session.addFiles([fakeFile('mine.wav')]);
    await settle();
    expect(s.analysis.releasedLimits).toEqual(['demo-translates']);
    const decodes = s.decoder.decoded.length;
    s.session.openTrack('demo-bass-heavy');
    await settle();
    // At once, and the other demo mix comes back in silence.
    expect(s.engine.mix?.id).toBe('demo-bass-heavy');
    expect(s.decoder.decoded.slice(decodes)).toEqual(['translates.mp3']);
    const flips = s.decoder.decoded.length;
    s.session.openTrack('demo-translates');
    await settle();
    expect(s.engine.mix?.id).toBe('demo-translates');
    expect(s.decoder.decoded).toHaveLength(flips);
  });

  it('flips between an own mix and an own reference of four minutes without decoding again', async () => {
    const s = await started();
    for (const name of ['mix.wav', 'reference.wav']) s.decoder.files.set(name, { durationSec: 240 });
    s.session.addFiles([fakeFile('mix.wav')]);
    await settle();
    s.session.addFiles([fakeFile('reference.wav')]);
    await settle();
    const decodes = s.decoder.decoded.length;
    const own = s.session.library.getState().tracks.filter(({ origin }) => origin === 'own');
    for (const { id } of [...own, ...own]) {
      s.session.openTrack(id);
      // oxlint-disable-next-line no-await-in-loop -- one flip after the other
      await settle();
      expect(s.engine.mix?.id).toBe(id);
    }
    expect(s.decoder.decoded).toHaveLength(decodes);
  });

  it('flips between the demo mixes without decoding again, at the same place', async () => {
    const s = await started();
    s.session.listen.getState().togglePlay();
    s.engine.seek(20);
    const decodes = s.decoder.decoded.length;
    expect(decodes).toBe(2);
    s.session.openTrack('demo-translates');
    await settle();
    expect(s.engine.mix?.id).toBe('demo-translates');
    expect(s.engine.positionSec()).toBe(20);
    expect(s.engine.isPlaying).toBe(true);
    expect(s.decoder.decoded).toHaveLength(decodes);
  });

  it('starts a shorter mix from its beginning when the place is not in it', async () => {
    const s = await started();
    s.engine.seek(50);
    s.decoder.files.set('short.wav', { durationSec: 30 });
    s.session.addFiles([fakeFile('short.wav')]);
    await settle();
    expect(s.engine.positionSec()).toBe(0);
  });
});

describe('measuring', () => {
  it('brings waveform, figures and a gain for every device', async () => {
    const s = await started();
    const facts = s.session.playback.getState();
    expect(facts.waveform).not.toBeNull();
    expect(facts.analysis?.loudness.integratedLufs).toBe(-14.2);
    expect(Object.keys(s.engine.gainsDb).toSorted()).toEqual(CATALOGUE.map((d) => d.id).toSorted());
    expect(s.engine.gainsDb[CAR.id]).not.toBe(0);
  });

  it('shows the waveform before the figures are there', async () => {
    const analysis = new FakeAnalysis();
    analysis.gate = new Promise(() => undefined);
    const s = await started({ analysis });
    expect(s.session.playback.getState().waveform).not.toBeNull();
    expect(s.session.playback.getState().analysis).toBeNull();
    expect(s.engine.mix?.isPartial).toBe(false);
  });

  it('gives every device its own level when matching is off', async () => {
    const s = await started();
    s.session.listen.getState().toggleMatching();
    expect(s.engine.gainsDb).toEqual({});
    s.session.listen.getState().toggleMatching();
    expect(s.engine.gainsDb[CAR.id]).not.toBe(0);
  });

  it('tells when it fails, and the mix plays on', async () => {
    const analysis = new FakeAnalysis();
    analysis.error = new ElsewhereError('analysis-failed', 'no');
    const s = await started({ analysis });
    expect(codes(s)).toEqual(['analysis-failed']);
    s.session.listen.getState().togglePlay();
    expect(s.engine.isPlaying).toBe(true);
  });
});

describe('sound that does not start', () => {
  it('is told, takes Play back and works when tried again', async () => {
    const s = await started();
    s.engine.playError = new ElsewhereError('audio-start-blocked', 'no gesture');
    s.session.listen.getState().togglePlay();
    await settle();
    expect(codes(s)).toEqual(['audio-start-blocked']);
    expect(s.session.listen.getState().wantsToPlay).toBe(false);
    s.session.retryAudio();
    await settle();
    expect(s.engine.isPlaying).toBe(true);
    expect(codes(s)).toEqual([]);
  });

  it('is shown as playing, and no longer as trouble, when the engine starts after all', async () => {
    const s = await started();
    s.engine.playError = new ElsewhereError('audio-start-blocked', 'slow');
    s.session.listen.getState().togglePlay();
    await settle();
    s.engine.isPlaying = true;
    s.engine.setStatus('running');
    expect(codes(s)).toEqual([]);
    expect(s.session.listen.getState().wantsToPlay).toBe(true);
    expect(s.session.playback.getState().isPlaying).toBe(true);
  });

  it('stops at the end of the mix', async () => {
    const s = await started();
    s.session.listen.getState().togglePlay();
    s.engine.end();
    expect(s.session.listen.getState().wantsToPlay).toBe(false);
  });

  it('gives Play back when the system interrupts', async () => {
    const s = await started();
    s.session.listen.getState().togglePlay();
    s.engine.isPlaying = false;
    s.engine.setStatus('interrupted');
    expect(s.session.listen.getState().wantsToPlay).toBe(false);
  });
});

describe('what is shown', () => {
  const isPlaying = (s: Awaited<ReturnType<typeof started>>): boolean => s.session.playback.getState().isPlaying;
  const wantsToPlay = (s: Awaited<ReturnType<typeof started>>): boolean => s.session.listen.getState().wantsToPlay;

  it('is not playing while a lost output is brought back, and then is again [fault: audio-lost]', async () => {
    const s = await started();
    s.session.listen.getState().togglePlay();
    await settle();
    expect(isPlaying(s)).toBe(true);
    s.engine.setStatus('recovering');
    expect(isPlaying(s)).toBe(false);
    expect(wantsToPlay(s)).toBe(true);
    s.engine.setStatus('running');
    expect(isPlaying(s)).toBe(true);
    expect(codes(s)).toEqual([]);
  });

  it('plays on after an interruption, unless it did not play before or Play and Pause were pressed meanwhile', async () => {
    const s = await started();
    s.engine.setStatus('interrupted');
    s.engine.setStatus('running');
    expect(s.engine.isPlaying).toBe(false);
    s.session.listen.getState().togglePlay();
    await settle();
    s.engine.setStatus('interrupted');
    expect(wantsToPlay(s)).toBe(false);
    s.engine.setStatus('running');
    await settle();
    expect([wantsToPlay(s), s.engine.isPlaying, isPlaying(s)]).toEqual([true, true, true]);
    s.engine.setStatus('interrupted');
    s.session.listen.getState().setWantsToPlay(true);
    s.session.listen.getState().setWantsToPlay(false);
    s.engine.setStatus('running');
    expect([wantsToPlay(s), s.engine.isPlaying]).toEqual([false, false]);
  });

  it.each([
    ['noOutput', 'audio-no-device'],
    ['blocked', 'audio-start-blocked'],
    ['failed', 'audio-failed'],
  ] as const)(
    'is %s, with its reason, when the engine could not bring the sound back [fault: audio-lost]',
    async (status, code) => {
      const s = await started();
      s.session.listen.getState().togglePlay();
      await settle();
      s.engine.isPlaying = false;
      s.engine.setStatus(status);
      expect(codes(s)).toEqual([code]);
      expect([wantsToPlay(s), isPlaying(s)]).toEqual([false, false]);
    },
  );

  it('gives Play back every time while the engine cannot be loaded, and plays once it can [fault: engine-missing]', async () => {
    let isBlocked = true;
    const engine = new FakeEngine();
    const s = fakeSession({
      engine,
      async loadEngine() {
        if (isBlocked) throw new TypeError('Failed to fetch dynamically imported module');
        return engine;
      },
    });
    await s.session.start();
    for (let i = 0; i < 3; i++) {
      s.session.listen.getState().togglePlay();
      // oxlint-disable-next-line no-await-in-loop
      await settle();
      expect(wantsToPlay(s)).toBe(false);
      expect(codes(s)).toEqual(['audio-failed']);
    }
    isBlocked = false;
    s.session.retryAudio();
    await settle();
    expect(engine.isPlaying).toBe(true);
    expect(codes(s)).toEqual([]);
  });
});

describe('loop', () => {
  it('reaches the engine when it is on, fitted to the track', async () => {
    const s = await started();
    const { setLoop, toggleLoop } = s.session.listen.getState();
    setLoop({ startSec: 5, endSec: 9 }, 60);
    expect(s.engine.loop).toBeNull();
    toggleLoop();
    expect(s.engine.loop).toEqual({ startSec: 5, endSec: 9 });
    s.decoder.files.set('short.wav', { durationSec: 7 });
    s.session.addFiles([fakeFile('short.wav')]);
    await settle();
    expect(s.engine.loop).toEqual({ startSec: 5, endSec: 7 });
  });
});

describe('trouble with the output', () => {
  const noDevice = () => new ElsewhereError('audio-no-device', 'no output');

  it('is told once, by its cause, and can be tried again', async () => {
    const s = await started();
    const told: string[][] = [];
    s.session.library.subscribe(() => told.push(codes(s)));
    for (let i = 0; i < 2; i++) {
      s.engine.playError = noDevice();
      s.session.retryAudio();
      // oxlint-disable-next-line no-await-in-loop
      await settle();
      expect(codes(s)).toEqual(['audio-no-device']);
    }
    // At no moment two, or another: each would be read aloud.
    expect(new Set(told.flat())).toEqual(new Set(['audio-no-device']));
    s.session.retryAudio();
    await settle();
    expect(codes(s)).toEqual([]);
    expect(s.engine.isPlaying).toBe(true);
  });

  it('takes the place of what was told of it before', async () => {
    const s = await started();
    s.engine.playError = new ElsewhereError('audio-start-blocked', 'no');
    s.session.retryAudio();
    await settle();
    expect(codes(s)).toEqual(['audio-start-blocked']);
    s.engine.setStatus('failed');
    expect(codes(s)).toEqual(['audio-start-blocked']);
    s.engine.playError = noDevice();
    s.session.listen.getState().setWantsToPlay(true);
    await settle();
    expect(codes(s)).toEqual(['audio-no-device']);
  });

  it('is told when the sound dies while it plays [fault: audio-lost]', async () => {
    const s = await started();
    s.session.listen.getState().togglePlay();
    await settle();
    s.engine.setStatus('failed');
    expect(codes(s)).toEqual(['audio-failed']);
    expect(s.session.listen.getState().wantsToPlay).toBe(false);
  });
});

describe('export', () => {
  it('saves the mix through the target at its matched gain, named after both', async () => {
    const s = await started();
    s.session.listen.getState().chooseTarget(CAR.id);
    s.session.exportAudio();
    await waitFor(() => expect(s.saved.map((f) => f.fileName)).toEqual([`Bass-heavy headphone mix – ${CAR.name}.wav`]));
    expect(s.engine.exports).toEqual([{ deviceId: CAR.id, gainDb: s.engine.gainsDb[CAR.id] }]);
    expect(s.session.playback.getState().exportJob).toBeNull();
  });

  it('waits for the measurement, so that a matched file is never written at another level', async () => {
    const s = await started();
    const { promise, open } = gate();
    s.analysis.gate = promise;
    s.session.addFiles([fakeFile('new.wav')]);
    await settle();
    s.session.listen.getState().chooseTarget(CAR.id);
    s.session.exportAudio();
    await settle();
    expect(s.engine.exports).toEqual([]);
    open();
    await waitFor(() => expect(s.engine.exports).toEqual([{ deviceId: CAR.id, gainDb: s.engine.gainsDb[CAR.id] }]));
  });

  it('writes nothing and says so when the mix could not be measured', async () => {
    const s = await started();
    s.analysis.error = new Error('no memory');
    s.session.addFiles([fakeFile('new.wav')]);
    await settle();
    s.session.listen.getState().chooseTarget(CAR.id);
    s.session.exportAudio();
    await settle();
    expect(s.engine.exports).toEqual([]);
    expect(s.saved).toEqual([]);
    expect(s.session.playback.getState().exportJob).toBeNull();
    expect(s.session.library.getState().problems).toMatchObject([
      { code: 'analysis-failed' },
      { code: 'export-unmatched', subject: `new – ${CAR.name}.wav` },
    ]);

    // At its true level, and through flat, there is nothing to measure.
    s.session.listen.getState().toggleMatching();
    s.session.exportAudio();
    await settle();
    s.session.listen.getState().toggleMatching();
    s.session.listen.getState().chooseTarget(FLAT_REFERENCE.id);
    s.session.exportAudio();
    await settle();
    expect(s.engine.exports).toEqual([
      { deviceId: CAR.id, gainDb: 0 },
      { deviceId: FLAT_REFERENCE.id, gainDb: 0 },
    ]);
  });

  it('writes nothing under the name of a track that was left while it waited', async () => {
    const s = await started();
    const { promise, open } = gate();
    s.analysis.gate = promise;
    s.session.addFiles([fakeFile('new.wav')]);
    await settle();
    s.session.listen.getState().chooseTarget(CAR.id);
    s.session.exportAudio();
    await settle();
    s.session.openTrack('demo-bass-heavy');
    open();
    await waitFor(() => expect(codes(s)).toEqual(['export-unmatched']));
    await settle();
    expect(s.engine.exports).toEqual([]);
  });

  it('says nothing when it is cancelled while it waits', async () => {
    const s = await started();
    s.analysis.gate = gate().promise;
    s.session.addFiles([fakeFile('new.wav')]);
    await settle();
    s.session.listen.getState().chooseTarget(CAR.id);
    s.session.exportAudio();
    await settle();
    s.session.cancelExport();
    await settle();
    expect(s.engine.exports).toEqual([]);
    expect(codes(s)).toEqual([]);
    expect(s.session.playback.getState().exportJob).toBeNull();
  });

  it('saves nothing when cancelled', async () => {
    const s = await started();
    const { promise, open } = gate();
    s.engine.exportGate = promise;
    s.session.exportAudio();
    await settle();
    expect(s.session.playback.getState().exportJob).toMatchObject({ fraction: 0.5 });
    s.session.cancelExport();
    open();
    await settle();
    expect(s.saved).toEqual([]);
    expect(codes(s)).toEqual([]);
    expect(s.session.playback.getState().exportJob).toBeNull();
  });
});

describe('reload', () => {
  /** A visit that set things and left. */
  async function visited(storage: FakeStorage): Promise<void> {
    const s = await started({ storage });
    s.session.openTrack('demo-translates');
    await settle();
    s.session.seek(42);
    s.session.listen.getState().chooseTarget(CAR.id);
    s.session.listen.getState().setVolumeDb(-30);
    s.session.setRole('demo-translates', 'reference');
    await s.session.flush();
    await s.session.close();
  }

  it('keeps what was set before the last visit had been read', async () => {
    const storage = new FakeStorage();
    await visited(storage);
    const s = fakeSession({ storage });
    const starting = s.session.start();
    s.session.listen.getState().setVolumeDb(-6);
    await starting;
    expect(s.session.listen.getState()).toMatchObject({ volumeDb: -6, targetId: CAR.id });
  });

  it('in the middle of a start loses neither the place nor what has been set since', async () => {
    const storage = new FakeStorage();
    await visited(storage);
    const slow = new FakeDemos();
    slow.list = () => new Promise(() => undefined);
    const cut = fakeSession({ storage, demos: slow });
    void cut.session.start();
    await settle();
    expect(cut.session.listen.getState().targetId).toBe(CAR.id);
    cut.session.listen.getState().setVolumeDb(-6);
    await cut.session.flush();

    const decoder = new FakeDecoder();
    decoder.files.set('translates.mp3', { gate: gate().promise });
    const loading = fakeSession({ storage, decoder });
    void loading.session.start();
    await settle();
    await loading.session.flush();

    const s = await started({ storage });
    expect(s.session.listen.getState()).toMatchObject({ volumeDb: -6, currentTrackId: 'demo-translates' });
    expect(s.engine.positionSec()).toBe(42);
    expect(s.session.library.getState().tracks.map((t) => t.role)).toEqual(['mix', 'reference']);
  });

  it('offline keeps the marks on demo mixes that could not be listed', async () => {
    const storage = new FakeStorage();
    await visited(storage);
    const demos = new FakeDemos();
    demos.isOffline = true;
    const offline = await started({ storage, demos });
    await offline.session.flush();
    const s = await started({ storage });
    expect(s.session.library.getState().tracks.map((t) => t.role)).toEqual(['mix', 'reference']);
    expect(current(s)).toBe('Mix that translates');
  });

  it('brings back tracks, current track, place, target, slots, loop, level and theme', async () => {
    const storage = new FakeStorage();
    const before = await started({ storage });
    before.session.addFiles([fakeFile('mine.wav'), fakeFile('ref.wav')]);
    await settle();
    const mine = before.session.library.getState().tracks.find((t) => t.name === 'mine')!;
    const ref = before.session.library.getState().tracks.find((t) => t.name === 'ref')!;
    before.session.setRole(ref.id, 'reference');
    before.session.setRole('demo-translates', 'reference');
    const intent = before.session.listen.getState();
    intent.chooseTarget(CAR.id);
    intent.assignSlot('A', 'phone');
    intent.setLoop({ startSec: 4, endSec: 8 }, 60);
    intent.toggleLoop();
    intent.toggleMatching();
    intent.setVolumeDb(-20);
    before.session.preferences.getState().setTheme('light');
    before.engine.seek(17);
    await before.session.flush();
    await before.session.close();
    expect(before.engine.isDisposed).toBe(true);

    const after = await started({ storage, engine: new FakeEngine(), decoder: new FakeDecoder() });
    const now = after.session.listen.getState();
    expect(now).toMatchObject({
      currentTrackId: mine.id,
      targetId: CAR.id,
      isLoopOn: true,
      loop: { startSec: 4, endSec: 8 },
      isMatching: false,
      volumeDb: -20,
      wantsToPlay: false,
    });
    expect(now.slots.A).toBe('phone');
    expect(after.session.preferences.getState().theme).toBe('light');
    const references = after.session.library.getState().tracks.filter((t) => t.role === 'reference');
    expect(references.map((t) => t.name)).toEqual(['Mix that translates', 'ref']);
    expect(after.engine.mix?.id).toBe(mine.id);
    expect(after.engine.positionSec()).toBe(17);
    expect(after.engine.loop).toEqual({ startSec: 4, endSec: 8 });
    expect(after.engine.volumeDb).toBe(-20);
    expect(after.engine.targetId).toBe(CAR.id);
  });

  it('saves by itself soon after a change', async () => {
    const storage = new FakeStorage();
    const s = await started({ storage });
    s.session.listen.getState().chooseTarget(CAR.id);
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 250);
    });
    expect(storage.settings.get('listen.targets')).toContain(CAR.id);
  });

  it('says so when a kept file has gone, and plays something else', async () => {
    const storage = new FakeStorage();
    const before = await started({ storage });
    before.session.addFiles([fakeFile('mine.wav')]);
    await settle();
    await before.session.flush();
    storage.files.clear();
    const after = await started({ storage, engine: new FakeEngine(), decoder: new FakeDecoder() });
    expect(codes(after)).toEqual(['decode-missing']);
    expect(names(after)).toContain('mine');
  });

  it('keeps working for this visit when nothing can be stored', async () => {
    const storage = new FakeStorage();
    storage.writeError = new ElsewhereError('storage-full', 'full');
    const s = await started({ storage });
    s.session.addFiles([fakeFile('mine.wav')]);
    await settle();
    expect(codes(s)).toContain('storage-full');
    s.session.openTrack('demo-bass-heavy');
    await settle();
    const mine = s.session.library.getState().tracks.find((t) => t.name === 'mine')!;
    s.session.openTrack(mine.id);
    await settle();
    expect(s.engine.mix?.id).toBe(mine.id);
  });
});

describe('removing', () => {
  it('goes on with the neighbour and forgets the file', async () => {
    const s = await started();
    s.session.addFiles([fakeFile('mine.wav')]);
    await settle();
    const mine = s.session.library.getState().tracks.find((t) => t.name === 'mine')!;
    s.session.removeTrack(mine.id);
    await settle();
    expect(s.storage.files.size).toBe(0);
    expect(current(s)).toBe('Mix that translates');
  });

  it('of everything leaves silence, and the demos can come back', async () => {
    const s = await started();
    s.session.listen.getState().togglePlay();
    s.session.removeTrack('demo-bass-heavy');
    await settle();
    s.session.removeTrack('demo-translates');
    await settle();
    expect(s.engine.mix).toBeNull();
    expect(s.session.listen.getState()).toMatchObject({ currentTrackId: null, wantsToPlay: false });
    expect(s.session.playback.getState().waveform).toBeNull();
    s.session.restoreDemos();
    await settle();
    expect(s.engine.mix?.id).toBe('demo-bass-heavy');
  });
});
