import { describe, expect, test } from 'vitest';
import { StepFilters } from '../../src/audio/stimuli/StepFilters';
import type { RenderedStimulus } from '../../src/audio/stimuli/StimulusPort';
import type { Recipe, Step } from '../../src/drills/recipe';
import { integratedLoudness } from '../../src/dsp/loudness';
import { TruePeakMeter } from '../../src/dsp/truePeak';
import { drumAndBass, pinkNoise, scaled } from '../support/signals';
import { MUSIC, areSame, materialReader, musicRequest, recipe, renderMusic, rms } from '../support/stimuli';
import { testPffft } from '../support/pffft';

const song = drumAndBass(44_100, 12, 4);
const reader = materialReader(song.sampleRate, song.left, song.right);
const noise = materialReader(48_000, pinkNoise(48_000, 8, -30, 1), pinkNoise(48_000, 8, -30, 2));

const fault = { atSec: 1.5, durationSec: 0.8, levelLu: -6, seed: 77 };
const STEPS: readonly Step[] = [
  { kind: 'peaking', frequencyHz: 63, gainDb: 12, q: 1.4 },
  { kind: 'peaking', frequencyHz: 4000, gainDb: -12, q: 1.4 },
  { kind: 'lowshelf', frequencyHz: 150, gainDb: -9, q: 0.7 },
  { kind: 'highshelf', frequencyHz: 5000, gainDb: 9, q: 0.7 },
  { kind: 'highpass', frequencyHz: 400, q: 0.7 },
  { kind: 'lowpass', frequencyHz: 900, q: 0.7 },
  { kind: 'gain', gainDb: 7 },
  { kind: 'tilt', dbPerOctave: -2, pivotHz: 1000 },
  { kind: 'monoSum' },
  { kind: 'width', width: 2 },
  { kind: 'pan', position: -0.8 },
  { kind: 'invert', channel: 'right' },
  { kind: 'loudspeakerImage' },
  { kind: 'compressor', thresholdDb: -30, ratio: 10, attackSec: 0.002, releaseSec: 0.08, kneeDb: 3 },
  { kind: 'clip', driveDb: 15, shape: 'hard' },
  { kind: 'clip', driveDb: 15, shape: 'soft' },
  { kind: 'reverb', decaySec: 2, preDelaySec: 0.02, levelDb: 0, seed: 3 },
  { kind: 'delay', timeSec: 0.3, feedback: 0.6, levelDb: -3 },
  { kind: 'detune', cents: -35 },
  { kind: 'device', deviceId: 'phone' },
  { kind: 'device', deviceId: 'car-midsize' },
  { kind: 'hum', mainsHz: 50, levelLu: -6, seed: 5 },
  { kind: 'buzz', mainsHz: 60, levelLu: -6, seed: 5 },
  { kind: 'crackle', ...fault },
  { kind: 'hiss', ...fault },
  { kind: 'feedback', frequencyHz: 900, ...fault },
  { kind: 'squeak', ...fault },
  { kind: 'bump', ...fault },
  { kind: 'brush', ...fault },
  { kind: 'interference', ...fault },
];

const measured = ({ versions, sampleRate }: RenderedStimulus): number[] =>
  versions.map((version) => integratedLoudness(version, sampleRate));

function truePeak({ versions }: RenderedStimulus): number {
  return Math.max(
    ...versions.map(([left, right]) => {
      const meter = new TruePeakMeter();
      meter.process(left, right, left.length);
      return meter.truePeakDbtp;
    }),
  );
}

describe('matched versions', () => {
  test.each(STEPS)('with and without $kind are equally loud', (step) => {
    for (const material of [reader, noise]) {
      const rendered = renderMusic(musicRequest([recipe(), recipe(step)], { startSec: 1.7 }), material);
      const [plain, changed] = measured(rendered);
      expect(Math.abs(plain! - changed!)).toBeLessThanOrEqual(0.1 + 1e-3);
      expect(Math.abs(plain! - rendered.loudnessLufs[0]!)).toBeLessThan(0.001);
      expect(Math.abs(changed! - rendered.loudnessLufs[1]!)).toBeLessThan(0.001);
      expect(Math.abs(plain! - rendered.level.loudnessLufs)).toBeLessThanOrEqual(0.051);
      expect(rendered.versions[1]![0]).toHaveLength(rendered.length);
      expect(rendered.length).toBe(4 * material.sampleRate);
      expect(truePeak(rendered)).toBeLessThan(-0.99);
    }
  });

  test('what differs in loudness is chance: the louder version is the first as often as not', () => {
    let firstIsLouder = 0;
    const filters = new StepFilters(testPffft());
    for (let i = 0; i < 60; i++) {
      const { loudnessLufs } = renderMusic(
        musicRequest([recipe(), recipe({ kind: 'peaking', frequencyHz: 500 + i, gainDb: 3, q: 1 })], {
          durationSec: 1,
        }),
        reader,
        filters,
      );
      expect(loudnessLufs[0]).not.toBe(loudnessLufs[1]);
      if (loudnessLufs[0]! > loudnessLufs[1]!) firstIsLouder += 1;
    }
    // Of 60 fair throws fewer than 16 or more than 44 come once in 5000 times.
    expect(firstIsLouder).toBeGreaterThan(15);
    expect(firstIsLouder).toBeLessThan(45);
  });

  test('two versions of one recipe differ by that chance alone', () => {
    const { versions } = renderMusic(musicRequest([recipe(), recipe()]), reader);
    const [a, b] = versions;
    expect(areSame(a![0], b![0])).toBe(false);
    const ratio = rms(a![0]) / rms(b![0]);
    expect(Math.abs(20 * Math.log10(ratio))).toBeLessThan(0.1);
    expect(rms(a![0].map((x, i) => x - ratio * b![0][i]!)) / rms(a![0])).toBeLessThan(1e-6);
  });

  test('loud versions are brought down together rather than limited', () => {
    const rendered = renderMusic(
      musicRequest([recipe(), recipe({ kind: 'highpass', frequencyHz: 2000, q: 0.7 })], { loudnessLufs: -6 }),
      reader,
    );
    expect(truePeak(rendered)).toBeCloseTo(-1, 2);
    expect(rendered.level.loudnessLufs).toBeLessThan(-7);
    const [a, b] = measured(rendered);
    expect(Math.abs(a! - b!)).toBeLessThan(0.11);
  });

  test('a later version joins at the level of the request before it', () => {
    const first = renderMusic(
      musicRequest([recipe(), recipe({ kind: 'gain', gainDb: 3 })], { loudnessLufs: -20 }),
      reader,
    );
    const tried = recipe({ kind: 'peaking', frequencyHz: 300, gainDb: -6, q: 1 });
    const later = renderMusic(musicRequest([tried], { loudnessLufs: -20, reference: first.level }), reader);
    expect(Math.abs(measured(later)[0]! - first.level.loudnessLufs)).toBeLessThan(0.02);
  });
});

describe('versions that are not matched', () => {
  const louder = recipe({ kind: 'gain', gainDb: 2.5 });

  test('keep their difference, also when peaks bring them down', () => {
    for (const loudnessLufs of [-23, -6]) {
      const rendered = renderMusic(musicRequest([recipe(), louder], { isLevelMatched: false, loudnessLufs }), reader);
      const [a, b] = measured(rendered);
      expect(b! - a!).toBeCloseTo(2.5, 3);
      expect(truePeak(rendered)).toBeLessThan(-0.99);
      const later = renderMusic(
        musicRequest([louder], { isLevelMatched: false, loudnessLufs, reference: rendered.level }),
        reader,
      );
      expect(measured(later)[0]).toBeCloseTo(b!, 3);
    }
  });
});

describe('a request', () => {
  const recipes: readonly Recipe[] = [
    recipe({ kind: 'reverb', decaySec: 1, preDelaySec: 0, levelDb: -9, seed: 4 }, { kind: 'device', deviceId: 'tv' }),
    recipe({ kind: 'crackle', ...fault }, { kind: 'tilt', dbPerOctave: 1, pivotHz: 900 }),
    recipe({ kind: 'detune', cents: 20 }, { kind: 'clip', driveDb: 6, shape: 'soft' }),
  ];

  test('gives the same bytes whatever was rendered before', () => {
    const request = musicRequest(recipes, { startSec: 2.3 });
    const cold = renderMusic(request, reader);
    const filters = new StepFilters(testPffft());
    renderMusic(musicRequest(recipes.toReversed(), { startSec: 1 }), reader, filters);
    const warm = renderMusic(request, reader, filters);
    cold.versions.forEach((version, i) => {
      expect(areSame(version[0], warm.versions[i]![0])).toBe(true);
      expect(areSame(version[1], warm.versions[i]![1])).toBe(true);
    });
    expect(warm.level).toEqual(cold.level);
  });

  test('begins in the middle of the music: rooms and delays are in full swing', () => {
    const { versions } = renderMusic(
      musicRequest([recipe({ kind: 'delay', timeSec: 0.5, feedback: 0, levelDb: 0 })], { startSec: 3, durationSec: 2 }),
      reader,
    );
    const [left] = versions[0]!;
    const at = 3 * 44_100;
    const gain = left[30_000]! / (song.left[at + 30_000]! + song.left[at + 30_000 - 22_050]!);
    for (let i = 2000; i < 20_000; i += 331) {
      expect(left[i]).toBeCloseTo(gain * (song.left[at + i]! + song.left[at + i - 22_050]!), 5);
    }
  });

  test('fades both ends to nothing and leaves the rest', () => {
    const { versions } = renderMusic(musicRequest([recipe()], { startSec: 1.2 }), noise);
    const [left] = versions[0]!;
    expect(Math.abs(left[0]!)).toBeLessThan(1e-5);
    expect(Math.abs(left.at(-1)!)).toBeLessThan(1e-5);
    const gain = left[60_000]! / noise.read(57_600 + 60_000, 1).left[0]!;
    const early = noise.read(57_600 + 720, 1).left[0]!;
    expect(left[720]).toBeCloseTo(gain * early, 6);
    const halfway = noise.read(57_600 + 359, 2).left;
    expect(left[359]! + left[360]!).toBeCloseTo(gain * 0.5 * (halfway[0]! + halfway[1]!), 4);
  });

  test('adds layers up at their gains, in step', () => {
    const two = {
      ...musicRequest([
        {
          layers: [
            { source: 'a' },
            { source: 'b', gainDb: -6.0206, steps: [{ kind: 'invert' as const, channel: 'left' as const }] },
          ],
          steps: [],
        },
      ]),
      sources: {
        a: { material: { kind: 'stem' as const, setId: 's', id: 'a' }, startSec: 1, durationSec: 2 },
        b: { material: { kind: 'stem' as const, setId: 's', id: 'b' }, startSec: 1, durationSec: 2 },
      },
    };
    const { versions } = renderMusic(two, reader);
    // The same stem twice, one of them upside down on the left at half the level: 0.5 against 1.5.
    expect(rms(versions[0]![0]) / rms(song.left, 44_100, 3 * 44_100)).toBeCloseTo(
      rms(versions[0]![1]) / rms(song.right, 44_100, 3 * 44_100) / 3,
      3,
    );
  });

  test('of pink noise needs no material, and of a track past its end is silent there', () => {
    const made = renderMusic(
      {
        ...musicRequest([recipe(), recipe({ kind: 'device', deviceId: 'phone' })]),
        sources: { [MUSIC]: { material: { kind: 'pinkNoise', seed: 3 }, startSec: 0, durationSec: 2 } },
      },
      materialReader(1, new Float32Array(0)),
    );
    expect(made.sampleRate).toBe(48_000);
    expect(Math.abs(measured(made)[0]! + 23)).toBeLessThan(0.06);
    const late = renderMusic(musicRequest([recipe()], { startSec: 11 }), reader);
    expect(rms(late.versions[0]![0], 45_000)).toBe(0);
    expect(rms(late.versions[0]![0], 0, 44_000)).toBeGreaterThan(0);
  });

  test('of silence stays silence, and what a recipe silences is not blown up', () => {
    const silent = materialReader(48_000, new Float32Array(48_000 * 6));
    for (const [left] of renderMusic(musicRequest([recipe(), recipe(...STEPS)]), silent).versions)
      expect(rms(left)).toBe(0);
    const mono = materialReader(44_100, song.left);
    const { versions } = renderMusic(
      musicRequest([recipe(), recipe({ kind: 'invert', channel: 'left' }, { kind: 'monoSum' })]),
      mono,
    );
    expect(rms(versions[1]![0])).toBeLessThan(1e-6);
    const faint = materialReader(44_100, scaled(song.left, 1e-3), scaled(song.right, 1e-3));
    const [a, b] = measured(
      renderMusic(musicRequest([recipe(), recipe({ kind: 'device', deviceId: 'phone' })]), faint),
    );
    expect(Math.abs(a! - b!)).toBeLessThan(0.11);
  });

  test('that makes no sense is refused', () => {
    expect(() => renderMusic(musicRequest([]), reader)).toThrow(RangeError);
    expect(() => renderMusic(musicRequest([{ layers: [{ source: 'gone' }], steps: [] }]), reader)).toThrow(/gone/);
    expect(() => renderMusic(musicRequest([recipe({ kind: 'device', deviceId: 'gone' })]), reader)).toThrow(/gone/);
    expect(() => renderMusic(musicRequest([recipe()], { durationSec: 0 }), reader)).toThrow(RangeError);
  });
});
