import { describe, expect, test } from 'vitest';
import { RecipeRenderer } from '../../src/audio/stimuli/renderRecipe';
import { cutStimulusJob } from '../../src/audio/stimuli/StimulusJob';
import { StepFilters } from '../../src/audio/stimuli/StepFilters';
import type { StimulusRequest } from '../../src/audio/stimuli/StimulusPort';
import { CATALOGUE } from '../../src/devices/catalogue';
import { FilterDesigner } from '../../src/devices/design/designFilter';
import { inputStageOf } from '../../src/devices/design/deviceSound';
import type { DeviceProfile } from '../../src/devices/DeviceProfile';
import type { Step } from '../../src/drills/recipe';
import { StreamRenderer, renderThrough } from '../../src/dsp/convolution/StreamRenderer';
import type { StereoSamples } from '../../src/dsp/effects/StereoSamples';
import { LIMITS_LUFS } from '../../src/dsp/limits/LimitsModel';
import { integratedLoudness } from '../../src/dsp/loudness';
import { testPffft } from '../support/pffft';
import { residueDb } from '../support/residue';
import { drumAndBass, scaled } from '../support/signals';
import { areSame, materialReader, musicRequest, recipe, renderMusic, rms } from '../support/stimuli';

const pffft = testPffft();
const designer = new FilterDesigner(pffft);
const filters = new StepFilters(pffft);

const deviceOf = (id: string): DeviceProfile => CATALOGUE.find((profile) => profile.id === id)!;
const through = (deviceId: string): Step => ({ kind: 'device', deviceId });
const renderedDevice = (profile: DeviceProfile, sampleRate: number) => ({
  stage: inputStageOf(profile),
  filter: designer.design(profile, sampleRate),
});

/** Loud until just before the later passage, with silence in front that is no whole number of control steps. */
function mixAt(sampleRate: number): {
  readonly left: Float32Array<ArrayBuffer>;
  readonly right: Float32Array<ArrayBuffer>;
} {
  const song = drumAndBass(sampleRate, 14, 4);
  const silent = 1003;
  for (const channel of [song.left, song.right]) {
    channel.fill(0, 0, silent);
    for (let i = 0; i < 4.9 * sampleRate; i++) channel[i]! *= 4;
  }
  return song;
}

const DEVICES = ['sennheiser-hd-600', 'car-midsize', 'phone', 'tv', 'airpods-pro-2'] as const;

test('the devices of these tests have rooms, limits and codecs among them', () => {
  expect(deviceOf('sennheiser-hd-600')).toMatchObject({ family: 'headphones' });
  expect(deviceOf('car-midsize').room).toBeDefined();
  expect(deviceOf('phone').limits?.limiter).toBeDefined();
  expect(deviceOf('tv')).toMatchObject({ room: {}, limits: { bass: {} } });
  expect(deviceOf('airpods-pro-2').limits).toEqual({ codecHz: 17_500 });
});

describe.each([44_100, 48_000])('at %i Hz', (sampleRate) => {
  const mix = mixAt(sampleRate);
  const reader = materialReader(sampleRate, mix.left, mix.right);
  const programmeLufs = integratedLoudness([mix.left, mix.right], sampleRate);
  const driveDb = LIMITS_LUFS - programmeLufs;

  test.each(DEVICES)('%s as a step is the renderer of exports on the same samples', (id) => {
    const job = cutStimulusJob(
      musicRequest([recipe(through(id))], { startSec: 4.1, durationSec: 1, programmeLufs }),
      () => reader,
    );
    const source = job.sources['music'];
    if (source?.kind !== 'samples') throw new Error('no samples');
    const device = renderedDevice(deviceOf(id), sampleRate);
    const wanted = renderThrough(pffft, sampleRate, device, driveDb, [source.left, source.right!]);
    const got = new RecipeRenderer(job, filters).render(job.recipes[0]!);
    expect(areSame(got[0], wanted[0])).toBe(true);
    expect(areSame(got[1], wanted[1])).toBe(true);
  });

  test.each(DEVICES)('a passage through %s nulls against the whole mix exported', (id) => {
    const whole = [mix.left.slice(), mix.right.slice()] as const;
    const renderer = new StreamRenderer(pffft, sampleRate, renderedDevice(deviceOf(id), sampleRate), driveDb);
    renderer.render(...whole);
    renderer.free();
    for (const startSec of [0.2, 7.331]) {
      const request = musicRequest([recipe(), recipe(through(id))], { startSec, durationSec: 3, programmeLufs });
      const { versions } = renderMusic(request, reader, filters);
      // Without the fades at both ends.
      const fade = Math.ceil(0.015 * sampleRate);
      const from = Math.round(startSec * sampleRate);
      const [left, right] = versions[1]!;
      const heard: StereoSamples = [left.subarray(fade, -fade), right.subarray(fade, -fade)];
      const part = (channel: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> =>
        channel.subarray(from + fade, from + left.length - fade);
      const residue = residueDb(heard, [part(whole[0]), part(whole[1])]);
      expect(residue, `from ${startSec} s`).toBeLessThan(-100);
    }
  });
});

describe('limits', () => {
  const mix = mixAt(44_100);
  const reader = materialReader(44_100, mix.left, mix.right);
  const render = (steps: readonly Step[], more: Partial<StimulusRequest> = {}) =>
    renderMusic(musicRequest([recipe(...steps)], { startSec: 5, durationSec: 2, ...more }), reader, filters);
  const apart = (a: ReturnType<typeof render>, b: ReturnType<typeof render>): number =>
    residueDb(a.versions[0]!, b.versions[0]!);

  test('are driven by the loudness of the mix, however loud the passage is made', () => {
    const quiet = render([through('phone')], { programmeLufs: -14 });
    const loud = render([through('phone')], { programmeLufs: -30 });
    expect(apart(quiet, loud)).toBeGreaterThan(-40);
    expect(quiet.level.programmeLufs).toBe(-14);
    const turnedUp = render([{ kind: 'gain', gainDb: 6 }, through('phone')], { programmeLufs: -14 });
    expect(apart(quiet, turnedUp)).toBeGreaterThan(-40);
  });

  test('take the passage’s own loudness where that of the mix is not known, and later versions take the same', () => {
    const first = render([{ kind: 'gain', gainDb: 6 }, through('phone')]);
    const { programmeLufs } = first.level;
    const passage = [mix.left.subarray(2 * 44_100, 7 * 44_100), mix.right.subarray(2 * 44_100, 7 * 44_100)];
    expect(Math.abs(programmeLufs! - integratedLoudness(passage, 44_100))).toBeLessThan(1);
    expect(
      apart(first, render([{ kind: 'gain', gainDb: 6 }, through('phone')], { programmeLufs: programmeLufs! })),
    ).toBe(-Infinity);
    const other = { layers: [{ source: 'music', gainDb: -9 }], steps: [through('phone')] };
    const request = musicRequest([other], { startSec: 5, durationSec: 2, reference: first.level });
    const later = renderMusic(request, reader, filters);
    expect(later.level.programmeLufs).toBe(programmeLufs);
    const told = renderMusic({ ...request, programmeLufs: programmeLufs! }, reader, filters);
    expect(areSame(later.versions[0]![0], told.versions[0]![0])).toBe(true);
  });

  test('work in silence and on material without loudness', () => {
    const silent = materialReader(44_100, new Float32Array(8 * 44_100));
    for (const programmeLufs of [undefined, -Infinity]) {
      const request = musicRequest([recipe(through('phone'))], programmeLufs === undefined ? {} : { programmeLufs });
      const { versions } = renderMusic(request, silent, filters);
      expect(rms(versions[0]![0])).toBe(0);
    }
  });

  test('come where the step stands', () => {
    const side: Step = { kind: 'width', width: 0 };
    const before = render([side, through('phone-flagship')], { programmeLufs: -14 });
    const after = render([through('phone-flagship'), side], { programmeLufs: -14 });
    expect(apart(before, after)).toBeGreaterThan(-60);
    const gain: Step = { kind: 'gain', gainDb: 6 };
    expect(apart(render([gain, through('phone')]), render([through('phone'), gain]))).toBeGreaterThan(-40);
  });
});

test('noise and what hums throughout do not depend on what else a request goes through', () => {
  const noise: StimulusRequest = {
    ...musicRequest([recipe({ kind: 'hum', mainsHz: 50, levelLu: -10, seed: 3 })]),
    sources: { music: { material: { kind: 'pinkNoise', seed: 9 }, startSec: 0, durationSec: 2 } },
  };
  const alone = renderMusic(noise, materialReader(1, new Float32Array(0)), filters);
  const together = renderMusic(
    { ...noise, recipes: [...noise.recipes, recipe(through('phone'))] },
    materialReader(1, new Float32Array(0)),
    filters,
  );
  expect(residueDb(alone.versions[0]!, together.versions[0]!)).toBeLessThan(-120);
});

test('filters come back as they were after others have taken their place', () => {
  const song = scaled(drumAndBass(44_100, 4, 2).left, 0.5);
  const reader = materialReader(44_100, song);
  const request = musicRequest([recipe(through('car-midsize'))], { startSec: 1, durationSec: 1 });
  const first = renderMusic(request, reader, filters);
  const others = CATALOGUE.filter(({ family }) => family === 'headphones').slice(0, 18);
  renderMusic(
    musicRequest(
      others.map(({ id }) => recipe(through(id))),
      { durationSec: 0.5 },
    ),
    reader,
    filters,
  );
  expect(areSame(renderMusic(request, reader, filters).versions[0]![0], first.versions[0]![0])).toBe(true);
});
