import FFT from 'fft.js';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { BandPowerMapBuilder } from '../../src/analysis/bandPowerMap';
import { deviceLevels, mapLoudness } from '../../src/analysis/deviceLevels';
import type { BandPowerMap } from '../../src/analysis/bandPowerMap';
import { dbToAmp } from '../../src/core/units';
import type { Stage } from '../../src/devices/DeviceProfile';
import { LoudnessMeter } from '../../src/dsp/loudness';
import { drumAndBass, joined, pinkNoise, scaled, sine, tapered } from '../support/signals';
import type { Samples, StereoSignal } from '../support/signals';

function mapOf({ sampleRate, left, right }: StereoSignal, block = 1 << 16): BandPowerMap {
  const builder = new BandPowerMapBuilder(sampleRate, left === right ? 1 : 2, left.length);
  for (let at = 0; at < left.length; at += block) {
    const l = left.subarray(at, at + block);
    builder.process(l, right.subarray(at, at + block), l.length);
  }
  return builder.finish();
}

const profiles: Record<string, readonly Stage[]> = {
  flat: [],
  'steep high-pass at 60 Hz': [
    { kind: 'highpass', frequencyHz: 60, q: 0.541 },
    { kind: 'highpass', frequencyHz: 60, q: 1.307 },
  ],
  phone: [
    { kind: 'monoSum' },
    { kind: 'highpass', frequencyHz: 500, q: 0.541 },
    { kind: 'highpass', frequencyHz: 500, q: 1.307 },
    { kind: 'peaking', frequencyHz: 2500, gainDb: 7, q: 1.2 },
    { kind: 'lowpass', frequencyHz: 12000, q: 0.7071 },
  ],
  'bass shelf of 13 dB': [
    { kind: 'lowshelf', frequencyHz: 90, gainDb: 13, q: 0.7071 },
    { kind: 'gain', gainDb: -6 },
  ],
  'resonances of Q 5': [
    { kind: 'peaking', frequencyHz: 63, gainDb: 10, q: 5 },
    { kind: 'peaking', frequencyHz: 450, gainDb: 9, q: 5 },
    { kind: 'peaking', frequencyHz: 3150, gainDb: 12, q: 5 },
    { kind: 'highshelf', frequencyHz: 6000, gainDb: -8, q: 0.7071 },
  ],
  'mono sum': [{ kind: 'monoSum' }],
  'width 0.3': [
    { kind: 'width', width: 0.3 },
    { kind: 'highpass', frequencyHz: 120, q: 0.9 },
  ],
};

/** Analog transfer function of one section at s = j·f/f0 (Audio EQ Cookbook), as numerator over denominator. */
function transfer(stage: Stage, frequencyHz: number): [re: number, im: number] {
  if (stage.kind === 'gain') return [dbToAmp(stage.gainDb), 0];
  if (stage.kind === 'monoSum' || stage.kind === 'width') return [1, 0];
  const w = frequencyHz / stage.frequencyHz;
  // Coefficients of s², s and 1.
  let top: [number, number, number];
  let bottom: [number, number, number] = [1, 1 / stage.q, 1];
  if (stage.kind === 'highpass') top = [1, 0, 0];
  else if (stage.kind === 'lowpass') top = [0, 0, 1];
  else {
    const a = 10 ** (stage.gainDb / 40);
    const root = Math.sqrt(a) / stage.q;
    if (stage.kind === 'peaking') {
      top = [1, a / stage.q, 1];
      bottom = [1, 1 / (a * stage.q), 1];
    } else if (stage.kind === 'lowshelf') {
      top = [a, a * root, a * a];
      bottom = [a, root, 1];
    } else {
      top = [a * a, a * root, a];
      bottom = [1, root, a];
    }
  }
  const tr = top[2] - top[0] * w * w;
  const ti = top[1] * w;
  const br = bottom[2] - bottom[0] * w * w;
  const bi = bottom[1] * w;
  const norm = br * br + bi * bi;
  return [(tr * br + ti * bi) / norm, (ti * br - tr * bi) / norm];
}

/** The whole signal through every profile by one long FFT in doubles, then through the meter: nothing shared with the map. */
function meteredLoudness({ sampleRate, left, right }: StereoSignal, all: readonly (readonly Stage[])[]): number[] {
  const size = 2 ** Math.ceil(Math.log2(left.length + sampleRate));
  const fft = new FFT(size);
  const packed = new Float64Array(2 * size);
  for (let i = 0; i < left.length; i++) {
    packed[2 * i] = left[i]!;
    packed[2 * i + 1] = right[i]!;
  }
  const spectrum = new Float64Array(2 * size);
  fft.transform(spectrum, packed);
  return all.map((stages) => {
    for (let bin = 0; bin <= size / 2; bin++) {
      let re = 1;
      let im = 0;
      for (const stage of stages) {
        const [a, b] = transfer(stage, (bin * sampleRate) / size);
        [re, im] = [re * a - im * b, re * b + im * a];
      }
      const x = 2 * bin;
      packed[x] = spectrum[x]! * re - spectrum[x + 1]! * im;
      packed[x + 1] = spectrum[x]! * im + spectrum[x + 1]! * re;
      if (bin === 0 || bin === size / 2) continue;
      const y = 2 * (size - bin);
      packed[y] = spectrum[y]! * re + spectrum[y + 1]! * im;
      packed[y + 1] = spectrum[y + 1]! * re - spectrum[y]! * im;
    }
    const filtered = new Float64Array(2 * size);
    fft.inverseTransform(filtered, packed);
    const outLeft = new Float32Array(left.length);
    const outRight = new Float32Array(left.length);
    for (let i = 0; i < left.length; i++) {
      let l = filtered[2 * i]!;
      let r = filtered[2 * i + 1]!;
      for (const stage of stages) {
        if (stage.kind !== 'monoSum' && stage.kind !== 'width') continue;
        const mid = (l + r) / 2;
        const side = stage.kind === 'monoSum' ? 0 : ((l - r) / 2) * stage.width;
        l = mid + side;
        r = mid - side;
      }
      outLeft[i] = l;
      outRight[i] = r;
    }
    const meter = new LoudnessMeter(sampleRate);
    meter.process(outLeft, outRight, left.length);
    return meter.integratedLufs;
  });
}

const mixed = (...parts: readonly Samples[]): Samples =>
  parts[0]!.map((_, i) => parts.reduce((sum, part) => sum + part[i]!, 0));

const signals: Record<string, (sampleRate: number) => StereoSignal> = {
  'wide pink noise': (sampleRate) => {
    const shared = pinkNoise(sampleRate, 4, -24, 1);
    return {
      sampleRate,
      left: mixed(shared, pinkNoise(sampleRate, 4, -24, 2)),
      right: mixed(shared, pinkNoise(sampleRate, 4, -24, 3)),
    };
  },
  'drums and bass with rests': (sampleRate) => drumAndBass(sampleRate, 9, 4),
  'bass notes near the corner': (sampleRate) => {
    const note = (hz: number): Samples =>
      tapered(mixed(sine(sampleRate, hz, 1.2, -9), sine(sampleRate, 12 * hz, 1.2, -29)), sampleRate / 100);
    const line = joined(...[41.2, 46.25, 55, 58.27, 61.74, 65.41].map(note));
    const air = pinkNoise(sampleRate, 7.2, -45, 5);
    return {
      sampleRate,
      left: mixed(line, air),
      right: mixed(
        line,
        air.map((x) => -x),
      ),
    };
  },
  'anti-phase with a little centre': (sampleRate) => {
    const side = pinkNoise(sampleRate, 4, -15, 6);
    const centre = pinkNoise(sampleRate, 4, -40, 7);
    return {
      sampleRate,
      left: mixed(side, centre),
      right: mixed(
        centre,
        side.map((x) => -x),
      ),
    };
  },
  'bursts against silence': (sampleRate) => {
    const parts = Array.from({ length: 7 }, (_, i) => [
      drumAndBass(sampleRate, 0.5, i).left,
      pinkNoise(sampleRate, 0.13, -12 - 2 * i, 20 + i),
      new Float32Array(Math.round((0.2 + 0.07 * i) * sampleRate)),
    ]);
    const left = joined(...parts.flat());
    return { sampleRate, left, right: scaled(left, 0.5) };
  },
};

describe.each(Object.keys(signals))('%s: loudness from the map = metered loudness of the filtered mix', (name) => {
  test.each([44100, 48000, 96000])('within 0.1 LU at %i Hz', (sampleRate) => {
    const signal = signals[name]!(sampleRate);
    const map = mapOf(signal);
    const metered = meteredLoudness(signal, Object.values(profiles));
    Object.entries(profiles).forEach(([profile, stages], i) => {
      expect(Math.abs(mapLoudness(map, { stages }) - metered[i]!), profile).toBeLessThanOrEqual(0.1);
    });
  });
});

/** Energy of everything in a map's left plane. */
function leftEnergy(map: BandPowerMap, fromSlice = 0, toSlice = map.sliceCount): number {
  const bandCount = map.layout.nodesHz.length;
  let sum = 0;
  for (let slice = fromSlice; slice < toSlice; slice++) {
    for (let band = 0; band < bandCount; band++) sum += map.energies[slice * map.planeCount * bandCount + band]!;
  }
  return sum;
}

/** Largest relative difference of two maps where there is anything; additions come in another order. */
function worstRatio(a: BandPowerMap, b: BandPowerMap): number {
  expect(a.energies.length).toBe(b.energies.length);
  return a.energies.reduce((worst, x, i) => Math.max(worst, Math.abs(x - b.energies[i]!) / (x + 1e-9)), 0);
}

const withId = (id: string, stages: readonly Stage[]) => ({ id, stages });

describe('band-power map', () => {
  const stereo = signals['drums and bass with rests']!(22050);

  test.each([8000, 11025, 22050, 32000, 88200, 192000])('agrees with the meter at %i Hz', (sampleRate) => {
    const signal = drumAndBass(sampleRate, 4, 11);
    const meter = new LoudnessMeter(sampleRate);
    meter.process(signal.left, signal.right, signal.left.length);
    expect(Math.abs(mapLoudness(mapOf(signal)) - meter.integratedLufs)).toBeLessThanOrEqual(0.05);
  });

  test('keeps all the energy, and in its slice', () => {
    const sampleRate = 44100;
    const left = joined(
      new Float32Array(sampleRate),
      tapered(mixed(sine(sampleRate, 70, 0.5, -10), sine(sampleRate, 3000, 0.5, -20)), 441),
      new Float32Array(sampleRate),
    );
    const map = mapOf({ sampleRate, left, right: left.slice() });
    const energy = left.reduce((sum, x) => sum + x * x, 0);
    expect(leftEnergy(map) / energy).toBeCloseTo(1, 3);
    expect(leftEnergy(map, 10, 15) / energy).toBeGreaterThan(0.995);
  });

  test('what happens later comes later: a shifted mix is a shifted map', () => {
    const { sampleRate, left, right } = stereo;
    const gap = new Float32Array(sampleRate);
    const map = mapOf(stereo);
    const later = mapOf({ sampleRate, left: joined(gap, left), right: joined(gap, right) });
    expect(leftEnergy(later, 0, 9)).toBe(0);
    for (const slice of [0, 5, 20, 40]) {
      const here = leftEnergy(map, slice, slice + 4);
      expect(leftEnergy(later, slice + 10, slice + 14) / here).toBeCloseTo(1, 1);
    }
  });

  test('does not depend on the block size', () => {
    const whole = mapOf(stereo, stereo.left.length);
    for (const block of [777, 4096, 131072]) expect(worstRatio(mapOf(stereo, block), whole)).toBeLessThan(1e-4);
  });

  test('grows when the length was not known', () => {
    const builder = new BandPowerMapBuilder(stereo.sampleRate, 2);
    builder.process(stereo.left, stereo.right, stereo.left.length);
    expect(worstRatio(builder.finish(), mapOf(stereo))).toBeLessThan(1e-4);
  });

  test('a mono map reads like the same signal on both sides', () => {
    const { sampleRate, left } = stereo;
    const mono = mapOf({ sampleRate, left, right: left });
    const both = mapOf({ sampleRate, left, right: left.slice() });
    expect(mono.planeCount).toBe(1);
    for (const stages of Object.values(profiles)) {
      expect(mapLoudness(mono, { stages })).toBeCloseTo(mapLoudness(both, { stages }), 3);
    }
  });

  test('a gain moves the loudness through every device by itself', () => {
    const map = mapOf(stereo);
    fc.assert(
      fc.property(fc.double({ min: -12, max: 6, noNaN: true }), (gainDb) => {
        const louder = mapOf({
          ...stereo,
          left: scaled(stereo.left, dbToAmp(gainDb)),
          right: scaled(stereo.right, dbToAmp(gainDb)),
        });
        for (const stages of Object.values(profiles)) {
          expect(mapLoudness(louder, { stages }) - mapLoudness(map, { stages })).toBeCloseTo(gainDb, 3);
          expect(mapLoudness(map, { stages: [...stages, { kind: 'gain', gainDb }] })).toBeCloseTo(
            mapLoudness(louder, { stages }),
            3,
          );
        }
      }),
      { numRuns: 4 },
    );
  });

  test('opposite channels vanish in mono', () => {
    const left = pinkNoise(44100, 3, -20, 8);
    const map = mapOf({ sampleRate: 44100, left, right: left.map((x) => -x) });
    expect(mapLoudness(map, { stages: [{ kind: 'monoSum' }] })).toBe(-Infinity);
    expect(mapLoudness(map)).toBeGreaterThan(-25);
  });

  test('match gains bring every device to the mix itself', () => {
    const map = mapOf(stereo);
    const levels = deviceLevels(map, [withId('flat', []), withId('quiet', [{ kind: 'gain', gainDb: -7 }])]);
    expect(levels[0]).toMatchObject({ deviceId: 'flat', matchGainDb: 0 });
    expect(levels[1]!.matchGainDb).toBeCloseTo(7, 9);
    const shaped = deviceLevels(map, [withId('phone', profiles['phone']!)])[0]!;
    expect(shaped.integratedLufs + shaped.matchGainDb).toBeCloseTo(mapLoudness(map), 9);
  });

  test('silence and a mix of no length have no loudness, and match gains of 0', () => {
    for (const frames of [0, 1, 48000 * 2]) {
      const left = new Float32Array(frames);
      const map = mapOf({ sampleRate: 48000, left, right: left.slice() });
      expect(deviceLevels(map, [withId('phone', profiles['phone']!)])).toEqual([
        { deviceId: 'phone', integratedLufs: -Infinity, matchGainDb: 0 },
      ]);
    }
  });
});
