import { describe, expect, it } from 'vitest';
import { writeZip } from '../../src/app/writeZip';
import { ElsewhereError } from '../../src/core/errors';
import { CATALOGUE, FLAT_REFERENCE } from '../../src/devices/catalogue';
import { exportFileName, uniqueFileNames, zipFileName } from '../../src/store/exportFileName';
import type { NamedFile } from '../../src/store/exportQueue';
import { exportedBytes, type SeveralChoice, type SeveralOutcome } from '../../src/store/MixExport';
import type { ExportJob } from '../../src/store/playbackStore';
import { problemWords } from '../../src/ui/words/problems';
import { FakeAnalysis } from '../support/fakeEngine';
import { fakeFile, fakeSession, settle, type FakeParts, type FakeSession } from '../support/fakeSession';
import { unzippedTexts } from '../support/zip';
import { waitFor } from '../support/waitFor';

const CAR = CATALOGUE.find((device) => device.family === 'cars')!;
const HEADPHONES = CATALOGUE.find((device) => device.family === 'headphones')!;
const PHONE = CATALOGUE.find((device) => device.pictogram === 'phone')!;
const LIMITED = CATALOGUE.find((device) => device.limits?.limiter)!;
const MIX = 'Bass-heavy headphone mix';
const MIX_ID = 'demo-bass-heavy';

async function started(given: Partial<FakeParts> = {}): Promise<FakeSession> {
  const parts = fakeSession(given);
  await parts.session.start();
  await settle();
  return parts;
}

function gate(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

const choice = (devices: readonly { readonly id: string }[], isMatched = true): SeveralChoice => ({
  deviceIds: devices.map(({ id }) => id),
  isMatched,
});
const codes = (s: FakeSession): string[] => s.session.library.getState().problems.map((p) => p.code);
const sentence = ({ problem }: SeveralOutcome): string => problemWords(problem!).happened;

function expectNothingLeft(s: FakeSession): void {
  expect(s.saved).toEqual([]);
  expect(s.session.playback.getState().exportJob).toBeNull();
}

describe('export through several devices', () => {
  it('saves one ZIP with a WAV for each, matched, in the order that was asked for', async () => {
    const s = await started();
    const devices = [CAR, FLAT_REFERENCE, HEADPHONES];
    // One that was asked for twice is written once.
    const outcome = await s.session.exportSeveral(choice([...devices, CAR]));
    const [{ file, fileName }] = s.saved as [{ file: Blob; fileName: string }];
    expect(s.saved).toHaveLength(1);
    expect(fileName).toBe(`${MIX} - 3 devices.zip`);
    expect(outcome).toEqual({ fileName, problem: null });
    expect(file.type).toBe('application/zip');
    expect(Object.entries(await unzippedTexts(file))).toEqual(
      devices.map(({ id, name }) => [exportFileName(MIX, name), `RIFF ${MIX_ID} ${id}`]),
    );
    expect(s.engine.exports).toEqual(devices.map(({ id }) => ({ deviceId: id, gainDb: s.engine.gainsDb[id] })));
    expect(s.engine.mostExportsAtOnce).toBe(1);
    expect(s.session.playback.getState().exportJob).toBeNull();
    expect(codes(s)).toEqual([]);
  });

  it('waits until limits have been measured, as a single export does', async () => {
    const s = await started();
    await s.session.exportSeveral(choice([LIMITED]));
    const several = s.engine.exports.at(-1);
    s.session.listen.getState().chooseTarget(LIMITED.id);
    s.session.exportAudio();
    await waitFor(() => expect(s.saved).toHaveLength(2));
    expect(s.analysis.limitsMeasured).toContain(`${MIX_ID} ${LIMITED.id}`);
    expect(several).toEqual(s.engine.exports.at(-1));
    expect(s.saved[0]!.fileName).toBe(`${MIX} - 1 device.zip`);
  });

  it('writes true levels without waiting for a measurement', async () => {
    const s = await started();
    s.analysis.gate = gate().promise;
    s.session.addFiles([fakeFile('new.wav')]);
    await settle();
    const outcome = await s.session.exportSeveral(choice([CAR, PHONE], false));
    expect(outcome.fileName).toBe('new - 2 devices.zip');
    expect(s.engine.exports.map(({ gainDb }) => gainDb)).toEqual([0, 0]);
  });

  it('shows which device it is at, of how many, and never goes back', async () => {
    const s = await started();
    const jobs: ExportJob[] = [];
    s.session.playback.subscribe(({ exportJob }) => {
      if (exportJob) jobs.push(exportJob);
    });
    await s.session.exportSeveral(choice([HEADPHONES, CAR]));
    const places = jobs.map(
      ({ several }) => `${several!.phase} ${several!.deviceName} ${several!.number}/${several!.count}`,
    );
    expect([...new Set(places)]).toEqual([
      `measuring ${HEADPHONES.name} 1/2`,
      `measuring ${CAR.name} 2/2`,
      `rendering ${HEADPHONES.name} 1/2`,
      `rendering ${CAR.name} 2/2`,
    ]);
    const fractions = jobs.map(({ fraction }) => fraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(0.75);
  });

  it('renders all of them as Listen is set when the levels are known', async () => {
    const { promise, open } = gate();
    const analysis = new FakeAnalysis();
    // Before anything can be measured in the background.
    analysis.limitsGate = promise;
    const s = await started({ analysis });
    const done = s.session.exportSeveral(choice([HEADPHONES, LIMITED]));
    await waitFor(() =>
      expect(s.session.playback.getState().exportJob?.several).toMatchObject({ phase: 'measuring', number: 2 }),
    );
    s.session.listen.getState().setLayer('tone', false);
    open();
    await done;
    expect(s.engine.lastExport!.profile.stages).toEqual(
      s.engine.preparedProfiles.find(({ id }) => id === LIMITED.id)!.stages,
    );
    expect(s.engine.exports).toEqual(
      [HEADPHONES, LIMITED].map(({ id }) => ({ deviceId: id, gainDb: s.engine.gainsDb[id] })),
    );
  });

  it('does nothing while another export runs, or with nothing chosen', async () => {
    const s = await started();
    const nothing = { fileName: null, problem: null };
    expect(await s.session.exportSeveral(choice([]))).toEqual(nothing);
    expect(await s.session.exportSeveral({ deviceIds: ['no such device'], isMatched: true })).toEqual(nothing);
    const { promise, open } = gate();
    s.engine.exportGate = promise;
    s.session.exportAudio();
    await settle();
    expect(await s.session.exportSeveral(choice([CAR]))).toEqual(nothing);
    open();
    await waitFor(() => expect(s.saved.map(({ fileName }) => fileName)).toEqual([`${MIX} – Flat reference.wav`]));
  });
});

describe('a device that cannot be written', () => {
  it('is left out and named when its level cannot be known; the others are saved', async () => {
    const s = await started();
    s.analysis.error = new Error('no memory');
    s.session.addFiles([fakeFile('new.wav')]);
    await settle();
    const outcome = await s.session.exportSeveral(choice([FLAT_REFERENCE, PHONE, CAR]));
    expect(outcome.fileName).toBe('new - 1 device.zip');
    expect(sentence(outcome)).toBe(
      `“new - 1 device.zip” is saved without ${PHONE.name}, ${CAR.name} (level not measured).`,
    );
    expect(Object.keys(await unzippedTexts(s.saved[0]!.file))).toEqual(['new – Flat reference.wav']);
    expect(codes(s)).toEqual(['analysis-failed', 'export-left-out']);
  });

  it('is left out and named when it cannot be rendered', async () => {
    const s = await started();
    s.engine.exportErrors.set(PHONE.id, new ElsewhereError('export-failed', 'refused'));
    const outcome = await s.session.exportSeveral(choice([HEADPHONES, PHONE, CAR]));
    expect(outcome.fileName).toBe(`${MIX} - 2 devices.zip`);
    expect(sentence(outcome)).toBe(`“${MIX} - 2 devices.zip” is saved without ${PHONE.name} (could not be rendered).`);
    expect(Object.values(await unzippedTexts(s.saved[0]!.file))).toEqual([
      `RIFF ${MIX_ID} ${HEADPHONES.id}`,
      `RIFF ${MIX_ID} ${CAR.id}`,
    ]);
  });

  it('leaves no empty file behind when it is the only one', async () => {
    const s = await started();
    s.engine.exportErrors.set(PHONE.id, new Error('refused'));
    const outcome = await s.session.exportSeveral(choice([PHONE]));
    expect(outcome.fileName).toBeNull();
    expect(sentence(outcome)).toBe(`“${MIX} - 1 device.zip” was not saved: ${PHONE.name} (could not be rendered).`);
    expectNothingLeft(s);
  });
});

describe('an export that stops', () => {
  it.each(['while a level is measured', 'while a device is rendered'])(
    'saves nothing when cancelled %s',
    async (when) => {
      const { promise, open } = gate();
      const analysis = new FakeAnalysis();
      if (when.includes('level')) analysis.limitsGate = promise;
      const s = await started({ analysis });
      if (!when.includes('level')) s.engine.exportGate = promise;
      const done = s.session.exportSeveral(choice([HEADPHONES, LIMITED]));
      await settle();
      expect(s.session.playback.getState().exportJob).not.toBeNull();
      s.session.cancelExport();
      open();
      expect(await done).toEqual({ fileName: null, problem: null });
      expectNothingLeft(s);
      expect(codes(s)).toEqual([]);
      expect(await s.session.exportSeveral(choice([HEADPHONES]))).toMatchObject({ fileName: `${MIX} - 1 device.zip` });
    },
  );

  it.each(['opened', 'removed'])('saves nothing of two mixes when another is %s, and says so', async (change) => {
    const s = await started();
    const { promise, open } = gate();
    s.engine.exportGate = promise;
    const done = s.session.exportSeveral(choice([HEADPHONES, CAR]));
    await waitFor(() => expect(s.engine.exports).toHaveLength(1));
    if (change === 'opened') s.session.openTrack('demo-translates');
    else s.session.removeTrack(MIX_ID);
    await settle();
    open();
    const outcome = await done;
    expect(sentence(outcome)).toBe(
      `“${MIX} - 2 devices.zip” was not saved, because another mix was opened or this one removed.`,
    );
    expectNothingLeft(s);
    expect(s.engine.exports).toHaveLength(1);
    expect(codes(s)).toEqual(['export-mix-left']);
  });

  it('finishes when a mix that is not the one in it is removed', async () => {
    const s = await started();
    const { promise, open } = gate();
    s.engine.exportGate = promise;
    const done = s.session.exportSeveral(choice([HEADPHONES, CAR]));
    await waitFor(() => expect(s.engine.exports).toHaveLength(1));
    s.session.removeTrack('demo-translates');
    await settle();
    open();
    expect(await done).toEqual({ fileName: `${MIX} - 2 devices.zip`, problem: null });
  });

  it('says what to do when the browser refuses memory or disk space', async () => {
    class RefusedBlob extends Blob {
      override stream(): never {
        throw new DOMException('The requested file could not be read', 'NotReadableError');
      }
    }
    const s = await started({
      loadZip: async () => (files, signal) => {
        async function* refused(): AsyncGenerator<NamedFile> {
          for await (const { name } of files) yield { name, file: new RefusedBlob(['x']) };
        }
        return writeZip(refused(), signal);
      },
    });
    const outcome = await s.session.exportSeveral(choice([HEADPHONES, CAR]));
    expect(problemWords(outcome.problem!)).toEqual({
      happened: `“${MIX} - 2 devices.zip” could not be saved: the browser has no memory or disk space left for it.`,
      remedy: 'Export fewer devices at a time, or free disk space.',
    });
    expectNothingLeft(s);
  });

  it('tells another failure as that of a single export', async () => {
    const s = await started({ loadZip: () => Promise.reject(new TypeError('Failed to fetch')) });
    expect((await s.session.exportSeveral(choice([CAR]))).problem).toMatchObject({ code: 'export-failed' });
    expectNothingLeft(s);
  });

  it('ends with the session', async () => {
    const s = await started();
    const { promise, open } = gate();
    s.engine.exportGate = promise;
    const done = s.session.exportSeveral(choice([HEADPHONES, CAR]));
    await waitFor(() => expect(s.engine.exports).toHaveLength(1));
    await s.session.close();
    open();
    expect(await done).toEqual({ fileName: null, problem: null });
    expectNothingLeft(s);
  });
});

describe('a ZIP', () => {
  const never = new AbortController().signal;
  async function* filesOf(files: readonly NamedFile[]): AsyncGenerator<NamedFile> {
    yield* files;
  }

  it('holds what was put in, bit for bit, across the pieces it is gathered in', async () => {
    const noise = new Uint8Array(20_000_000).map((_, i) => (i * 2_654_435_761) >>> 13);
    const archive = await writeZip(
      filesOf([
        { name: 'a – Ü.wav', file: new Blob([noise]) },
        { name: 'empty.wav', file: new Blob([]) },
      ]),
      never,
    );
    const { unzipped } = await import('../support/zip');
    const files = unzipped(new Uint8Array(await archive.arrayBuffer()));
    expect([...files.keys()]).toEqual(['a – Ü.wav', 'empty.wav']);
    expect(Buffer.from(files.get('a – Ü.wav')!).equals(Buffer.from(noise))).toBe(true);
  });

  it('asks for a file when it has read the one before', async () => {
    const log: string[] = [];
    class LoggedBlob extends Blob {
      override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
        return super.stream().pipeThrough(
          new TransformStream({
            flush: () => {
              log.push(`read ${this.size}`);
            },
          }),
        );
      }
    }
    async function* files(): AsyncGenerator<NamedFile> {
      for (const size of [300_000, 200_000]) {
        log.push(`made ${size}`);
        yield { name: `${size}.wav`, file: new LoggedBlob([new Uint8Array(size)]) };
      }
    }
    await writeZip(files(), never);
    expect(log).toEqual(['made 300000', 'read 300000', 'made 200000', 'read 200000']);
  });
});

describe('names of exported files', () => {
  it('are one for each file, as Windows and macOS compare them', () => {
    expect(uniqueFileNames(['Mix – A.wav', 'Mix – a.wav', 'Mix – A.wav', 'Mix – B.wav'])).toEqual([
      'Mix – A.wav',
      'Mix – a (2).wav',
      'Mix – A (3).wav',
      'Mix – B.wav',
    ]);
    expect(uniqueFileNames(['caf\u00e9.wav', 'cafe\u0301.wav'])[1]).toBe('cafe\u0301 (2).wav');
    // A number that is taken already.
    expect(uniqueFileNames(['x.wav', 'x (2).wav', 'x.wav'])).toEqual(['x.wav', 'x (2).wav', 'x (3).wav']);
  });

  it('are safe on Windows', () => {
    expect(exportFileName('con.final', 'Phone')).toBe('con_.final – Phone.wav');
    expect(exportFileName('LPT1.2', 'Phone')).toBe('LPT1_.2 – Phone.wav');
    expect(exportFileName('console.2', 'Phone')).toBe('console.2 – Phone.wav');
    expect(zipFileName('a/b: "mix"?', 12)).toBe('a b mix - 12 devices.zip');
    expect(zipFileName('..', 1)).toBe('Untitled - 1 device.zip');
    const encoded = (name: string): number => new TextEncoder().encode(name).length;
    const long = exportFileName('語'.repeat(300), '語'.repeat(300));
    expect(Math.max(...uniqueFileNames(Array.from({ length: 120 }, () => long)).map(encoded))).toBeLessThanOrEqual(255);
  });
});

it('a file is as large as it says: stereo floats at the rate of the mix', () => {
  expect(exportedBytes(242, 44_100)).toBe(242 * 44_100 * 8);
});
