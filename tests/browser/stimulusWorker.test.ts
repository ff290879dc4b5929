import { afterEach, expect, test } from 'vitest';
import { StimulusClient } from '../../src/audio/stimuli/StimulusClient';
import { createStimuli } from '../../src/audio/stimuli/createStimuli';
import type { StimulusPort } from '../../src/audio/stimuli/StimulusPort';
import type { Step } from '../../src/drills/recipe';
import { drumAndBass } from '../support/signals';
import { areSame, materialReader, musicRequest, recipe, renderMusic } from '../support/stimuli';

let port: StimulusPort | undefined;
afterEach(() => port?.dispose());

const song = drumAndBass(44_100, 9, 6);
const reader = materialReader(44_100, song.left, song.right);
const eq = (gainDb: number): Step => ({ kind: 'peaking', frequencyHz: 1250, gainDb, q: 1.4 });
const request = musicRequest(
  [0, 4, -4].map((gainDb) => recipe(eq(gainDb), { kind: 'device', deviceId: 'phone' })),
  { startSec: 1.5, durationSec: 6 },
);

test('the worker gives the bytes of the pure function, cold and warm', async () => {
  port = createStimuli();
  const wanted = renderMusic(request, reader);
  for (let round = 0; round < 2; round++) {
    const got = await port.render(request, () => reader);
    expect(got.level).toEqual(wanted.level);
    expect(got.loudnessLufs).toEqual(wanted.loudnessLufs);
    got.versions.forEach((version, i) => {
      expect(areSame(version[0], wanted.versions[i]![0])).toBe(true);
      expect(areSame(version[1], wanted.versions[i]![1])).toBe(true);
    });
  }
  // The material is still whole: passages are copies.
  expect(reader.read(0, 10).left).toHaveLength(10);
});

test('aborting rejects, and the next request is served', async () => {
  port = createStimuli();
  const controller = new AbortController();
  const aborted = port.render(request, () => reader, controller.signal);
  const next = port.render(request, () => reader);
  controller.abort();
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
  await expect(next).resolves.toMatchObject({ length: 6 * 44_100 });
});

test('a recipe that cannot be rendered rejects with a code', async () => {
  port = createStimuli();
  const strange = musicRequest([recipe({ kind: 'device', deviceId: 'gone' })]);
  await expect(port.render(strange, () => reader)).rejects.toMatchObject({ code: 'stimulus-failed' });
  await expect(port.render(request, () => reader)).resolves.toMatchObject({ sampleRate: 44_100 });
});

test('a worker that crashes rejects, and another takes its place', async () => {
  let started = 0;
  port = new StimulusClient(() => {
    started += 1;
    if (started > 1)
      return new Worker(new URL('../../src/audio/stimuli/stimulus.worker.ts', import.meta.url), { type: 'module' });
    const crash = URL.createObjectURL(new Blob(['self.onmessage = () => { throw new Error("out of memory"); };']));
    return new Worker(crash);
  });
  await expect(port.render(request, () => reader)).rejects.toMatchObject({ code: 'stimulus-failed' });
  await expect(port.render(request, () => reader)).resolves.toMatchObject({ sampleRate: 44_100 });
  expect(started).toBe(2);
});

test('a renderer that cannot be fetched rejects, and the next request tries again', async () => {
  // Runs before the worker's own module: no network until it is told otherwise. A blob has no folder to fetch from.
  const offline = `
    const online = self.fetch;
    self.fetch = () => Promise.reject(new TypeError('offline'));
    const network = new BroadcastChannel('network');
    network.onmessage = () => {
      self.fetch = (url) => online(new URL(url, ${JSON.stringify(location.origin)}));
      network.postMessage('back');
    };
  `;
  const script = (text: string): string => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const worker = new URL('../../src/audio/stimuli/stimulus.worker.ts', import.meta.url).href;
  const modules = [script(offline), worker].map((url) => `import ${JSON.stringify(url)};`).join('');
  port = new StimulusClient(() => new Worker(script(modules), { type: 'module' }));
  await expect(port.render(request, () => reader)).rejects.toMatchObject({ code: 'stimulus-failed' });
  const network = new BroadcastChannel('network');
  const back = new Promise((resolve) => network.addEventListener('message', resolve, { once: true }));
  network.postMessage('go');
  await back;
  network.close();
  await expect(port.render(request, () => reader)).resolves.toMatchObject({ sampleRate: 44_100 });
});
