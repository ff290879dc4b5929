import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { instantiatePffft } from '../../src/audio/renderer/pffft';
import { seededRandom } from '../../src/core/random';
import { CATALOGUE, FLAT_REFERENCE } from '../../src/devices/catalogue';
import type { DeviceProfile } from '../../src/devices/DeviceProfile';
import { FilterDesigner } from '../../src/devices/design/designFilter';
import { inputStageOf, soundKeys } from '../../src/devices/design/deviceSound';
import { LiveRenderer, warmUp } from '../../src/dsp/convolution/LiveRenderer';
import type { LiveRendererOptions, RenderTarget } from '../../src/dsp/convolution/LiveRenderer';
import { partitionFilter } from '../../src/dsp/convolution/PartitionedFilter';
import type { FilterPath } from '../../src/dsp/convolution/PartitionedFilter';
import type { Pffft } from '../../src/dsp/convolution/Pffft';
import { stopFades } from '../../src/dsp/convolution/SoundFade';
import { StreamRenderer } from '../../src/dsp/convolution/StreamRenderer';
import { nullDb, worstDifference } from '../support/offline';
import { liveRenderer, playThrough, renderSwitch, renderThrough, targetOf } from '../support/rendering';

const folder = join(dirname(createRequire(import.meta.url).resolve('@echogarden/pffft-wasm/simd')), '..');
const bytesOf = (build: 'simd' | 'non-simd'): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(readFileSync(join(folder, build, 'pffft.wasm')));
const pffft = instantiatePffft(bytesOf('simd'));
const RATE = 44_100;

const noise = (frames: number, seed: number, peak = 0.5): Float32Array => {
  const random = seededRandom(seed);
  return Float32Array.from({ length: frames }, () => peak * (2 * random() - 1));
};
const deviceOf = (id: string): DeviceProfile => CATALOGUE.find((profile) => profile.id === id)!;

/** What a filter makes of two channels, in double precision, at some frames of one ear. */
function direct(
  responses: readonly Float32Array[],
  paths: readonly FilterPath[],
  input: readonly Float32Array[],
  ear: 0 | 1,
  frame: number,
): number {
  let sum = 0;
  for (const { from, to, response, gain } of paths) {
    if (to !== ear) continue;
    const taps = responses[response]!;
    let path = 0;
    for (let i = 0; i < taps.length && i <= frame; i++) path += taps[i]! * input[from]![frame - i]!;
    sum += gain * path;
  }
  return sum;
}

const options: LiveRendererOptions = { sampleRate: RATE, mostTaps: 40_000, fade: 'led', budgetFloats: 1e8 };
const wire: RenderTarget = { filter: null, stage: null, gain: 1 };
const crossPaths: readonly FilterPath[] = [
  { from: 0, to: 0, response: 0, gain: 0.7 },
  { from: 1, to: 0, response: 1, gain: -0.3 },
  { from: 1, to: 1, response: 0, gain: 1 },
];

describe('partitioned convolution', () => {
  for (const build of ['simd', 'non-simd'] as const) {
    const own = instantiatePffft(bytesOf(build));
    it.each([1, 2, 127, 128, 129, 1023, 1024, 1025, 5000, 33_000])(
      `is that of direct sums to −110 dB, %i taps, ${build}`,
      (taps) => {
        const responses = [noise(taps, 1), noise(Math.max(1, taps - 60), 2)];
        const filter = partitionFilter(own, responses, crossPaths);
        const frames = 40 * 1024;
        const input = [noise(frames, 3), noise(frames, 4)];
        const streamed = input.map((channel) => channel.slice());
        new StreamRenderer(own, RATE, { stage: null, filter }, 0).render(streamed[0]!, streamed[1]!);
        const renderer = new LiveRenderer(own, options);
        renderer.addFilter('filter', filter);
        const live = playThrough(renderer, input[0]!, input[1]!, [[0, { ...wire, filter: 'filter' }]]);
        renderer.free();
        let error = [0, 0];
        let power = 0;
        for (let frame = 7; frame < frames - 1024; frame += 997) {
          for (const ear of [0, 1] as const) {
            const wanted = direct(responses, crossPaths, input, ear, frame);
            power += wanted ** 2;
            const heard = [streamed[ear]![frame]!, live[ear][frame + renderer.latencyFrames]!];
            error = error.map((sum, i) => sum + (heard[i]! - wanted) ** 2);
          }
        }
        for (const sum of error) expect(10 * Math.log10(sum / power)).toBeLessThan(-110);
      },
    );
  }

  it('refuses taps that are no numbers, and paths without a response', () => {
    expect(() => partitionFilter(pffft, [Float32Array.of(1, Number.NaN)], crossPaths.slice(0, 1))).toThrow(RangeError);
    expect(() => partitionFilter(pffft, [Float32Array.of(1)], crossPaths)).toThrow(RangeError);
    expect(() => partitionFilter(pffft, [], [])).toThrow(RangeError);
  });

  it('passes flat bit for bit, delayed by what it says', () => {
    const input = [noise(20_480, 5), noise(20_480, 6)] as const;
    const renderer = liveRenderer(pffft, RATE, []);
    const heard = playThrough(renderer, ...input, [[0, wire]]);
    const { latencyFrames } = renderer;
    expect(latencyFrames).toBe(896);
    for (const ear of [0, 1] as const) {
      expect(worstDifference(heard[ear].subarray(latencyFrames), input[ear], 0, 19_000)).toBe(0);
      expect(Math.max(...heard[ear].subarray(0, latencyFrames).map(Math.abs))).toBe(0);
    }
    const exported = renderThrough(pffft, FLAT_REFERENCE, RATE, ...input);
    expect(worstDifference(exported[0], input[0])).toBe(0);
  });

  it('gives the same for a stretch at once and piece by piece', () => {
    const profile = deviceOf('phone');
    const input = [noise(9000, 7), noise(9000, 8)] as const;
    const [whole] = renderThrough(pffft, profile, RATE, ...input);
    const device = { stage: inputStageOf(profile), filter: new FilterDesigner(pffft).design(profile, RATE) };
    const renderer = new StreamRenderer(pffft, RATE, device, 0);
    const parts = input.map((channel) => channel.slice());
    for (const [from, to] of [
      [0, 2048],
      [2048, 3072],
      [3072, 9000],
    ] as const) {
      renderer.render(parts[0]!.subarray(from, to), parts[1]!.subarray(from, to));
    }
    expect(worstDifference(parts[0]!, whole)).toBe(0);
  });
});

/** Level of a tone by the highest sample within half a period to either side, dB. */
const levelDb = (signal: Float32Array, at: number, hz: number): number => {
  const half = Math.ceil(RATE / hz / 2);
  return 20 * Math.log10(Math.max(...signal.subarray(at - half, at + half + 1).map(Math.abs)));
};

describe('a switch', () => {
  const frames = 60 * 1024;
  const at = 40 * 1024;

  it('equals an unbroken rendering once the fade is over', () => {
    const input = [noise(frames, 9), noise(frames, 10)] as const;
    for (const [from, to] of [
      ['flat', 'ath-m50x'],
      ['car-midsize', 'club'],
      ['phone', 'bookshelf'],
      ['airpods-2', 'flat'],
    ] as const) {
      const heard = renderSwitch(pffft, deviceOf(from), deviceOf(to), RATE, ...input, at);
      const before = renderThrough(pffft, deviceOf(from), RATE, ...input);
      const after = renderThrough(pffft, deviceOf(to), RATE, ...input);
      expect(nullDb(heard.left, before[0], at - 8000, at), `${from} to ${to}`).toBeLessThan(-110);
      expect(nullDb(heard.right, after[1], heard.endFrame, heard.endFrame + 8000), `${from} to ${to}`).toBeLessThan(
        -110,
      );
    }
  });

  it('neither dips, swells nor lingers on steady tones, over random pairs of all devices', () => {
    const random = seededRandom(11);
    const designed = new Map<string, ReturnType<FilterDesigner['design']>>();
    const designer = new FilterDesigner(pffft);
    const dwell = 24 * 1024;
    for (const hz of [63, 245, 980, 2940]) {
      const pairs = Array.from({ length: 12 }, () => CATALOGUE[Math.floor(random() * CATALOGUE.length)]!);
      const renderer = new LiveRenderer(pffft, options);
      for (const profile of pairs) {
        const { filter: key } = soundKeys(profile);
        if (key === null) continue;
        if (!designed.has(key)) designed.set(key, designer.design(profile, RATE));
        renderer.addFilter(key, designed.get(key)!);
      }
      const tone = (peak: number, phase: number): Float32Array =>
        Float32Array.from({ length: dwell * 13 }, (_, i) => peak * Math.sin((2 * Math.PI * hz * i) / RATE + phase));
      const targets = pairs.map((profile, i) => [(i + 1) * dwell, targetOf(profile)] as const);
      const heard = playThrough(renderer, tone(0.25, 0), tone(0.15, 0.7), targets);
      renderer.free();
      for (const [i, [press]] of targets.entries()) {
        if (i === 0) continue;
        const way = `${pairs[i - 1]!.id} to ${pairs[i]!.id} at ${hz} Hz`;
        const end = press + Math.ceil(0.0125 * RATE);
        for (const channel of heard) {
          const before = levelDb(channel, press - 2000, hz);
          const after = levelDb(channel, end + 6000, hz);
          for (let n = press; n < end; n += 32) {
            expect(levelDb(channel, n, hz) - Math.min(before, after), way).toBeGreaterThan(-3);
          }
          const peak = Math.max(...channel.subarray(press, end).map(Math.abs));
          expect(20 * Math.log10(peak) - Math.max(before, after), way).toBeLessThan(0.1);
          // Limits are at their level too.
          const period = RATE / hz;
          const whole = period * Math.ceil(1400 / period);
          const powerFrom = (from: number): number =>
            channel.subarray(from, from + whole).reduce((sum, sample) => sum + sample * sample, 0);
          expect(Math.abs(10 * Math.log10(powerFrom(end) / powerFrom(end + 6000))), way).toBeLessThan(0.1);
        }
      }
    }
  });

  it('from a device to itself leaves every sample as it was', () => {
    const tone = Float32Array.from({ length: frames }, (_, i) => 0.25 * Math.sin((2 * Math.PI * 400 * i) / RATE));
    const car = deviceOf('car-midsize');
    const heard = renderSwitch(pffft, car, { ...car }, RATE, tone, tone, at, [0, 1e-6]);
    const [steady] = renderThrough(pffft, car, RATE, tone, tone);
    expect(worstDifference(heard.left, steady, at - 1000, at + 10_000)).toBeLessThan(1e-6);
  });

  it('waits for its filter, and the last of many presses is heard', () => {
    const input = [noise(frames, 12), noise(frames, 13)] as const;
    const [car, club] = [deviceOf('car-midsize'), deviceOf('club')];
    const renderer = liveRenderer(pffft, RATE, [car]);
    const quantum = (out: Float32Array[], i: number): void => {
      const stretch = (samples: Float32Array): Float32Array => samples.subarray(i, i + 128);
      renderer.process(stretch(input[0]), stretch(input[1]), stretch(out[0]!), stretch(out[1]!));
    };
    const out = [new Float32Array(frames), new Float32Array(frames)];
    for (let i = 0; i < frames; i += 128) {
      if (i === 8192) renderer.setTarget(targetOf(club));
      if (i === 16_384) renderer.addFilter(soundKeys(club).filter!, new FilterDesigner(pffft).design(club, RATE)!);
      if (i > 20_000 && i < 21_500) renderer.setTarget(targetOf(i % 256 === 0 ? car : club, -3));
      if (i === 21_504) renderer.setTarget(targetOf(car, -6));
      quantum(out, i);
    }
    const { latencyFrames } = renderer;
    const [heard] = out.map((channel) => channel.subarray(latencyFrames));
    expect(worstDifference(heard!, input[0], 0, 16_384 - latencyFrames)).toBe(0);
    const clubbed = renderThrough(pffft, club, RATE, ...input)[0];
    expect(nullDb(heard!, clubbed, 16_384, 19_000)).toBeLessThan(-110);
    const last = renderThrough(pffft, car, RATE, ...input, { gainDb: -6 })[0];
    // One fade may be under way; the one that waits follows it.
    expect(nullDb(heard!, last, 21_504 + 2 * 600, 40_000)).toBeLessThan(-110);
  });

  it('of the listener’s own curve is a plain fade without delay', () => {
    const tone = Float32Array.from({ length: frames }, (_, i) => 0.25 * Math.sin((2 * Math.PI * 400 * i) / RATE));
    const curve = { frequenciesHz: Float64Array.of(20, 200, 2000, 20_000), levelsDb: Float64Array.of(-6, -3, 0, -2) };
    const renderer = new LiveRenderer(pffft, { ...options, fade: 'plain', mostTaps: 8192 });
    expect(renderer.latencyFrames).toBe(0);
    renderer.addFilter('curve', new FilterDesigner(pffft).designCurve(curve, RATE));
    const [heard] = playThrough(renderer, tone, tone, [
      [at, { ...wire, filter: 'curve' }],
      [at + 8192, wire],
    ]);
    expect(worstDifference(heard, tone, 0, at)).toBe(0);
    expect(worstDifference(heard, tone, at + 8192 + 1800, frames - 200)).toBe(0);
    const levels = Array.from({ length: 50 }, (_, i) => levelDb(heard, at + i * 100, 400));
    for (const [i, level] of levels.entries()) {
      expect(level).toBeLessThan(20 * Math.log10(0.25) + 0.01);
      if (i > 0) expect(level - levels[i - 1]!).toBeLessThan(0.01);
    }
    expect(levels.at(-1)).toBeCloseTo(20 * Math.log10(0.25) - 2.14, 0);
  });
});

describe('the renderer', () => {
  it('keeps to its budget, and never drops what is heard', () => {
    const filters = [0, 1, 2, 3].map((seed) => partitionFilter(pffft, [noise(900, seed)], crossPaths.slice(2)));
    const floats = filters[0]!.spectra.length;
    const renderer = new LiveRenderer(pffft, { ...options, mostTaps: 2048, budgetFloats: 2 * floats });
    expect(renderer.addFilter('a', filters[0]!)).toEqual([]);
    const silence = new Float32Array(128);
    renderer.setTarget({ ...wire, filter: 'a' });
    renderer.process(silence, silence, new Float32Array(128), new Float32Array(128));
    expect(renderer.addFilter('b', filters[1]!)).toEqual([]);
    expect(renderer.addFilter('c', filters[2]!)).toEqual(['b']);
    expect(renderer.addFilter('d', filters[3]!)).toEqual(['c']);
    renderer.free();
  });

  it('gives back all that it took, warm-up included', () => {
    const own = instantiatePffft(bytesOf('simd'));
    const round = (): number => {
      warmUp(own, options);
      const renderer = liveRenderer(own, RATE, [deviceOf('phone'), deviceOf('ath-m50x')]);
      playThrough(renderer, noise(4096, 1), noise(4096, 2), [
        [0, targetOf(deviceOf('phone'))],
        [2048, targetOf(deviceOf('ath-m50x'))],
      ]);
      renderer.free();
      return own.heap.length;
    };
    const first = round();
    for (let i = 0; i < 20; i++) round();
    expect(own.heap.length).toBe(first);
  });

  it('plays on when limits that come in make the heap grow', () => {
    const own = instantiatePffft(bytesOf('simd'));
    let isGrowing = false;
    const tight: Pffft = Object.create(own, {
      allocate: {
        value: (floats: number): number => {
          if (isGrowing) own.allocate(2 ** 22);
          return own.allocate(floats);
        },
      },
    });
    const phone = deviceOf('phone');
    const renderer = liveRenderer(tight, RATE, [phone]);
    isGrowing = true;
    const floats = own.heap.length;
    const input = noise(40 * 1024, 16);
    const [heard] = playThrough(renderer, input, input, [[20 * 1024, targetOf(phone)]]);
    expect(own.heap.length).toBeGreaterThan(floats);
    expect(heard.every(Number.isFinite)).toBe(true);
    const [wanted] = renderThrough(pffft, phone, RATE, input, input);
    expect(nullDb(heard.subarray(renderer.latencyFrames), wanted, 21 * 1024, 38 * 1024)).toBeLessThan(-70);
  });

  it('goes on with what sounds where memory is refused, and says so', () => {
    let isRefusing = false;
    const scarce: Pffft = Object.create(pffft, {
      allocate: {
        value: (floats: number): number => {
          if (isRefusing) throw new RangeError('no more memory');
          return pffft.allocate(floats);
        },
      },
    });
    const phone = deviceOf('phone');
    const renderer = liveRenderer(scarce, RATE, [phone]);
    const refused: unknown[] = [];
    renderer.onRefused = (error) => refused.push(error);
    const input = noise(40 * 1024, 15);
    const quiet = { ...targetOf(phone), stage: null };
    playThrough(renderer, input, input, [[0, quiet]]);
    isRefusing = true;
    const [heard] = playThrough(renderer, input, input, [[1024, targetOf(phone)]]);
    expect(refused).toHaveLength(1);
    expect(heard.every(Number.isFinite)).toBe(true);
    // Its limits could not be given a history; the tone and the room go on.
    const power = (from: number): number => heard.subarray(from, from + 8192).reduce((sum, x) => sum + x * x, 0);
    expect(power(30_000)).toBeGreaterThan(0.5 * power(8192));
    expect(() => renderer.addFilter('more', partitionFilter(pffft, [noise(50, 1)], crossPaths.slice(2)))).toThrow(
      RangeError,
    );
    isRefusing = false;
    const [limited] = playThrough(renderer, input, input, [[0, targetOf(phone)]]);
    const [wanted] = renderThrough(pffft, phone, RATE, input, input);
    expect(limited.every(Number.isFinite) && wanted.every(Number.isFinite)).toBe(true);
    expect(refused).toHaveLength(1);
  });

  it('puts out finite samples whatever comes in through limits, and recovers', () => {
    const phone = deviceOf('phone');
    const renderer = liveRenderer(pffft, RATE, [phone]);
    const input = noise(60 * 1024, 14);
    input.fill(1e30, 30_000, 30_010);
    const [heard] = playThrough(renderer, input, input, [[0, targetOf(phone)]]);
    expect(heard.every(Number.isFinite)).toBe(true);
  });

  it('fades whose gains sum to one', () => {
    for (const stops of [2, 5]) {
      const fades = stopFades(538, stops);
      for (let i = 0; i < 538; i++) expect(fades.reduce((sum, fade) => sum + fade[i]!, 0)).toBeCloseTo(1, 6);
    }
  });
});
