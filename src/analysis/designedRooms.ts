import { designRoom, roomPowers } from '../dsp/room/designRoom';
import type { RoomPowers, RoomResponse } from '../dsp/room/designRoom';
import type { MixSpectrum } from './mixSpectrum';
import type { RoomGains, RoomGainsSource } from './roomGains';

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

/** Designs a room to read it: for those that are not built in, and rates below the stored ones. */
export const designedRoomGains: RoomGainsSource = (model, sampleRate, spectrum) =>
  roomGains(designRoom(model, sampleRate), spectrum);
