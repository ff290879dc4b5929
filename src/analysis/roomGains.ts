import type { RoomPowers } from '../dsp/room/designRoom';
import type { RoomModel } from '../dsp/room/RoomModel';
import type { MixSpectrum } from './mixSpectrum';

/** What a room does to the energy of a mix, in frequency and in time. */
export interface RoomGains {
  /** Power gains at the bins of the low and the high part of a {@link MixSpectrum}. */
  readonly parts: readonly RoomPowers[];
  /** How the energy of a steady sound is spread over this and the following 100 ms slices; sums to 1. */
  readonly delays: Float64Array;
}

/** Knows what rooms do to mixes with such a spectrum, at a sample rate in hertz. */
export type RoomGainsSource = (model: RoomModel, sampleRate: number, spectrum: MixSpectrum) => RoomGains;

/** There is no source that knows a room: it has to be designed. */
export class RoomUnknown extends Error {
  override readonly name = 'RoomUnknown';
}

/** Knows no room. @throws RoomUnknown */
export const noRoomGains: RoomGainsSource = (model) => {
  throw new RoomUnknown(model.id);
};
