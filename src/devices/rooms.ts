import type { EarlyReflection, LoudspeakerPlace, RoomModel } from '../dsp/room/RoomModel';

/*
 * Rooms and seats. None of them is a measured room: times, angles and levels are typical ones, from
 *
 *   (a) ITU-R BS.1116: Tm = 0.25 s · (V / 100 m³)^⅓, i.e. 0.17–0.20 s at 30–50 m³ and 0.25 s at 100 m³; early reflections
 *       at least 10 dB under the direct sound for 15 ms
 *   (b) Jackson & Leventhall, mean of 50 British living rooms: 0.69 s at 125 Hz falling to 0.40 s at 8 kHz
 *       (*Master Handbook of Acoustics*, p. 233); IEC 268-13 listening room about 0.4 s
 *   (c) critical distance r = 0.057 · √(Q V / T) (Kuttruff, *Room Acoustics*): the decay is 20·lg(distance / r) dB over the
 *       direct sound; what the listed reflections carry is taken off. V, T and distance stand beside each room, Q is
 *       3 for small loudspeakers, 5 for hi-fi, 8 for monitors, 10 for horns (estimates)
 *   (d) geometry: 1 ms is 0.34 m of path; level falls with distance
 *   (e) estimates: patterns of reflections (control room 8–20 ms at −15…−20 dB; living room 2–15 ms at −6…−10 dB; car
 *       0.7–6 ms at −3…−8 dB), times in cars (0.05–0.1 s with next to no late sound), kitchens, clubs and cinemas,
 *       and the treble that surfaces leave
 */

const place = (azimuthDeg: number, delayMs = 0, gainDb = 0): LoudspeakerPlace => ({
  azimuthDeg,
  delaySec: delayMs / 1000,
  gainDb,
});

/** Milliseconds, dB, degrees (of the left loudspeaker), kHz. */
type Reflection = readonly [delayMs: number, gainDb: number, azimuthDeg: number, lowpassKhz: number];

const room = (
  id: string,
  label: string,
  left: LoudspeakerPlace,
  right: LoudspeakerPlace,
  reflections: readonly Reflection[],
  decay: readonly [startMs: number, levelDb: number, rt125: number, rt1k: number, rt8k: number],
): RoomModel => ({
  id,
  label,
  left,
  right,
  reflections: reflections.map(([delayMs, gainDb, azimuthDeg, lowpassKhz]): EarlyReflection => ({
    delaySec: delayMs / 1000,
    gainDb,
    azimuthDeg,
    lowpassHz: lowpassKhz * 1000,
  })),
  decay: { startSec: decay[0] / 1000, levelDb: decay[1], rt60Sec: [decay[2], decay[3], decay[4]] },
});

/** 45 m³, 1.2 m (a, c, e); the first reflection is the desk. */
export const treatedControlRoomNear = room(
  'treatedControlRoomNear',
  'treated control room, near-fields at 1.2 m',
  place(-30),
  place(30),
  [
    [0.9, -13, -30, 6],
    [8.1, -17, -62, 5],
    [9.7, -18, 24, 5],
    [11.6, -17, 71, 4],
    [13.9, -18, -128, 4],
    [16.4, -19, 152, 3.5],
    [19.3, -20, -100, 3],
  ],
  [12, -9, 0.26, 0.2, 0.18],
);

/** 90 m³, 3 m (a, c, e). */
export const treatedControlRoomFar = room(
  'treatedControlRoomFar',
  'treated control room, mains at 3 m',
  place(-30),
  place(30),
  [
    [4.3, -12, -31, 6],
    [8.6, -14, -58, 5],
    [10.9, -15, 38, 5],
    [14.2, -15, 80, 4],
    [17.1, -16, -140, 4],
    [21.7, -17, 160, 3.5],
  ],
  [14, -3, 0.34, 0.25, 0.21],
);

/** 32 m³, the same near-fields at 1.2 m on a desk by the wall (b, c, e). */
export const untreatedBedroom = room(
  'untreatedBedroom',
  'untreated bedroom, near-fields at 1.2 m',
  place(-30),
  place(30),
  [
    [0.9, -6, -30, 9],
    [2.6, -7, -42, 7],
    [4.1, -8, -66, 8],
    [6.2, -8, 28, 8],
    [8.3, -9, 74, 8],
    [10.9, -9, -125, 6],
    [13.8, -10, 150, 6],
  ],
  [9, -1, 0.6, 0.45, 0.36],
);

/** 60 m³, 2.7 m (b, c, e). */
export const livingRoomHifi = room(
  'livingRoomHifi',
  'living room, hi-fi at 2.7 m',
  place(-28),
  place(28),
  [
    [2.1, -7, -29, 8],
    [3.8, -7, -60, 7],
    [5.9, -8, -34, 6],
    [8.2, -8, 32, 7],
    [10.6, -9, 72, 7],
    [14.3, -10, 165, 5],
  ],
  [11, 3, 0.65, 0.46, 0.4],
);

/** The same room; loudspeakers in a set 1.1 m wide at 2.8 m (b, c, d, e). */
export const livingRoomTv = room(
  'livingRoomTv',
  'living room, television at 2.8 m',
  place(-11),
  place(11),
  [
    [1.2, -5, -11, 7],
    [2.4, -7, -12, 6],
    [4.9, -8, -52, 7],
    [7.4, -9, 48, 7],
    [10.1, -9, -14, 6],
    [14.8, -10, 170, 5],
  ],
  [11, 4, 0.65, 0.46, 0.4],
);

/*
 * Cars: off-centre seats as differences of path and level from left to right (d) and reflections from glass, dash and
 * roof (e). A model of the place, not of any car; wheel on the left. The lateral ones come from the near window.
 */

/** Door loudspeakers at 0.90 m and 1.45 m. */
export const carDriver = room(
  'carDriver',
  'mid-size car, driver’s seat',
  place(-48),
  place(52, 1.6, -4.1),
  [
    [0.8, -4, -80, 9],
    [1.6, -5, -20, 9],
    [2.5, -6, 35, 8],
    [3.4, -6, 85, 7],
    [4.6, -8, 140, 5],
    [5.8, -8, -150, 5],
  ],
  [5, -9, 0.09, 0.07, 0.06],
);

/** Left back seat, door loudspeakers beside it at 0.70 m and 1.15 m; what comes from the front doors is left out. */
export const carBackSeat = room(
  'carBackSeat',
  'mid-size car, back seat',
  place(-72),
  place(70, 1.3, -4.3),
  [
    [0.9, -4, -95, 8],
    [1.9, -6, -40, 8],
    [3.1, -6, 30, 7],
    [4.2, -7, 95, 7],
    [5.4, -7, 165, 6],
  ],
  [5, -8, 0.09, 0.07, 0.06],
);

/** 0.75 m and 1.20 m. */
export const carCompactDriver = room(
  'carCompactDriver',
  'compact car, driver’s seat',
  place(-50),
  place(55, 1.3, -4.1),
  [
    [0.7, -3, -82, 10],
    [1.3, -4, -18, 10],
    [2.0, -5, 40, 9],
    [2.8, -6, 88, 8],
    [3.8, -7, 145, 6],
    [4.9, -8, -155, 6],
  ],
  [4, -9, 0.08, 0.06, 0.05],
);

/** 1.00 m and 1.70 m; bare sheet metal behind. */
export const vanDriver = room(
  'vanDriver',
  'van, driver’s seat',
  place(-46),
  place(50, 2, -4.6),
  [
    [0.9, -4, -80, 10],
    [1.9, -5, -16, 10],
    [3.3, -6, 44, 9],
    [4.9, -6, 90, 8],
    [7.2, -7, 165, 8],
    [9.6, -8, -160, 7],
  ],
  [6, -6, 0.12, 0.1, 0.08],
);

/** 25 m³, a mono radio at 1.2 m to the right (c, e). */
export const kitchen = room(
  'kitchen',
  'kitchen, radio at 1.2 m',
  place(20),
  place(20),
  [
    [0.6, -4, 20, 10],
    [2.3, -6, 64, 10],
    [4.4, -7, -38, 9],
    [6.8, -7, -96, 9],
    [9.1, -8, 140, 8],
    [12.5, -9, -160, 8],
  ],
  [8, 3, 0.5, 0.55, 0.42],
);

/** Loudspeakers 25 cm apart at 0.6 m on a table, 30 m³ (c, d, e). */
export const laptopDesk = room(
  'laptopDesk',
  'laptop on a desk at 0.6 m',
  place(-12),
  place(12),
  [
    [0.5, -5, -12, 9],
    [3.2, -12, -14, 7],
    [5.6, -13, -60, 7],
    [8.4, -13, 70, 7],
    [12.2, -14, 150, 6],
  ],
  [9, -3, 0.55, 0.42, 0.35],
);

/** 15 cm apart, held at 0.4 m, 30 m³ (c, d, e). */
export const phoneHand = room(
  'phoneHand',
  'phone in the hand at 0.4 m',
  place(-10),
  place(10),
  [
    [1.1, -14, -10, 7],
    [6.1, -16, -70, 7],
    [9.4, -16, 80, 7],
    [13.1, -17, 160, 6],
  ],
  [9, -6, 0.55, 0.42, 0.35],
);

/** One box on a shelf at 1.6 m, 45 m³ (c, e). */
export const smallSpeakerRoom = room(
  'smallSpeakerRoom',
  'living room, small loudspeaker at 1.6 m',
  place(0),
  place(0),
  [
    [0.9, -5, 0, 9],
    [2.6, -7, -8, 7],
    [4.8, -8, -64, 7],
    [6.6, -8, 58, 7],
    [11.2, -10, 168, 6],
  ],
  [9, 4, 0.6, 0.45, 0.38],
);

/** 6 m from the stacks, 900 m³ full of people (c, e). */
export const club = room(
  'club',
  'club, on the dance floor',
  place(-34),
  place(34),
  [
    [7.5, -7, -34, 7],
    [14.2, -8, -66, 6],
    [19.8, -9, 40, 6],
    [27.1, -9, 98, 6],
    [38.4, -10, 172, 5],
  ],
  [22, 2, 0.9, 0.7, 0.5],
);

/** 12 m from the screen, 3000 m³ (c, e). */
export const cinema = room(
  'cinema',
  'cinema, two thirds back',
  place(-20),
  place(20),
  [
    [6.4, -11, -20, 5],
    [16.8, -12, -70, 5],
    [23.5, -13, 74, 5],
    [41.2, -14, 175, 4],
  ],
  [25, -1, 0.9, 0.65, 0.45],
);

/** All rooms by name. */
export const ROOMS: Readonly<Record<string, RoomModel>> = {
  treatedControlRoomNear,
  treatedControlRoomFar,
  untreatedBedroom,
  livingRoomHifi,
  livingRoomTv,
  carDriver,
  carBackSeat,
  carCompactDriver,
  vanDriver,
  kitchen,
  laptopDesk,
  phoneHand,
  smallSpeakerRoom,
  club,
  cinema,
};
