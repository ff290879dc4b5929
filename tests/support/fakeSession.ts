import { writeZip } from '../../src/app/writeZip';
import { CATALOGUE } from '../../src/devices/catalogue';
import { evidenceOf } from '../../src/devices/evidence';
import { ShelfDesk, type ShelfDeskDeps } from '../../src/store/devices/ShelfDesk';
import { createSession, type Session, type SessionDeps } from '../../src/store/session';
import { FakeAnalysis, FakeDecoder, FakeDemos, FakeEngine, FakeStorage } from './fakeEngine';
import { FakeFitting } from './fakeFitting';

export interface FakeParts {
  readonly engine: FakeEngine;
  readonly decoder: FakeDecoder;
  readonly analysis: FakeAnalysis;
  readonly storage: FakeStorage;
  readonly demos: FakeDemos;
  readonly saved: { file: Blob; fileName: string }[];
  readonly fitting: FakeFitting;
  /** Stands for OPRA's mirror. */
  readonly fetchOpra: ShelfDeskDeps['fetchOpra'];
  /** The real one, unless a test has the browser refuse. */
  readonly loadZip: SessionDeps['loadZip'];
}

export interface FakeSession extends FakeParts {
  readonly session: Session;
}

/** A session on fakes; parts may be handed in to prepare them or to come back to them after a "reload". */
export function fakeSession(given: Partial<FakeParts> = {}): FakeSession {
  const parts: FakeParts = {
    engine: given.engine ?? new FakeEngine(),
    decoder: given.decoder ?? new FakeDecoder(),
    analysis: given.analysis ?? new FakeAnalysis(),
    storage: given.storage ?? new FakeStorage(),
    demos: given.demos ?? new FakeDemos(),
    saved: given.saved ?? [],
    fitting: given.fitting ?? new FakeFitting(),
    fetchOpra: given.fetchOpra ?? (async () => new Blob(['database'])),
    loadZip: given.loadZip ?? (async () => writeZip),
  };
  const session = createSession({
    catalogue: CATALOGUE,
    openStorage: async () => parts.storage,
    loadEngine: async () => parts.engine,
    loadDecoder: async () => parts.decoder,
    loadAnalysis: async () => parts.analysis,
    // The training loop has tests of its own.
    loadTraining: () => Promise.reject(new Error('not in this test')),
    loadDevices: async (deviceParts) =>
      new ShelfDesk({
        ...deviceParts,
        openFitting: () => parts.fitting,
        fetchOpra: parts.fetchOpra,
        evidenceOf,
        now: Date.now,
      }),
    // So have backups.
    loadStoredData: () => Promise.reject(new Error('not in this test')),
    demos: parts.demos,
    saveFile: (file, fileName) => parts.saved.push({ file, fileName }),
    loadZip: parts.loadZip,
  });
  return { ...parts, session };
}

/** A file of a few bytes with a name; fakes judge it by the name. */
export const fakeFile = (name: string): File => new File(['sound'], name);

/** Lets every promise that can settle now settle. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 40; i++) {
    // Turn by turn: what settles in one turn starts what settles in the next.
    // oxlint-disable-next-line no-await-in-loop
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
  }
}
