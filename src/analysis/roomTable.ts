import type { RoomPowers } from '../dsp/room/designRoom';
import type { MixSpectrum } from './mixSpectrum';
import { noRoomGains } from './roomGains';
import type { RoomGainsSource } from './roomGains';

/**
 * Powers of a room as built data. Stored are three planes over frequency: the power at both ears of a centred sound
 * (left + right + 2 · cross), of one in opposite phase (left + right − 2 · cross), and left − right, as in
 * {@link RoomPowers}; all of them are around 1, since rooms are level.
 */
export interface StoredRoom {
  /** By segment of {@link ROOM_SEGMENTS}, then plane: one character a value, see {@link valueOf}. */
  readonly planes: readonly string[];
  /** Means of the three planes above the last segment, by entry of {@link ROOM_ENDS}. */
  readonly ends: readonly (readonly number[])[];
  /** As in `RoomGains`. */
  readonly delays: readonly number[];
}

/** By the id of the room: `builtInRooms.json`, written by `npm run rooms`. */
export type StoredRooms = Readonly<Record<string, StoredRoom>>;

/** A stretch of the frequency axis with values at equal distances. */
export interface RoomSegment {
  readonly endHz: number;
  /** Hertz between values; the fine structure of a power has twice the length of the room. */
  readonly stepHz: number;
  /** Of the fourth root of the power of centred sound and of its opposite. */
  readonly quantum: number;
  /** Of the fourth root of left − right, which has its sign. */
  readonly differenceQuantum: number;
}

const BASE_STEP_HZ = 48_000 / 65_536;

/** Lowest first. A few partials carry the bass, so that each counts; higher up errors of many bins cancel. */
export const ROOM_SEGMENTS: readonly RoomSegment[] = [
  { endHz: 2200, stepHz: BASE_STEP_HZ, quantum: 0.0125, differenceQuantum: 0.03 },
  { endHz: 6000, stepHz: BASE_STEP_HZ, quantum: 0.04, differenceQuantum: 0.1 },
  { endHz: 20_000, stepHz: 4 * BASE_STEP_HZ, quantum: 0.06, differenceQuantum: 0.15 },
];

/**
 * Above the last segment, where rooms are not quite the same at every rate and next to nothing of a mix is, a mean will
 * do: up to Nyquist at 44.1 kHz, up to 24 kHz at other rates, above 24 kHz.
 */
export const ROOM_ENDS: readonly { readonly sampleRate: number; readonly fromHz: number; readonly toHz: number }[] = [
  { sampleRate: 44_100, fromHz: 20_000, toHz: 22_050 },
  { sampleRate: 48_000, fromHz: 20_000, toHz: 24_000 },
  { sampleRate: 96_000, fromHz: 24_000, toHz: 48_000 },
];

const endAt = (frequencyHz: number, sampleRate: number): number =>
  frequencyHz >= ROOM_ENDS[2]!.fromHz ? 2 : sampleRate < ROOM_ENDS[1]!.sampleRate ? 0 : 1;

/** Below this rate a room's treble depends on the rate: there rooms are designed. */
const LOWEST_RATE = 44_100;

/** Frequencies from this many steps before a segment to as many after it are stored with it, for reading in between. */
const REACH = 4;

/** Index of the first and of the last value of each segment, in steps from 0 Hz. */
export const SEGMENT_STEPS: readonly { readonly first: number; readonly last: number }[] = ROOM_SEGMENTS.map(
  ({ endHz, stepHz }, i) => ({
    first: Math.floor((ROOM_SEGMENTS[i - 1]?.endHz ?? 0) / stepHz) - REACH,
    last: Math.ceil(endHz / stepHz) + REACH,
  }),
);

const FIRST_CODE = 40;
const BACKSLASH = 92;
/** What is between the last printable character of ASCII and the next block. */
const GAP = [127, 161] as const;

/** The largest number that has a character. */
export const MOST_LEVEL = 400;

/** Numbers from 0 on as characters that stand for themselves in a string literal. */
export function levelToCharacter(level: number): string {
  let code = FIRST_CODE + level;
  if (code >= BACKSLASH) code += 1;
  if (code >= GAP[0]) code += GAP[1] - GAP[0];
  return String.fromCharCode(code);
}

const LEVELS = new Map(
  Array.from({ length: MOST_LEVEL + 1 }, (_, level) => [levelToCharacter(level).charCodeAt(0), level]),
);
const LAST_CODE = Math.max(...LEVELS.keys());

/** Value of each level; of left − right, odd levels are negative. */
export const valueOf = (level: number, quantum: number, isDifference: boolean): number =>
  isDifference ? (level % 2 === 0 ? 1 : -1) * (Math.ceil(level / 2) * quantum) ** 4 : (level * quantum) ** 4;

/** Values by character code. */
function codeValues(quantum: number, isDifference: boolean): Float64Array {
  return Float64Array.from({ length: LAST_CODE + 1 }, (_, code) =>
    valueOf(LEVELS.get(code) ?? 0, quantum, isDifference),
  );
}

const CODE_VALUES = ROOM_SEGMENTS.map(({ quantum, differenceQuantum }) => [
  codeValues(quantum, false),
  codeValues(quantum, false),
  codeValues(differenceQuantum, true),
]);

const PHASES = 256;

/** Hann-windowed sincs for reading between two values. */
const KERNELS = Array.from({ length: PHASES + 1 }, (_, phase) => {
  const kernel = Float64Array.from({ length: 2 * REACH }, (__, i) => {
    const x = Math.PI * (i - REACH + 1 - phase / PHASES);
    const sinc = Math.abs(x) < 1e-9 ? 1 : Math.sin(x) / x;
    return Math.abs(x) >= Math.PI * REACH ? 0 : sinc * (0.5 + 0.5 * Math.cos(x / REACH));
  });
  const sum = kernel.reduce((total, tap) => total + tap, 0);
  return kernel.map((tap) => tap / sum);
});

/** A stored room with its values at hand. */
class RoomPlanes {
  readonly #segments: readonly Float64Array[][];

  constructor(private readonly room: StoredRoom) {
    this.#segments = ROOM_SEGMENTS.map((_, segment) =>
      [0, 1, 2].map((plane) => {
        const characters = room.planes[3 * segment + plane]!;
        const values = CODE_VALUES[segment]![plane]!;
        const out = new Float64Array(characters.length);
        for (let i = 0; i < out.length; i++) out[i] = values[characters.charCodeAt(i)]!;
        return out;
      }),
    );
  }

  /** Powers at the first bins of transforms of `fftSize` frames. */
  powers(fftSize: number, binCount: number, sampleRate: number): RoomPowers {
    const powers = {
      fftSize,
      left: new Float64Array(binCount),
      right: new Float64Array(binCount),
      cross: new Float64Array(binCount),
    };
    const binHz = sampleRate / fftSize;
    let bin = 0;
    for (const [i, { endHz, stepHz }] of ROOM_SEGMENTS.entries()) {
      const end = Math.min(binCount, Math.ceil(endHz / binHz));
      this.#fill(powers, i, bin, end, binHz / stepHz);
      bin = Math.max(bin, end);
    }
    for (; bin < binCount; bin++) {
      const [same, opposite, difference] = this.room.ends[endAt(bin * binHz, sampleRate)]!;
      setPowers(powers, bin, same!, opposite!, difference!);
    }
    return powers;
  }

  #fill(powers: RoomPowers, segment: number, from: number, to: number, stepsPerBin: number): void {
    const { first } = SEGMENT_STEPS[segment]!;
    const [same, opposite, differences] = this.#segments[segment] as [Float64Array, Float64Array, Float64Array];
    for (let bin = from; bin < to; bin++) {
      const at = bin * stepsPerBin - first;
      const whole = Math.floor(at);
      const kernel = KERNELS[Math.round((at - whole) * PHASES)]!;
      let s = 0;
      let o = 0;
      let d = 0;
      for (let i = 0, n = whole - REACH + 1; i < 2 * REACH; i++, n++) {
        const tap = kernel[i]!;
        s += tap * same[n]!;
        o += tap * opposite[n]!;
        d += tap * differences[n]!;
      }
      setPowers(powers, bin, Math.max(0, s), Math.max(0, o), d);
    }
  }
}

function setPowers({ left, right, cross }: RoomPowers, bin: number, same: number, opposite: number, d: number): void {
  const sum = (same + opposite) / 2;
  left[bin] = (sum + d) / 2;
  right[bin] = (sum - d) / 2;
  cross[bin] = (same - opposite) / 4;
}

/** Looks rooms up by their id. @param otherwise where a room is not stored, or not for this rate */
export function storedRoomGains(rooms: StoredRooms, otherwise: RoomGainsSource = noRoomGains): RoomGainsSource {
  return (model, sampleRate, spectrum: MixSpectrum) => {
    const room = rooms[model.id];
    if (!room || sampleRate < LOWEST_RATE) return otherwise(model, sampleRate, spectrum);
    const planes = new RoomPlanes(room);
    const parts = [spectrum.low, spectrum.high].map(({ resolution: { fftSize }, energies }) =>
      planes.powers(fftSize, energies[0]!.length, sampleRate),
    );
    return { parts, delays: Float64Array.from(room.delays) };
  };
}
