import { BUILT_IN_ROOMS } from '../support/builtInRooms';
import { describe, expect, test } from 'vitest';
import { storedRoom } from '../../scripts/build-rooms';
import { BandPowerMapBuilder } from '../../src/analysis/bandPowerMap';
import type { BandPowerMap } from '../../src/analysis/bandPowerMap';
import { deviceLevels } from '../../src/analysis/deviceLevels';
import { DeviceReadings } from '../../src/analysis/deviceReading';
import { designedRoomGains } from '../../src/analysis/designedRooms';
import { levelToCharacter, MOST_LEVEL, storedRoomGains } from '../../src/analysis/roomTable';
import { CATALOGUE } from '../../src/devices/catalogue';
import { ROOMS } from '../../src/devices/rooms';
import { drumAndBass, joined, pinkNoise, scaled, sine, tapered } from '../support/signals';
import type { Samples } from '../support/signals';

const LEVELS = new Map(Array.from({ length: MOST_LEVEL + 1 }, (_, level) => [levelToCharacter(level), level]));

function mapOf(left: Samples, right: Samples, sampleRate: number): BandPowerMap {
  const builder = new BandPowerMapBuilder(sampleRate, left === right ? 1 : 2, left.length);
  builder.process(left, right, left.length);
  return builder.finish();
}

const mixed = (...parts: readonly Samples[]): Samples =>
  parts[0]!.map((_, i) => parts.reduce((sum, part) => sum + part[i]!, 0));

const chord = (sampleRate: number, rootHz: number, sec: number): Samples =>
  mixed(
    ...[1, 1.25, 1.5].flatMap((interval) =>
      [1, 2, 3, 4, 5, 6].map((n) => sine(sampleRate, rootHz * interval * n, sec, -24 - 3 * n)),
    ),
  );

/** Eight chords of half a second. */
const chords = (sampleRate: number): Samples =>
  joined(...[131, 147, 110, 165, 98, 123, 196, 139].map((hz) => tapered(chord(sampleRate, hz, 0.5), 400)));

const inRooms = [
  ...Object.values(ROOMS).map((room) => ({ id: room.id, stages: [], room })),
  ...CATALOGUE.filter(({ room }) => room),
];

/** Levels through every room and roomed device against those through rooms that are designed, LU. */
function differences(map: BandPowerMap): { readonly worst: number; readonly rms: number } {
  const designed = deviceLevels(map, inRooms, {}, new DeviceReadings(designedRoomGains));
  const stored = deviceLevels(map, inRooms, {}, new DeviceReadings(storedRoomGains(BUILT_IN_ROOMS)));
  const errors = stored.map(({ matchGainDb }, i) => Math.abs(matchGainDb - designed[i]!.matchGainDb));
  return { worst: Math.max(...errors), rms: Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length) };
}

describe('the stored rooms', () => {
  test('are all there are', () => {
    expect(Object.keys(BUILT_IN_ROOMS)).toEqual(Object.values(ROOMS).map(({ id }) => id));
  });

  test.each(Object.entries(ROOMS))('%s is what its design gives; else: npm run rooms', (id, model) => {
    const stored = BUILT_IN_ROOMS[id]!;
    const now = storedRoom(model);
    expect(stored.planes.map(({ length }) => length)).toEqual(now.planes.map(({ length }) => length));
    // Another engine's sine may round the other way.
    let changed = 0;
    stored.planes.forEach((characters, plane) => {
      for (let i = 0; i < characters.length; i++) {
        const apart = Math.abs(LEVELS.get(characters[i]!)! - LEVELS.get(now.planes[plane]![i]!)!);
        if (apart > 2) throw new Error(`plane ${plane}, value ${i} is ${apart} levels off`);
        if (apart > 0) changed += 1;
      }
    });
    expect(changed).toBeLessThan(20);
    stored.delays.forEach((part, i) => expect(part).toBeCloseTo(now.delays[i]!, 4));
    stored.ends.flat().forEach((power, i) => expect(power).toBeCloseTo(now.ends.flat()[i]!, 2));
  });
});

describe('levels through stored rooms are those through designed ones', () => {
  test.each([44_100, 48_000])('within 0.03 LU for pink noise at %d Hz, in stereo and mono', (sampleRate) => {
    const left = pinkNoise(sampleRate, 6, -20, 1);
    expect(differences(mapOf(left, left, sampleRate)).worst).toBeLessThan(0.03);
    expect(differences(mapOf(left, pinkNoise(sampleRate, 6, -20, 2), sampleRate)).worst).toBeLessThan(0.03);
  });

  test('within 0.03 LU for chords', () => {
    const [low, high] = [chords(44_100), scaled(chords(44_100), 0.3)];
    expect(differences(mapOf(low, high, 44_100)).worst).toBeLessThan(0.03);
  });

  // The treble is all there is of it in a laptop: it stands on few partials there.
  test('within 0.1 LU for drums and bass, most within 0.03', () => {
    const { left, right } = drumAndBass(44_100, 10, 6);
    const { worst, rms } = differences(mapOf(left, right, 44_100));
    expect(worst).toBeLessThan(0.1);
    expect(rms).toBeLessThan(0.03);
  });

  test('within 0.15 LU for a single tone in the bass and within 0.4 LU in the treble', () => {
    for (const [frequencyHz, most] of [
      [60, 0.15],
      [997, 0.15],
      [5011, 0.4],
    ] as const) {
      const tone = sine(44_100, frequencyHz, 4, -12);
      expect(differences(mapOf(tone, tone, 44_100)).worst, `${frequencyHz} Hz`).toBeLessThan(most);
    }
  });

  test('within 0.1 LU at 96 kHz for noise that reaches to 48 kHz', () => {
    const left = pinkNoise(96_000, 4, -20, 1);
    expect(differences(mapOf(left, pinkNoise(96_000, 4, -20, 2), 96_000)).worst).toBeLessThan(0.1);
  });
});

test('rooms that are not stored, and all at low rates, are designed', () => {
  const gainsOf = storedRoomGains(BUILT_IN_ROOMS, designedRoomGains);
  for (const [sampleRate, id] of [
    [44_100, 'a room of my own'],
    [32_000, 'carDriver'],
  ] as const) {
    const left = pinkNoise(sampleRate, 1, -20, 1);
    const { spectrum } = mapOf(left, left, sampleRate);
    const model = { ...ROOMS['carDriver']!, id };
    expect(gainsOf(model, sampleRate, spectrum)).toEqual(designedRoomGains(model, sampleRate, spectrum));
  }
});
