import { expect, test } from 'vitest';
import { ROOMS } from '../../src/devices/rooms';
import { CATALOGUE } from '../../src/devices/catalogue';
import { attributeDifferenceDb } from '../../src/drills/kinds/parts/deviceMeasures';
import { ROOM_MIDDLE_DB, ROOM_SIDES_DB } from '../../src/drills/kinds/parts/roomSides';
import { StepFilters } from '../../src/audio/stimuli/StepFilters';
import { realFftOfSize } from '../../src/dsp/fft';
import { designRoom } from '../../src/dsp/room/designRoom';
import { testPffft } from '../support/pffft';
import { pinkNoise } from '../support/signals';

const RATE = 48_000;

/** Power from 200 Hz to 6 kHz of pink noise, or of an impulse response as it is for pink noise. */
function powerOf(samples: ArrayLike<number>, kind: 'noise' | 'response'): number {
  const size = 65_536;
  const time = new Float64Array(size);
  time.set(samples);
  const bins = new Float64Array(size + 2);
  realFftOfSize(size).forward(bins, time);
  let power = 0;
  for (let k = Math.ceil((200 * size) / RATE); k <= (6000 * size) / RATE; k++) {
    power += (bins[2 * k]! ** 2 + bins[2 * k + 1]! ** 2) / (kind === 'noise' ? 1 : k);
  }
  return power;
}

test.each(Object.values(ROOMS).map((room) => [room.id, room] as const))('%s spreads as it is said to', (id, room) => {
  const [[ll, lr], [rl, rr]] = ((paths) => [paths.slice(0, 2), paths.slice(2)])(designRoom(room, RATE).paths);
  const power = (signs: readonly [number, number, number, number]): number =>
    powerOf(
      ll!.map((sample, i) => signs[0] * sample + signs[1] * lr![i]! + signs[2] * rl![i]! + signs[3] * rr![i]!),
      'response',
    );
  const middle = power([1, 1, 1, 1]);
  const said = ROOM_SIDES_DB[id]!;
  for (const [i, signs] of (
    [
      [1, -1, 1, -1],
      [1, 1, -1, -1],
      [1, -1, -1, 1],
    ] as const
  ).entries()) {
    expect(Math.abs(10 * Math.log10(power(signs) / middle) - said[i]!)).toBeLessThan(0.1);
  }
});

test.each(Object.values(ROOMS).map((room) => [room.id, room] as const))(
  '%s colours what is mono as is said',
  (id, room) => {
    const { paths } = designRoom(room, RATE);
    const ears = [0, 1].map((ear) => {
      const time = new Float64Array(65_536);
      time.set(paths[ear]!.map((sample, i) => sample + paths[2 + ear]![i]!));
      const bins = new Float64Array(time.length + 2);
      realFftOfSize(time.length).forward(bins, time);
      return bins;
    });
    /** Mean of sixth octaves, dB. */
    const level = (fromHz: number, toHz: number): number => {
      const levels: number[] = [];
      for (let hz = fromHz; hz * 2 ** (1 / 6) < toHz * 1.01; hz *= 2 ** (1 / 6)) {
        const bins = [hz, hz * 2 ** (1 / 6)].map((edge) => Math.ceil((edge * 65_536) / RATE));
        let power = 0;
        for (let k = bins[0]!; k < bins[1]!; k++) {
          for (const ear of ears) power += (ear[2 * k]! ** 2 + ear[2 * k + 1]! ** 2) / (bins[1]! - bins[0]!);
        }
        levels.push(10 * Math.log10(power));
      }
      return levels.reduce((sum, db) => sum + db, 0) / levels.length;
    };
    const mids = level(400, 2000);
    const [treble, bass] = ROOM_MIDDLE_DB[id]!;
    expect(Math.abs(level(3000, 12_000) - mids - treble)).toBeLessThan(0.4);
    expect(Math.abs(level(50, 200) - mids - bass)).toBeLessThan(0.4);
  },
);

test('of two devices the one that is called wider has more side signal when it plays', () => {
  const filters = new StepFilters(testPffft());
  const noise = [pinkNoise(RATE, 2, -20, 1), pinkNoise(RATE, 2, -20, 2)] as const;
  const sideDb = CATALOGUE.map((device) => {
    const [left, right] = filters.throughDevice(noise, device, RATE, 0);
    const half = (sign: number): Float32Array =>
      left.subarray(20_000, 85_536).map((sample, i) => sample + sign * right[20_000 + i]!);
    return 10 * Math.log10(powerOf(half(-1), 'noise') / powerOf(half(1), 'noise'));
  });
  let pairs = 0;
  for (const [i, a] of CATALOGUE.entries()) {
    for (const [j, b] of CATALOGUE.entries()) {
      // The hardest question is about 1 dB; tone weighs the bands, and noise is noise.
      if (attributeDifferenceDb('width', a, b) < 1) continue;
      expect(sideDb[i]! - sideDb[j]!, `${a.id}, ${b.id}`).toBeGreaterThan(0);
      pairs++;
    }
  }
  expect(pairs).toBeGreaterThan(300);
});
