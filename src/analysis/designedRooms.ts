import { designRoom } from '../dsp/room/designRoom';
import { roomGains } from './roomGains';
import type { RoomGainsSource } from './roomGains';

/** Designs a room to read it: for those that are not built in, and rates below the stored ones. */
export const designedRoomGains: RoomGainsSource = (model, sampleRate, spectrum) =>
  roomGains(designRoom(model, sampleRate), spectrum);
