import { BUILT_IN_ROOMS } from '../support/builtInRooms';
import { describe, expect, test } from 'vitest';
import { BandPowerMapBuilder } from '../../src/analysis/bandPowerMap';
import type { BandPowerMap } from '../../src/analysis/bandPowerMap';
import { deviceLevels, mapLoudness } from '../../src/analysis/deviceLevels';
import { DeviceReadings } from '../../src/analysis/deviceReading';
import { roomGains } from '../../src/analysis/designedRooms';
import { designedRoomGains } from '../../src/analysis/designedRooms';
import { storedRoomGains } from '../../src/analysis/roomTable';
import { seededRandom } from '../../src/core/random';
import { dbToAmp } from '../../src/core/units';
import type { Stage } from '../../src/devices/DeviceProfile';
import { ROOMS } from '../../src/devices/rooms';
import { LoudnessMeter } from '../../src/dsp/loudness';
import { designRoom } from '../../src/dsp/room/designRoom';
import type { RoomResponse } from '../../src/dsp/room/designRoom';
import type { RoomModel } from '../../src/dsp/room/RoomModel';
import { LongSpectrum } from '../support/longSpectrum';
import { drumAndBass, joined, pinkNoise, scaled, sine, tapered } from '../support/signals';
import type { Samples, StereoSignal } from '../support/signals';
import { syntheticRoom } from '../support/syntheticRoom';

function mapOf({ sampleRate, left, right }: StereoSignal): BandPowerMap {
  const builder = new BandPowerMapBuilder(sampleRate, left === right ? 1 : 2, left.length);
  builder.process(left, right, left.length);
  return builder.finish();
}

function loudnessOf({ sampleRate, left, right }: StereoSignal): number {
  const meter = new LoudnessMeter(sampleRate);
  meter.process(left, right, left.length);
  return meter.integratedLufs;
}

const mixed = (...parts: readonly Samples[]): Samples =>
  parts[0]!.map((_, i) => parts.reduce((sum, part) => sum + part[i]!, 0));

/** Notes of a few partials, two a second, never twice the same line. */
function melody(sampleRate: number, sec: number, seed: number): Samples {
  const random = seededRandom(seed);
  const notes = Array.from({ length: 2 * sec }, () => {
    const hz = 110 * 2 ** (Math.floor(24 * random()) / 12);
    const partials = [1, 2, 3, 5].map((n) => sine(sampleRate, n * hz, 0.5, -14 - 4 * n));
    return tapered(mixed(...partials), sampleRate / 100);
  });
  return joined(...notes);
}

const signals: Record<string, (sampleRate: number) => StereoSignal> = {
  'unrelated channels': (sampleRate) => ({
    sampleRate,
    left: pinkNoise(sampleRate, 4, -20, 1),
    right: pinkNoise(sampleRate, 4, -20, 2),
  }),
  mono: (sampleRate) => {
    const left = pinkNoise(sampleRate, 4, -20, 3);
    return { sampleRate, left, right: left };
  },
  'opposite channels': (sampleRate) => {
    const left = pinkNoise(sampleRate, 4, -20, 4);
    return { sampleRate, left, right: scaled(left, -1) };
  },
  'one side only': (sampleRate) => {
    const left = pinkNoise(sampleRate, 4, -20, 5);
    return { sampleRate, left, right: new Float32Array(left.length) };
  },
  'drums and bass with rests': (sampleRate) => drumAndBass(sampleRate, 10, 6),
  'two melodies': (sampleRate) => {
    const [first, second] = [melody(sampleRate, 8, 7), melody(sampleRate, 8, 8)];
    return {
      sampleRate,
      left: mixed(first, scaled(second, 0.3)),
      right: mixed(scaled(first, 0.4), second),
    };
  },
};

const images: Record<string, readonly Stage[]> = {
  plain: [],
  'phone, mono': [
    { kind: 'monoSum' },
    { kind: 'highpass', frequencyHz: 500, q: 0.7 },
    { kind: 'peaking', frequencyHz: 2500, gainDb: 7, q: 1.2 },
  ],
  'narrow, with a bass shelf': [
    { kind: 'width', width: 0.3 },
    { kind: 'lowshelf', frequencyHz: 90, gainDb: 11, q: 0.7 },
  ],
};

const synthetic: Record<string, (sampleRate: number) => RoomResponse> = {
  'a dry room': (rate) => syntheticRoom(rate, { decayDb: -10, rt60Sec: 0.2, lengthSec: 0.25, seed: 1 }),
  'a lively room': (rate) => syntheticRoom(rate, { decayDb: 0, rt60Sec: 0.5, lengthSec: 0.58, seed: 2 }),
  'a seat off the middle': (rate) =>
    syntheticRoom(rate, {
      decayDb: -9,
      rt60Sec: 0.08,
      lengthSec: 0.15,
      rightDelaySec: 0.0016,
      rightGainDb: -4,
      seed: 3,
    }),
};

/** Stands for a response that is given; what the model says is not asked. */
const model = (id: string): RoomModel => ({ ...ROOMS['livingRoomHifi']!, id });

describe.each(Object.keys(signals))('%s: loudness in a room from the map = metered loudness at the ears', (name) => {
  test('within 0.1 LU', () => {
    const sampleRate = 44100;
    const signal = signals[name]!(sampleRate);
    const map = mapOf(signal);
    const spectrum = new LongSpectrum(signal);
    for (const [roomName, make] of Object.entries(synthetic)) {
      const room = make(sampleRate);
      const readings = new DeviceReadings((_model, _rate, mixSpectrum) => roomGains(room, mixSpectrum));
      for (const [image, stages] of Object.entries(images)) {
        if (name === 'opposite channels' && image.includes('mono')) continue;
        const metered = loudnessOf(spectrum.through({ stages, room }));
        const read = mapLoudness(map, { stages, room: model(roomName) }, readings);
        expect(Math.abs(read - metered), `${roomName}, ${image}`).toBeLessThanOrEqual(0.1);
      }
    }
  });
});

/** For rooms that are not built in. */
const designing = new DeviceReadings(designedRoomGains);

describe('rooms of the app', () => {
  const sampleRate = 48000;
  const signal = signals['two melodies']!(sampleRate);
  const map = mapOf(signal);
  const spectrum = new LongSpectrum(signal);
  const readings = new DeviceReadings(storedRoomGains(BUILT_IN_ROOMS, designedRoomGains));

  test.each(Object.keys(ROOMS))('%s: within 0.1 LU, with tone, width and codec', (id) => {
    const room = ROOMS[id]!;
    const stages = images['narrow, with a bass shelf']!;
    const metered = loudnessOf(spectrum.through({ stages, room: designRoom(room, sampleRate), codecHz: 15_000 }));
    const read = mapLoudness(map, { stages, room, limits: { codecHz: 15_000 } }, readings);
    expect(Math.abs(read - metered)).toBeLessThanOrEqual(0.1);
  });

  test('96 kHz', () => {
    const fast = signals['drums and bass with rests']!(96_000);
    const room = ROOMS['livingRoomHifi']!;
    const metered = loudnessOf(new LongSpectrum(fast).through({ stages: [], room: designRoom(room, 96_000) }));
    expect(Math.abs(mapLoudness(mapOf(fast), { stages: [], room }, readings) - metered)).toBeLessThanOrEqual(0.1);
  });

  test('the answer does not depend on who else is asked about', () => {
    const profiles = Object.values(ROOMS).flatMap((room) =>
      Object.entries(images).map(([image, stages]) => ({ id: `${room.id} ${image}`, stages, room })),
    );
    const together = deviceLevels(map, profiles, {}, readings);
    const backwards = deviceLevels(map, profiles.toReversed(), {}, readings).toReversed();
    together.forEach(({ deviceId, integratedLufs }, i) => {
      expect(backwards[i]!.deviceId).toBe(deviceId);
      expect(backwards[i]!.integratedLufs).toBeCloseTo(integratedLufs, 9);
      expect(deviceLevels(map, [profiles[i]!], {}, readings)[0]!.integratedLufs).toBeCloseTo(integratedLufs, 9);
    });
  });
});

test.each([4000, 11_000, 15_000])('a codec that ends at %i Hz takes off what it takes off', (codecHz) => {
  const signal = signals['unrelated channels']!(44100);
  const metered = loudnessOf(new LongSpectrum(signal).through({ stages: [], codecHz }));
  const read = mapLoudness(mapOf(signal), { stages: [], limits: { codecHz } });
  expect(Math.abs(read - metered)).toBeLessThanOrEqual(0.05);
  expect(read).toBeLessThan(mapLoudness(mapOf(signal)));
});

/** Noise of the wanted BS.1770 level, unrelated from left to right. */
function noiseAt(sampleRate: number, frames: number, levelLufs: number): StereoSignal {
  const sec = Math.ceil(frames / sampleRate);
  const left = pinkNoise(sampleRate, sec, -20, 91).slice(0, frames);
  const right = pinkNoise(sampleRate, sec, -20, 92).slice(0, frames);
  const gain = dbToAmp(levelLufs - loudnessOf({ sampleRate, left, right }));
  return { sampleRate, left: scaled(left, gain), right: scaled(right, gain) };
}

describe('noise under a device: both together are as loud as the mix alone', () => {
  const sampleRate = 44100;
  const room = ROOMS['carDriver']!;
  const stages = images['narrow, with a bass shelf']!;

  test.each(Object.keys(signals))('%s, within 0.1 LU', (name) => {
    const signal = signals[name]!(sampleRate);
    const map = mapOf(signal);
    const flatLufs = loudnessOf(signal);
    const device = new LongSpectrum(signal).through({ stages, room: designRoom(room, sampleRate) });
    for (const under of [3, 8, 14, 25]) {
      const noise = noiseAt(sampleRate, signal.left.length, flatLufs - under);
      const [level] = deviceLevels(
        map,
        [{ id: 'car', stages, room }],
        { noiseLufs: { car: flatLufs - under } },
        designing,
      );
      const gain = dbToAmp(level!.matchGainDb);
      const heard = loudnessOf({
        sampleRate,
        left: mixed(scaled(device.left, gain), noise.left),
        right: mixed(scaled(device.right, gain), noise.right),
      });
      expect(Math.abs(heard - flatLufs), `noise ${under} LU under it`).toBeLessThanOrEqual(0.1);
    }
  });

  test('louder noise leaves less room for music, down to −30 dB where it is louder than the mix', () => {
    const map = mapOf(signals['two melodies']!(sampleRate));
    const flatLufs = mapLoudness(map);
    const gainAt = (noiseLufs: number): number =>
      deviceLevels(map, [{ id: 'car', stages }], { noiseLufs: { car: noiseLufs, other: 0 } })[0]!.matchGainDb;
    const gains = [-120, -12, -9, -6, -3, -1].map((under) => gainAt(flatLufs + under));
    expect(gains).toEqual(gains.toSorted((a, b) => b - a));
    expect(gains[0]).toBeCloseTo(deviceLevels(map, [{ id: 'car', stages }])[0]!.matchGainDb, 2);
    expect(gainAt(flatLufs + 1)).toBeCloseTo(-30, 9);
    expect(gainAt(-Infinity)).toBe(deviceLevels(map, [{ id: 'car', stages }])[0]!.matchGainDb);
  });

  test('silence stays as it is', () => {
    const left = new Float32Array(2 * sampleRate);
    const map = mapOf({ sampleRate, left, right: left.slice() });
    expect(deviceLevels(map, [{ id: 'car', stages, room }], { noiseLufs: { car: -30 } }, designing)).toEqual([
      { deviceId: 'car', integratedLufs: -Infinity, matchGainDb: 0 },
    ]);
  });
});
