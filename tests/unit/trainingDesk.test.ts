import { describe, expect, test } from 'vitest';
import { renderStimulus } from '../../src/audio/stimuli/renderStimulus';
import { cutStimulusJob } from '../../src/audio/stimuli/StimulusJob';
import type { StimulusPort, StimulusRequest } from '../../src/audio/stimuli/StimulusPort';
import { StepFilters } from '../../src/audio/stimuli/StepFilters';
import { seededRandom } from '../../src/core/random';
import { Scope } from '../../src/core/scope';
import { CATALOGUE } from '../../src/devices/catalogue';
import { DRILL_KINDS } from '../../src/drills/catalogue';
import type { Answer, AnswerSpec } from '../../src/drills/DrillKind';
import type { DrillSpec } from '../../src/drills/records';
import { MemoryProgress } from '../../src/storage/MemoryProgress';
import { WaitingProgress } from '../../src/storage/WaitingProgress';
import { createLibraryStore } from '../../src/store/libraryStore';
import { MaterialLibrary } from '../../src/store/train/materialLibrary';
import { TrainingDesk } from '../../src/store/train/TrainingDesk';
import type { Activity, TrainFacts } from '../../src/store/train/trainStore';
import { directProgressFile } from '../support/directProgressFile';
import { FakeDeck } from '../support/fakeDeck';
import { FakeDemos } from '../support/fakeEngine';
import { pinkNoise } from '../support/signals';
import { testPffft } from '../support/pffft';
import { waitFor } from '../support/waitFor';

const RATE = 22_050;

/** Renders in place what the worker would render: the same code, so the same bytes. */
class DirectStimuli implements StimulusPort {
  readonly rendered: number[] = [];
  readonly requests: StimulusRequest[] = [];
  readonly #filters = new StepFilters(testPffft());

  async render(...[request, material, signal]: Parameters<StimulusPort['render']>): ReturnType<StimulusPort['render']> {
    signal?.throwIfAborted();
    this.rendered.push(request.recipes.length);
    this.requests.push(request);
    return renderStimulus(cutStimulusJob(request, material), this.#filters);
  }

  dispose(): void {}
}

function fakeBufferOf(seed: number): AudioBuffer {
  const channels = [pinkNoise(RATE, 60, -20, seed), pinkNoise(RATE, 60, -20, seed + 1)];
  return {
    sampleRate: RATE,
    length: channels[0]!.length,
    duration: 60,
    numberOfChannels: 2,
    getChannelData: (channel: number) => channels[channel]!,
    copyFromChannel: (to: Float32Array, channel: number, from = 0) =>
      to.set(channels[channel]!.subarray(from, from + to.length)),
    copyToChannel: () => undefined,
  };
}
const buffer = fakeBufferOf(1);

interface Desk {
  readonly desk: TrainingDesk;
  readonly deck: FakeDeck;
  readonly stimuli: DirectStimuli;
  readonly storage: MemoryProgress;
  readonly clock: { now: number };
  readonly gear: { isOnLoudspeakers: boolean };
  readonly saved: { readonly file: Blob; readonly fileName: string }[];
  readonly facts: () => TrainFacts;
}

async function openDesk(storage = new MemoryProgress(), isFree = true): Promise<Desk> {
  const deck = new FakeDeck();
  const stimuli = new DirectStimuli();
  const demos = new FakeDemos();
  const random = seededRandom(99);
  const clock = { now: Date.UTC(2026, 10, 21, 9) };
  const gear = { isOnLoudspeakers: false };
  const saved: { file: Blob; fileName: string }[] = [];
  const desk = new TrainingDesk({
    kinds: DRILL_KINDS,
    catalogue: CATALOGUE,
    material: new MaterialLibrary({
      library: createLibraryStore(),
      bufferOfTrack: async () => buffer,
      factsOfTrack: () => Promise.reject(new Error('only the demo is trained on here')),
      demoPassages: () => demos.passages(),
      demoStems: () => demos.listStems(),
      bufferOfDemoStem: async () => buffer,
    }),
    stimuli,
    deck,
    progress: new WaitingProgress(storage),
    progressFiles: directProgressFile,
    owned: new Scope(),
    lock: { acquire: async () => isFree, steal: async () => undefined, release: () => undefined },
    saveFile: (file, fileName) => saved.push({ file, fileName }),
    pageUrl: 'https://elsewhere.test/',
    now: () => (clock.now += 4000),
    randomSeed: () => Math.floor(random() * 2 ** 32),
    quietOthers: () => undefined,
    isOnLoudspeakers: () => gear.isOnLoudspeakers,
  });
  await desk.open();
  return { desk, deck, stimuli, storage, clock, gear, saved, facts: () => desk.store.getState() };
}

const specOf = (kindId: string, more: Partial<DrillSpec> = {}): DrillSpec => ({
  kindId,
  mode: 'practise',
  trialCount: 4,
  seed: 7,
  settings: {},
  deviceId: null,
  trackIds: [],
  ...more,
});

function trialOf(facts: TrainFacts): Extract<Activity, { kind: 'trial' }> {
  if (facts.activity.kind !== 'trial') throw new Error(`no trial but ${facts.activity.kind}`);
  return facts.activity;
}

/** An answer that fits, whatever the question; nobody has listened. */
function anyAnswer(spec: AnswerSpec): Answer {
  switch (spec.kind) {
    case 'choice':
      return { kind: 'choice', id: spec.options[0]!.id };
    case 'scale':
      return { kind: 'scale', value: spec.min };
    case 'moment':
      return { kind: 'moment', atSec: spec.durationSec / 2, id: spec.options[0]!.id };
    case 'eq':
      return { kind: 'eq', frequencyHz: spec.frequencyRangeHz[0], gainDb: spec.gainRangeDb[0] };
  }
}

async function answerAll({ desk, facts }: Desk): Promise<number> {
  let count = 0;
  while (facts().activity.kind === 'trial') {
    const { asked, phase } = trialOf(facts());
    if (phase === 'revealed') await desk.next();
    else {
      await desk.answer(anyAnswer(asked!.answer));
      count++;
    }
    if (count > 50) throw new Error('the sitting does not end');
  }
  return count;
}

describe('a sitting', () => {
  test('takes one answer to a question, however often the key is pressed', async () => {
    const { desk, facts, storage } = await openDesk();
    await desk.start('Test', [specOf('bandFrequency')]);
    const answer = anyAnswer(trialOf(facts()).asked!.answer);
    await Promise.all([desk.answer(answer), desk.answer(answer), desk.answer(answer)]);
    expect(trialOf(facts())).toMatchObject({ phase: 'revealed', index: 0 });
    await desk.next();
    expect(trialOf(facts())).toMatchObject({ phase: 'asking', index: 1 });
    expect(await storage.countTrials()).toBe(1);
  });

  test.each(DRILL_KINDS.map(({ id }) => id))('of %s runs from the first question to the summary', async (kindId) => {
    const desk = await openDesk();
    await desk.desk.start('Test', [specOf(kindId, { trialCount: 3 })]);
    expect(desk.facts().notice).toBeNull();
    expect(trialOf(desk.facts()).phase).toBe('asking');
    expect(desk.deck.isPlaying).toBe(true);
    expect(desk.deck.loads.at(-1)!.versions).toHaveLength(trialOf(desk.facts()).asked!.versions.length);
    expect(await answerAll(desk)).toBe(3);
    const { activity } = desk.facts();
    expect(activity).toMatchObject({ kind: 'summary', blocks: [{ trialCount: 3 }] });
    expect(await desk.storage.countTrials()).toBe(3);
    expect(desk.facts().skills.reduce((sum, skill) => sum + skill.trialCount, 0)).toBe(3);
    expect(desk.facts().openSession).toBeNull();
  });

  test('in practice says after each answer what it was, with the truth and the original to hear', async () => {
    const { desk, facts, deck } = await openDesk();
    await desk.start('Test', [specOf('bandBoost')]);
    await desk.answer(anyAnswer(trialOf(facts()).asked!.answer));
    const { revealed, phase, correctSoFar } = trialOf(facts());
    expect(phase).toBe('revealed');
    expect(revealed!.truthSentence).toMatch(/boosted by/);
    expect(revealed!.versions.map(({ role }) => role)).toEqual(
      revealed!.isCorrect ? ['truth', 'original'] : ['truth', 'yours', 'original'],
    );
    expect(correctSoFar).toBe(revealed!.isCorrect ? 1 : 0);
    expect(deck.loads.at(-1)!.versions).toHaveLength(revealed!.versions.length);
    desk.hear(1);
    expect(deck.version).toBe(1);
    expect(facts().version).toBe(1);
  });

  test('counts on Progress while it is still going on', async () => {
    const { desk, facts } = await openDesk();
    await desk.start('Test', [specOf('louder')]);
    await desk.answer(anyAnswer(trialOf(facts()).asked!.answer));
    await desk.open();
    expect(facts().days.reduce((sum, day) => sum + day.trialCount, 0)).toBe(1);
  });

  test('in a test says nothing before the end, and has the next sound at hand', async () => {
    const { desk, facts, stimuli } = await openDesk();
    await desk.start('Test', [specOf('bandBoost', { mode: 'test', trialCount: 3 })]);
    const seen: string[] = [];
    desk.store.subscribe(({ activity }) => {
      if (activity.kind === 'trial') seen.push(`${activity.phase} ${String(activity.correctSoFar)}`);
    });
    const before = stimuli.rendered.length;
    // One for the trial that is asked, up to two for what may follow.
    expect(before).toBeGreaterThan(1);
    expect(before).toBeLessThanOrEqual(3);
    await desk.answer(anyAnswer(trialOf(facts()).asked!.answer));
    expect(trialOf(facts()).index).toBe(1);
    await desk.answer(anyAnswer(trialOf(facts()).asked!.answer));
    expect(new Set(seen)).toEqual(new Set(['asking null']));
    await desk.answer(anyAnswer(trialOf(facts()).asked!.answer));
    expect(facts().activity.kind).toBe('summary');
    await desk.hearAgain(0, 1, 0);
    expect(facts().isPlaying).toBe(true);
  });

  test('has devices rendered whole, driven by the loudness of the track; on loudspeakers without their room', async () => {
    const { desk, facts, stimuli, gear } = await openDesk();
    await desk.start('Test', [specOf('bandBoost', { deviceId: 'phone', trialCount: 2 })]);
    const phone = CATALOGUE.find(({ id }) => id === 'phone')!;
    for (const request of stimuli.requests) {
      expect(request.programmeLufs).toBe(-14);
      expect(request.devices).toEqual([phone]);
    }
    gear.isOnLoudspeakers = true;
    const before = stimuli.requests.length;
    await desk.answer(anyAnswer(trialOf(facts()).asked!.answer));
    expect(stimuli.requests.length).toBeGreaterThan(before);
    const { room: _room, ...without } = phone;
    for (const request of stimuli.requests.slice(before)) expect(request.devices).toEqual([without]);
  });

  test('drives devices by the passage where parts of a mix are heard', async () => {
    const { desk, stimuli } = await openDesk();
    await desk.start('Test', [specOf('stemLevel', { deviceId: 'phone', trialCount: 1 })]);
    for (const request of stimuli.requests) expect(request.programmeLufs).toBeUndefined();
  });

  test('keeps what follows from the truth out of the store while the answer is owed', async () => {
    const { desk, facts } = await openDesk();
    for (const { id } of DRILL_KINDS) {
      await desk.start('Test', [specOf(id, { trialCount: 2 })]);
      const { asked, revealed } = trialOf(facts());
      expect(Object.keys(asked!).toSorted()).toEqual(['answer', 'durationSec', 'question', 'versions']);
      for (const version of asked!.versions) expect(Object.keys(version)).toEqual(['label']);
      expect(revealed).toBeNull();
      desk.leave();
    }
  });

  test('that is left takes its sounds off the deck', async () => {
    const { desk, deck, facts } = await openDesk();
    await desk.start('Test', [specOf('bandBoost', { trialCount: 2 })]);
    desk.leave();
    expect(deck.unloads).toBe(1);
    expect(facts().isPlaying).toBe(false);
  });

  test('that is left can be gone on with after a reload, at the same trial, and nothing is counted twice', async () => {
    const first = await openDesk();
    await first.desk.start('Test', [specOf('bandBoost', { trialCount: 4, mode: 'test' })]);
    await first.desk.answer(anyAnswer(trialOf(first.facts()).asked!.answer));
    await first.desk.answer(anyAnswer(trialOf(first.facts()).asked!.answer));
    const sound = first.deck.loads.at(-1)!.versions[1]![0];
    // No goodbye: the tab is closed in the middle.
    const second = await openDesk(first.storage);
    expect(second.facts().openSession).toMatchObject({ title: 'Test' });
    await second.desk.resume();
    expect(trialOf(second.facts()).index).toBe(2);
    expect(second.deck.loads.at(-1)!.versions[1]![0]).toEqual(sound);
    await answerAll(second);
    expect(await second.storage.countTrials()).toBe(4);
    expect(second.facts().skills.reduce((sum, skill) => sum + skill.trialCount, 0)).toBe(4);
    expect(await second.storage.readOpenSession()).toBeUndefined();
  });

  test('follows an EQ under the hand, the newest setting last', async () => {
    const { desk, facts, deck } = await openDesk();
    await desk.start('Test', [specOf('correctEq')]);
    for (const gainDb of [1, 2, 3, 4]) desk.tryOut({ kind: 'eq', frequencyHz: 1000, gainDb });
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    expect(trialOf(facts()).trying).toEqual({ kind: 'eq', frequencyHz: 1000, gainDb: 4 });
    expect(deck.replaced.length).toBeGreaterThanOrEqual(1);
    expect(deck.replaced.length).toBeLessThan(4);
    const last = deck.replaced.at(-1)!.samples[0];
    desk.tryOut({ kind: 'eq', frequencyHz: 1000, gainDb: 4 });
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    expect(deck.replaced.at(-1)!.samples[0]).toEqual(last);
  });

  test('waits while another tab trains', async () => {
    const { desk, facts } = await openDesk(new MemoryProgress(), false);
    await desk.start('Test', [specOf('bandBoost')]);
    expect(facts().isBusyElsewhere).toBe(true);
    expect(facts().activity.kind).toBe('home');
  });

  test('goes on where the other tab stood when it is taken over', async () => {
    const storage = new MemoryProgress();
    const here = await openDesk(storage, false);
    const there = await openDesk(storage);
    await there.desk.start('Test', [specOf('bandBoost', { mode: 'test' })]);
    await there.desk.answer(anyAnswer(trialOf(there.facts()).asked!.answer));
    expect(here.facts().openSession).toBeNull();
    here.desk.takeOver();
    await waitFor(() => expect(here.facts().openSession?.answers).toHaveLength(1));
    expect(here.facts().isBusyElsewhere).toBe(false);
  });
});

describe('learning', () => {
  test.each(DRILL_KINDS.map(({ id }) => id))('%s has labelled sounds', async (kindId) => {
    const { desk, facts, deck } = await openDesk();
    await desk.learn(kindId, null);
    const { activity } = facts();
    if (activity.kind !== 'learn') throw new Error(`not learning but ${activity.kind}`);
    expect(activity.examples.length).toBeGreaterThan(0);
    expect(deck.loads.at(-1)!.versions.length).toBe(activity.examples[0]!.versions.length);
  });
});

describe('a shared drill', () => {
  test('asks everybody the same, whatever they have trained before', async () => {
    const novice = await openDesk();
    const link = novice.desk.linkTo('Class', [specOf('bandBoost', { mode: 'test' })]);
    const veteran = await openDesk();
    await veteran.desk.start('Before', [specOf('bandBoost', { trialCount: 20, seed: 3, mode: 'test' })]);
    await answerAll(veteran);
    const heard: Float32Array[][] = [];
    for (const { desk, facts, deck } of [novice, veteran]) {
      expect(desk.invite(new URL(link).hash)).toBe(true);
      expect(facts().invitation).toMatchObject({ title: 'Class' });
      await desk.acceptInvitation();
      heard.push(deck.loads.at(-1)!.versions.map(([left]) => left));
    }
    expect(heard[0]).toEqual(heard[1]);
  });

  test('that is broken is told, and another address is not', async () => {
    const { desk, facts } = await openDesk();
    expect(desk.invite('#train')).toBe(false);
    expect(facts().notice).toBeNull();
    expect(desk.invite('#train/nonsense')).toBe(false);
    expect(facts().notice).toEqual({ code: 'link-failed', reason: 'broken' });
  });

  test.each([
    ['a drill', specOf('not here yet')],
    ['a device', specOf('bandBoost', { deviceId: 'not here yet' })],
  ])('that names %s of a later version is told and not taken', async (_what, spec) => {
    const { desk, facts } = await openDesk();
    const link = desk.linkTo('Later', [spec]);
    expect(desk.invite(new URL(link).hash)).toBe(false);
    expect(facts()).toMatchObject({ invitation: null, notice: { code: 'link-failed', reason: 'newer' } });
  });
});

describe('progress', () => {
  test('goes out and comes back, once', async () => {
    const first = await openDesk();
    await first.desk.start('Test', [specOf('louder', { trialCount: 5 })]);
    await answerAll(first);
    await first.desk.exportProgress('json');
    await first.desk.exportProgress('csv');
    expect(first.saved.map(({ fileName }) => fileName)).toEqual([
      'elsewhere-progress-2026-11-21.json',
      'elsewhere-progress-2026-11-21.csv',
    ]);
    const file = new File([first.saved[0]!.file], 'progress.json');
    const second = await openDesk();
    await second.desk.importProgress(file);
    expect(second.facts().notice).toMatchObject({ code: 'import-done', added: 5, known: 0 });
    await second.desk.importProgress(file);
    expect(second.facts().notice).toMatchObject({ code: 'import-done', added: 0, known: 5 });
    expect(second.facts().days).toEqual(first.facts().days);
    await second.desk.importProgress(new File(['not ours'], 'x.json'));
    expect(second.facts().notice).toMatchObject({ code: 'import-failed', reason: 'foreign' });
    expect(await second.storage.countTrials()).toBe(5);
  });
});
