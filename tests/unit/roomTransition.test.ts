import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/core/random';
import { matrixFilterSteps } from '../../src/dsp/matrixFilter';
import type { MatrixFilter } from '../../src/dsp/matrixFilter';
import { designMinimumPhase, firLengthFor } from '../../src/dsp/minimumPhase';
import type { MinimumPhaseResponse } from '../../src/dsp/minimumPhase';
import type { RoomResponse } from '../../src/dsp/room/designRoom';
import { planRoomTransition } from '../../src/dsp/roomTransition';
import type { MusicReader, RoomDevice } from '../../src/dsp/roomTransition';
import { plainFfts } from '../../src/dsp/stereoFft';
import { bestFfts, loadSimdFfts } from '../../src/audio/simdFft';
import type { StereoGains } from '../../src/dsp/transition';

const RATE = 44_100;
const FADE = 529;
const AT = 60_000;
const IDENTITY: StereoGains = [
  [1, 0],
  [0, 1],
];

function noise(frames: number, seed: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  return Float32Array.from({ length: frames }, () => random() - 0.5);
}

/** Direct sound, crosstalk, two reflections and a decaying tail of `taps`. */
function roomOf(taps: number, seed: number): RoomResponse {
  const random = seededRandom(seed);
  const path = (directAt: number, level: number): Float32Array<ArrayBuffer> => {
    const out = new Float32Array(taps);
    out[directAt] = level;
    out[directAt + 311] = 0.3 * level;
    for (let i = 700; i < taps; i++) out[i] = 0.02 * (random() - 0.5) * Math.exp((-7 * i) / taps);
    return out;
  };
  return { sampleRate: RATE, paths: [path(0, 1), path(12, 0.55), path(14, 0.5), path(2, 0.9)] };
}

interface TestFilter extends MatrixFilter {
  readonly tone: MinimumPhaseResponse | null;
  readonly room: RoomResponse | null;
}
interface TestDevice extends RoomDevice {
  readonly filter: TestFilter;
}

function filterOf(tone: ((f: Float64Array) => Float64Array) | null, room: RoomResponse | null): TestFilter {
  const response = tone && designMinimumPhase(tone, RATE);
  const steps = matrixFilterSteps(plainFfts(), response, room, RATE, firLengthFor(RATE));
  for (;;) {
    const step = steps.next();
    if (step.done) return { ...step.value, tone: response, room };
  }
}

const bassy = (f: Float64Array): Float64Array => f.map((hz) => 8 / (1 + (hz / 200) ** 2) - 4);
const phone = (f: Float64Array): Float64Array => f.map((hz) => -10 * Math.log10(1 + (600 / Math.max(1, hz)) ** 8));

const deviceOf = (filter: TestFilter, matrix = IDENTITY, gainDb = 0): TestDevice => ({
  matrix,
  limits: null,
  filter,
  gainDb,
});

function readerOf(left: Float32Array, right: Float32Array): MusicReader {
  const cut = (signal: Float32Array, from: number, count: number): Float32Array => {
    const out = new Float32Array(count);
    for (let i = 0; i < count; i++) out[i] = signal[from + i] ?? 0;
    return out;
  };
  return (from, count) => ({ left: cut(left, from, count), right: cut(right, from, count) });
}

/** What the device puts out at one frame, by direct convolution with music that begins at frame `since`. */
function outputAt(
  device: TestDevice,
  left: Float32Array,
  right: Float32Array,
  frame: number,
  since: number,
): [number, number] {
  const { tone, room } = device.filter;
  const fir = tone?.fir ?? Float32Array.of(1);
  const paths = room?.paths ?? [Float32Array.of(1), Float32Array.of(0), Float32Array.of(0), Float32Array.of(1)];
  const reach = fir.length + paths[0].length;
  const through = (gains: readonly [number, number]): Float32Array => {
    // Tone first, over the stretch that the room can still hear.
    const out = new Float32Array(paths[0].length);
    for (let k = 0; k < out.length; k++) {
      let sum = 0;
      for (let j = 0; j < fir.length; j++) {
        const at = frame - k - j;
        if (at < since || at < frame - reach) break;
        sum += fir[j]! * (gains[0] * left[at]! + gains[1] * right[at]!);
      }
      out[k] = sum;
    }
    return out;
  };
  const l = through(device.matrix[0]);
  const r = through(device.matrix[1]);
  const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
  return [dot(l, paths[0]) + dot(r, paths[2]), dot(l, paths[1]) + dot(r, paths[3])];
}

describe.each([
  ['plain transforms', plainFfts()],
  ['quick transforms', bestFfts],
] as const)('planRoomTransition with %s', (_name, ffts) => {
  beforeAll(loadSimdFfts);

  const left = noise(140_000, 1);
  const right = noise(140_000, 2);
  const music = readerOf(left, right);
  const short = deviceOf(filterOf(bassy, roomOf(3000, 3)));
  const long = deviceOf(filterOf(bassy, roomOf(12_000, 4)));
  const dry = deviceOf(filterOf(phone, null), [
    [0.5, 0.5],
    [0.5, 0.5],
  ]);

  it('owes exactly what the new filter and room still say of the music before', () => {
    for (const to of [short, long, dry]) {
      const { tail } = planRoomTransition(ffts, music, AT, dry, to, FADE, 2);
      for (const i of [0, 5000]) {
        const whole = outputAt(to, left, right, AT + i, 0);
        const fresh = outputAt(to, left, right, AT + i, AT);
        for (const ear of [0, 1] as const) expect(tail![ear][i]!).toBeCloseTo(whole[ear] - fresh[ear], 4);
      }
    }
  });

  it('leads a steady tone from one to the other without a dip or a swell', () => {
    for (const hz of [60, 233, 564, 1002, 1900, 5000]) {
      const tone = Float32Array.from({ length: 140_000 }, (_, i) => 0.3 * Math.sin((2 * Math.PI * hz * i) / RATE));
      const other = Float32Array.from(
        { length: 140_000 },
        (_, i) => 0.2 * Math.sin((2 * Math.PI * hz * i) / RATE + 0.7),
      );
      const reader = readerOf(tone, other);
      for (const [from, to] of [
        [dry, short],
        [short, dry],
        [short, long],
      ] as const) {
        const plan = planRoomTransition(ffts, reader, AT, from, to, FADE, 3);
        for (const ear of [0, 1] as const) {
          const samples = Float64Array.from({ length: FADE }, (_, i) => {
            if (i % 12 !== 0) return 0;
            const a = outputAtSteady(from, hz, AT + i, ear);
            const b = outputAtSteady(to, hz, AT + i, ear);
            return plan.fromFade[i]! * a.re + plan.toFade[i]! * b.re + plan.bridge![ear][i]!;
          });
          const highest = Math.max(...samples.map(Math.abs));
          const ends = [from, to].map((device) => {
            const { re, im } = outputAtSteady(device, hz, AT, ear);
            return Math.hypot(re, im);
          });
          expect(highest, `${hz} Hz`).toBeLessThan(Math.max(...ends) * 1.012 + 1e-4);
        }
      }
      /** The steady tone behind a device at a frame, as a rotating number whose real part is heard. */
      function outputAtSteady(device: TestDevice, f: number, frame: number, ear: 0 | 1): { re: number; im: number } {
        const w = (2 * Math.PI * f) / RATE;
        const response = (taps: ArrayLike<number>): { re: number; im: number } => {
          let re = 0;
          let im = 0;
          for (let k = 0; k < taps.length; k++) {
            re += taps[k]! * Math.cos(w * k);
            im -= taps[k]! * Math.sin(w * k);
          }
          return { re, im };
        };
        const { tone: fir, room } = device.filter;
        const shape = response(fir?.fir ?? [1]);
        const one = { re: 1, im: 0 };
        const none = { re: 0, im: 0 };
        const fromLeft = room ? response(room.paths[ear]) : ear === 0 ? one : none;
        const fromRight = room ? response(room.paths[2 + ear]!) : ear === 1 ? one : none;
        // sin = Im, so the tone is −i·e^{iωn}.
        const source = (level: number, phase: number): { re: number; im: number } => ({
          re: level * Math.sin(w * frame + phase),
          im: -level * Math.cos(w * frame + phase),
        });
        const l = source(0.3, 0);
        const r = source(0.2, 0.7);
        const times = (a: typeof one, b: typeof one): typeof one => ({
          re: a.re * b.re - a.im * b.im,
          im: a.re * b.im + a.im * b.re,
        });
        const plus = (a: typeof one, b: typeof one): typeof one => ({ re: a.re + b.re, im: a.im + b.im });
        const scale = (a: typeof one, s: number): typeof one => ({ re: a.re * s, im: a.im * s });
        const [[ll, lr], [rl, rr]] = device.matrix;
        const inLeft = plus(scale(l, ll), scale(r, lr));
        const inRight = plus(scale(l, rl), scale(r, rr));
        return times(shape, plus(times(fromLeft, inLeft), times(fromRight, inRight)));
      }
    }
  });
});
