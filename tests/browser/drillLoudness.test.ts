import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { createDemoSource } from '../../src/app/demoSource';
import { createStimuli } from '../../src/audio/stimuli/createStimuli';
import type { StimulusPort, StimulusRequest } from '../../src/audio/stimuli/StimulusPort';
import { seededRandom } from '../../src/core/random';
import { CATALOGUE } from '../../src/devices/catalogue';
import { DRILL_KINDS } from '../../src/drills/catalogue';
import type { DrillKind, Trial } from '../../src/drills/DrillKind';
import type { MaterialShelf } from '../../src/drills/material';
import { LoudnessMeter, integratedLoudness } from '../../src/dsp/loudness';
import { createLibraryStore } from '../../src/store/libraryStore';
import { MaterialLibrary } from '../../src/store/train/materialLibrary';

// What a listener gets to hear: the demo song and its stems as Chromium decodes them, rendered in the worker.

const demos = createDemoSource('/');
const context = new OfflineAudioContext(2, 1, 44_100);
const decode = async (file: Blob): Promise<AudioBuffer> => context.decodeAudioData(await file.arrayBuffer());
const signal = new AbortController().signal;

let material: MaterialLibrary;
let shelf: MaterialShelf;
let stimuli: StimulusPort;

beforeAll(async () => {
  const mixes = await demos.list();
  material = new MaterialLibrary({
    library: createLibraryStore(),
    bufferOfTrack: async (id) =>
      decode(
        await demos.read(
          mixes.find((mix) => mix.id === id)!,
          signal,
        ),
      ),
    factsOfTrack: () => Promise.reject(new Error('the demo has been measured')),
    demoPassages: () => demos.passages(),
    demoStems: () => demos.listStems(),
    bufferOfDemoStem: async (stem) => decode(await demos.read(stem, signal)),
  });
  shelf = await material.shelf([], 'any stems', signal);
  stimuli = createStimuli();
});
afterAll(() => stimuli.dispose());

const phone = CATALOGUE.find(({ family }) => family === 'smallSpeakers')!;

function trialOf(kind: DrillKind, seed: number, isHard: boolean): Trial {
  return kind.makeTrial({
    random: seededRandom(seed),
    strength: isHard ? kind.strength.hardest : kind.strength.easiest,
    isCatch: false,
    device: kind.canUseDevice && seed % 2 === 1 ? phone : null,
    catalogue: CATALOGUE,
    material: shelf,
    settings: {},
  });
}

async function loudnesses(trial: Trial): Promise<{ readonly lufs: number[]; readonly lengths: number[] }> {
  const passages = Object.values(trial.sources).map((passage) => passage.material);
  const readers = await material.load(passages, signal);
  const programmeLufs = passages.length === 1 ? material.programmeLufs(passages[0]!) : undefined;
  const request: StimulusRequest = {
    sources: trial.sources,
    recipes: trial.versions.map(({ recipe }) => recipe),
    isLevelMatched: trial.isLevelMatched,
    devices: CATALOGUE,
    loudnessLufs: -23,
    ...(programmeLufs !== undefined && { programmeLufs }),
  };
  const { versions, sampleRate } = await stimuli.render(request, readers);
  return {
    lufs: versions.map((channels) => integratedLoudness(channels, sampleRate)),
    lengths: versions.map(([left]) => left.length),
  };
}

test('what is said of the loudness of the demo song is what its samples have', async () => {
  for (const { material: ref } of shelf.mixes) {
    const reader = (await material.load([ref], signal))(ref)!;
    const { left, right = left } = reader.read(0, reader.lengthFrames);
    const meter = new LoudnessMeter(reader.sampleRate);
    meter.process(left, right, left.length);
    // 0.0001 dB of drive would leave −100 dB.
    expect(Math.abs(meter.integratedLufs - material.programmeLufs(ref)!)).toBeLessThan(1e-5);
  }
});

describe('versions of a trial on the demo song', () => {
  it.each(DRILL_KINDS.map((kind) => [kind.id, kind] as const))('%s', async (_id, kind) => {
    for (const [seed, isHard] of [
      [1, false],
      [2, true],
      [3, true],
      [4, false],
    ] as const) {
      const trial = trialOf(kind, seed, isHard);
      const { lufs, lengths } = await loudnesses(trial);
      expect(new Set(lengths).size).toBe(1);
      for (const level of lufs) expect(level).toBeGreaterThan(-45);
      if (trial.isLevelMatched) expect(Math.max(...lufs) - Math.min(...lufs)).toBeLessThanOrEqual(0.2);
    }
  });
});
