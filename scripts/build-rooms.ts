/** Writes what the analysis knows of the built-in rooms. usage: npm run rooms (tsx scripts/build-rooms.ts) */
import { writeFileSync } from 'node:fs';
import { delaysOf } from '../src/analysis/designedRooms';
import { levelToCharacter, MOST_LEVEL, ROOM_ENDS, ROOM_SEGMENTS, SEGMENT_STEPS } from '../src/analysis/roomTable';
import type { RoomSegment, StoredRoom } from '../src/analysis/roomTable';
import { ROOMS } from '../src/devices/rooms';
import { realFftOfSize } from '../src/dsp/fft';
import { designRoom, roomPowers } from '../src/dsp/room/designRoom';
import type { RoomResponse } from '../src/dsp/room/designRoom';
import type { RoomModel } from '../src/dsp/room/RoomModel';

const TARGET = 'src/analysis/builtInRooms.json';
/** The rate at which rooms are designed for this. */
const RATE = 48_000;
/** More than twice the frames of any room, so that its powers have no finer structure. */
const DENSE = 65_536;
/** Part of the lags that stay whole where values are further apart than the length of a room asks for. */
const WHOLE_LAGS = 0.6;

/** The three planes of {@link StoredRoom} at bins 0 … size / 2. */
function planesOf(response: RoomResponse, size: number): Float64Array[] {
  const { left, right, cross } = roomPowers(response, size);
  return [
    left.map((power, k) => power + right[k]! + 2 * cross[k]!),
    left.map((power, k) => power + right[k]! - 2 * cross[k]!),
    left.map((power, k) => power - right[k]!),
  ];
}

/** A power without the structure that values at every `stride`-th bin could not show: a window on its lags. */
function smoothed(power: Float64Array, stride: number): Float64Array {
  if (stride === 1) return power;
  const fft = realFftOfSize(DENSE);
  const spectrum = new Float64Array(DENSE + 2);
  power.forEach((value, k) => (spectrum[2 * k] = value));
  const lags = new Float64Array(DENSE);
  fft.inverse(lags, spectrum);
  const longest = DENSE / stride / 2;
  for (let n = 0; n < DENSE; n++) {
    const x = (Math.min(n, DENSE - n) / longest - WHOLE_LAGS) / (1 - WHOLE_LAGS);
    lags[n]! *= x <= 0 ? 1 : x >= 1 ? 0 : 0.5 + 0.5 * Math.cos(Math.PI * x);
  }
  fft.forward(spectrum, lags);
  return power.map((_, k) => spectrum[2 * k]!);
}

function charactersOf(
  power: Float64Array,
  { stepHz, quantum, differenceQuantum }: RoomSegment,
  { first, last }: { readonly first: number; readonly last: number },
  isDifference: boolean,
): string {
  const stride = Math.round((stepHz * DENSE) / RATE);
  let characters = '';
  for (let step = first; step <= last; step++) {
    const value = power[Math.abs(step) * stride]!;
    const root = Math.round(Math.abs(value) ** 0.25 / (isDifference ? differenceQuantum : quantum));
    const level = isDifference ? 2 * root - (value < 0 && root > 0 ? 1 : 0) : value < 0 ? 0 : root;
    characters += levelToCharacter(Math.min(MOST_LEVEL, level));
  }
  return characters;
}

function mean(power: Float64Array, fromHz: number, toHz: number, binHz: number): number {
  const part = power.subarray(Math.ceil(fromHz / binHz), Math.ceil(toHz / binHz));
  return part.reduce((sum, value) => sum + value, 0) / part.length;
}

export function storedRoom(model: RoomModel): StoredRoom {
  const response = designRoom(model, RATE);
  const planes = planesOf(response, DENSE);
  return {
    planes: ROOM_SEGMENTS.flatMap((segment, i) =>
      planes.map((plane, p) =>
        charactersOf(smoothed(plane, Math.round((segment.stepHz * DENSE) / RATE)), segment, SEGMENT_STEPS[i]!, p === 2),
      ),
    ),
    ends: ROOM_ENDS.map(({ sampleRate, fromHz, toHz }) =>
      planesOf(designRoom(model, sampleRate), 2 * DENSE).map((plane) =>
        Number(mean(plane, fromHz, toHz, sampleRate / (2 * DENSE)).toPrecision(4)),
      ),
    ),
    delays: Array.from(delaysOf(response), (part) => Number(part.toPrecision(6))),
  };
}

if (process.argv[1]?.endsWith('build-rooms.ts')) {
  const rooms = Object.fromEntries(Object.entries(ROOMS).map(([id, model]) => [id, storedRoom(model)]));
  writeFileSync(TARGET, `${JSON.stringify(rooms, null, 1)}\n`);
}
