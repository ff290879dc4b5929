import { DRILL_KINDS } from '../../src/drills/catalogue';
import { createProgressRules } from '../../src/drills/progress';
import type { CustomDrill, OpenSession } from '../../src/drills/records';
import { createStorage } from '../../src/storage/createStorage';
import type { FakeStorage } from './fakeEngine';
import { fakeFile, fakeSession, settle } from './fakeSession';
import { readDatabase, type StoredDatabase } from './storedDatabase';
import { trialRecord } from './trialRecords';

/** Uses the app a little, with its own writers, on the database of this process or page. */
export async function storeToday(): Promise<Pick<StoredDatabase, 'version' | 'stores'>> {
  const storage = await createStorage();
  const { session } = fakeSession({ storage: storage as unknown as FakeStorage });
  await session.start();
  await settle();
  session.addFiles([fakeFile('mine.wav')]);
  await settle();
  const desk = await session.deviceDesk();
  await desk.importText(
    'Preamp: -3 dB\nFilter 1: ON PK Fc 1000 Hz Gain 3 dB Q 1\nFilter 2: ON LSC Fc 105 Hz Gain 2 dB Q 0.7',
  );
  await settle();
  for (const { id } of session.devices.getState().pending) desk.answer(id, 'response');
  await settle();
  await settle();
  const listen = session.listen.getState();
  listen.chooseTarget('phone');
  listen.pin(0, 'tv');
  listen.assignSlot('A', 'car-midsize');
  listen.toggleMatching();
  listen.setVolumeDb(-20);
  listen.setLoop({ startSec: 1, endSec: 2 }, 10);
  listen.setLoopOn(true);
  for (const layer of ['tone', 'room', 'limits', 'noise'] as const) listen.setLayer(layer, layer === 'noise');
  listen.setScene('cafe');
  listen.setListeningPhon(60);
  listen.setMixedAtPhon(75);
  listen.setGear({ kind: 'loudspeakers' });
  const preferences = session.preferences.getState();
  preferences.setTheme('light');
  preferences.setTrainTracks(['demo-translates']);
  preferences.setTrainDevice('phone');
  session.setRole('demo-translates', 'reference');
  session.removeTrack('demo-bass-heavy');
  await settle();
  await session.flush();

  const progress = await storage.openProgress();
  await progress.importTrials([trialRecord()], createProgressRules(DRILL_KINDS, 'import'));
  const block = {
    kindId: 'nameTheBand',
    mode: 'practise',
    trialCount: 10,
    settings: {},
    deviceId: null,
    trackIds: ['demo-translates'],
  } as const;
  const drill: CustomDrill = { id: 'drill-1', name: 'Bands', blocks: [block], createdAt: 1 };
  await progress.putCustomDrill(drill);
  const open: OpenSession = {
    id: 'sitting-1',
    title: 'Bands',
    blocks: [{ ...block, seed: 7 }],
    start: { 'nameTheBand|flat|5': { outcomes: [[6, true, 0.1]] } },
    answers: [{ kind: 'choice', index: 1 }],
    startedAt: 1,
    savedAt: 2,
  };
  await progress.writeOpenSession(open);
  await storage.writeOpra(new Blob(['compact']));
  await session.close();
  storage.close();
  return readDatabase();
}
