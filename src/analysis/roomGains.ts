import { roomPowers } from '../dsp/room/designRoom';
import type { RoomPowers, RoomResponse } from '../dsp/room/designRoom';
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

const SLICE_SEC = 0.1;

/** Part of a room's energy that arrives 0, 1, 2 … slices late; a slice's own energy lies anywhere within it. */
export function delaysOf({ paths, sampleRate }: RoomResponse): Float64Array {
  const sliceFrames = SLICE_SEC * sampleRate;
  const delays = new Float64Array(Math.floor(paths[0].length / sliceFrames) + 2);
  for (const path of paths) {
    for (let n = 0; n < path.length; n++) {
      const slice = Math.floor(n / sliceFrames);
      const later = n / sliceFrames - slice;
      const energy = path[n]! * path[n]!;
      delays[slice]! += (1 - later) * energy;
      delays[slice + 1]! += later * energy;
    }
  }
  const total = delays.reduce((sum, part) => sum + part, 0);
  return delays.map((part) => part / total);
}

/** Only the bins that are asked for: a room is measured far more finely than it is kept. */
function sampled(powers: RoomPowers, fftSize: number, binCount: number): RoomPowers {
  const stride = powers.fftSize / fftSize;
  const of = (bins: Float64Array): Float64Array => Float64Array.from({ length: binCount }, (_, k) => bins[k * stride]!);
  return { fftSize, left: of(powers.left), right: of(powers.right), cross: of(powers.cross) };
}

/** Reads a room's response for the levels of mixes with such a spectrum. */
export function roomGains(response: RoomResponse, { low, high }: MixSpectrum): RoomGains {
  const longest = 2 ** Math.ceil(Math.log2(response.paths[0].length));
  const powers = roomPowers(response, Math.max(low.resolution.fftSize, longest));
  const parts = [low, high].map(({ resolution: { fftSize }, energies }) =>
    sampled(powers, fftSize, energies[0]!.length),
  );
  return { parts, delays: delaysOf(response) };
}

/** There is no source that knows a room: it has to be designed. */
export class RoomUnknown extends Error {
  override readonly name = 'RoomUnknown';
}

/** Knows no room. @throws RoomUnknown */
export const noRoomGains: RoomGainsSource = (model) => {
  throw new RoomUnknown(model.id);
};
