import { dbToPower } from '../../../core/units';
import type { DeviceProfile } from '../../../devices/DeviceProfile';
import { stereoMatrix } from '../../../devices/response';

/**
 * What a room makes of middle and side, pink from 200 Hz to 6 kHz, by the id of its model: side at the ears from the
 * middle, middle from the side and side from the side, each against the middle at the ears from the middle, dB. A mono
 * loudspeaker in a kitchen fills both ears differently; how wide a device sounds is not its own doing alone.
 */
export const ROOM_SIDES_DB: Readonly<Record<string, readonly [number, number, number]>> = {
  treatedControlRoomNear: [-13.9, -12.1, -0.2],
  treatedControlRoomFar: [-8.8, -7.5, -0.5],
  untreatedBedroom: [-9.3, -6.5, 0],
  livingRoomHifi: [-6, -3.8, -0.3],
  livingRoomTv: [-5.9, -3.8, -1.8],
  carDriver: [0.9, 0.8, -0.2],
  carBackSeat: [0.9, 1.3, 0],
  carCompactDriver: [1.6, 1, 0.1],
  vanDriver: [0, 0, 0.4],
  kitchen: [-3.4, -4.2, -1.7],
  laptopDesk: [-9.8, -7.7, -1.8],
  phoneHand: [-12, -9.9, -2.9],
  smallSpeakerRoom: [-6.8, -4.9, -4.3],
  club: [-6.5, -4.9, -0.7],
  cinema: [-8.1, -6.4, -1.4],
};

/**
 * What a room makes of the tone of the middle, by the id of its model: 3–12 kHz and 50–200 Hz, each against 400–2000 Hz,
 * mean of sixth octaves, dB. Rooms are levelled for unrelated channels, so equal ones are coloured.
 */
export const ROOM_MIDDLE_DB: Readonly<Record<string, readonly [treble: number, bass: number]>> = {
  treatedControlRoomNear: [2.3, 4.7],
  treatedControlRoomFar: [1.3, 3.3],
  untreatedBedroom: [1.8, 3],
  livingRoomHifi: [1.2, 2.1],
  livingRoomTv: [-1.3, -0.1],
  carDriver: [0.7, 2.1],
  carBackSeat: [0.9, 1.7],
  carCompactDriver: [0, 1.8],
  vanDriver: [0.4, 0.9],
  kitchen: [0.9, 0.8],
  laptopDesk: [-1.8, 1.5],
  phoneHand: [-3.6, 0.5],
  smallSpeakerRoom: [0.1, -0.1],
  club: [0.7, 1.6],
  cinema: [-0.1, 1],
};

/** What the room adds to a device's treble and bass against its mids, dB: all of it where the device is mono. */
export function roomToneDb(profile: DeviceProfile): readonly [treble: number, bass: number] {
  if (!profile.room) return [0, 0];
  const [device] = sidePowers(profile);
  const share = (1 - device) / (1 + device);
  const [treble, bass] = ROOM_MIDDLE_DB[profile.room.id] ?? [NaN, NaN];
  return [share * treble, share * bass];
}

/**
 * Side against middle, as a ratio of powers, of music that has as much of both: what leaves the device, and what reaches
 * the ears. The second is NaN for a room that is not in {@link ROOM_SIDES_DB}.
 */
export function sidePowers(profile: DeviceProfile): readonly [device: number, ears: number] {
  const [[same, cross]] = stereoMatrix(profile);
  const device = ((same - cross) / (same + cross)) ** 2;
  if (!profile.room) return [device, device];
  const [sideOfMiddle = NaN, middleOfSide = NaN, sideOfSide = NaN] = (ROOM_SIDES_DB[profile.room.id] ?? []).map(
    dbToPower,
  );
  return [device, (sideOfMiddle + device * sideOfSide) / (1 + device * middleOfSide)];
}
