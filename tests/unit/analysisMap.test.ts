import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { BandPowerMapBuilder, compactMap } from '../../src/analysis/bandPowerMap';
import { deviceLevels, mapLoudness, sliceEnergies } from '../../src/analysis/deviceLevels';
import type { BandPowerMap } from '../../src/analysis/bandPowerMap';
import { DeviceReadings } from '../../src/analysis/deviceReading';
import { dbToAmp } from '../../src/core/units';
import type { Stage } from '../../src/devices/DeviceProfile';
import { LoudnessMeter } from '../../src/dsp/loudness';
import { LongSpectrum } from '../support/longSpectrum';
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

/** The whole signal through every profile, then through the meter. */
function meteredLoudness(signal: StereoSignal, all: readonly (readonly Stage[])[]): number[] {
  const spectrum = new LongSpectrum(signal);
  return all.map((stages) => {
    const { left, right } = spectrum.through({ stages });
    const meter = new LoudnessMeter(signal.sampleRate);
    meter.process(left, right, left.length);
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
    expect(levels[1]!.matchGainDb).toBeCloseTo(7, 6);
    const shaped = deviceLevels(map, [withId('phone', profiles['phone']!)])[0]!;
    expect(shaped.integratedLufs + shaped.matchGainDb).toBeCloseTo(mapLoudness(map), 6);
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

describe('a compact map', () => {
  const { left } = drumAndBass(44_100, 4, 3);
  const right = pinkNoise(44_100, 4, -20, 5);
  const whole = mapOf({ sampleRate: 44_100, left, right });

  test('takes half the memory and gives every device the same energies within 0.01 dB', () => {
    const compact = compactMap(whole);
    expect(compact.energies.byteLength).toBe(whole.energies.byteLength / 2);
    const readings = new DeviceReadings();
    for (const [name, stages] of Object.entries(profiles)) {
      const [wanted] = sliceEnergies(whole, [readings.of(whole, { stages })]);
      const [actual] = sliceEnergies(compact, [readings.of(compact, { stages })]);
      actual!.forEach((energy, slice) => {
        expect(Math.abs(energy - wanted![slice]!), `${name}, slice ${slice}`).toBeLessThanOrEqual(
          0.0023 * wanted![slice]!,
        );
      });
    }
  });
});
