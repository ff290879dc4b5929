import { partitionFilter } from '../../dsp/convolution/PartitionedFilter';
import type { FilterPath, PartitionedFilter } from '../../dsp/convolution/PartitionedFilter';
import type { Pffft } from '../../dsp/convolution/Pffft';
import { codecCurveDb } from '../../dsp/limits/codec';
import { designMinimumPhase } from '../../dsp/minimumPhase';
import { designRoom } from '../../dsp/room/designRoom';
import type { RoomResponse } from '../../dsp/room/designRoom';
import type { RoomModel } from '../../dsp/room/RoomModel';
import { pchip } from '../../dsp/pchip';
import { responseCurveDb, toneStages } from '../response';
import type { ToneCurve } from '../ToneCurve';
import { filterMatrix, soundKeys } from './deviceSound';
import type { DeviceSound } from './deviceSound';

/** Level of a sound's tone, its codec's band limit included, dB at frequencies in hertz; null when it has none. */
function toneCurve(sound: DeviceSound): ((frequenciesHz: Float64Array) => Float64Array) | null {
  const codecHz = sound.limits?.codecHz;
  if (codecHz === undefined) {
    return toneStages(sound).length === 0 ? null : (frequenciesHz) => responseCurveDb(sound, frequenciesHz);
  }
  return (frequenciesHz) =>
    responseCurveDb(sound, frequenciesHz).map((db, i) => db + codecCurveDb(codecHz, frequenciesHz[i]!));
}

/** Power, against the whole, of what is cut off the end of a response. */
const CUT_POWER = 1e-13;

function withoutEnd(response: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  let power = 0;
  for (const tap of response) power += tap * tap;
  let end = response.length;
  for (let left = power * CUT_POWER; end > 1; end--) {
    left -= response[end - 1]! ** 2;
    if (left < 0) break;
  }
  return response.subarray(0, end);
}

/** Sends responses of one length through a filter. */
function throughFilter(
  pffft: Pffft,
  responses: readonly Float32Array<ArrayBuffer>[],
  filter: Float32Array,
): Float32Array<ArrayBuffer>[] {
  const length = responses[0]!.length + filter.length - 1;
  const size = 2 ** Math.ceil(Math.log2(length));
  const time = pffft.allocate(4 * size);
  const spectrum = time + size;
  const filterSpectrum = time + 2 * size;
  const product = time + 3 * size;
  const transform = (samples: Float32Array, to: number): void => {
    pffft.heap.fill(0, time, time + size);
    pffft.heap.set(samples, time);
    pffft.forward(size, time, to);
  };
  transform(filter, filterSpectrum);
  const out = responses.map((response) => {
    transform(response, spectrum);
    pffft.heap.fill(0, product, product + size);
    pffft.multiplyAdd(size, spectrum, filterSpectrum, product, 1 / size);
    pffft.inverse(size, product, time);
    return pffft.heap.slice(time, time + length);
  });
  pffft.free(time);
  return out;
}

/** What a channel that goes to both loudspeakers is heard as at one ear. */
function heardOf(
  left: Float32Array<ArrayBuffer>,
  right: Float32Array<ArrayBuffer>,
  leftGain: number,
  rightGain: number,
): Float32Array<ArrayBuffer> {
  if (leftGain === 1 && rightGain === 0) return left;
  if (leftGain === 0 && rightGain === 1) return right;
  return left.map((sample, i) => leftGain * sample + rightGain * right[i]!);
}

/**
 * A device's impulse responses: from each channel to each ear, with those that are the same shared.
 * @throws RangeError for a rate that a room cannot be designed at
 */
export interface DeviceResponses {
  readonly responses: readonly Float32Array<ArrayBuffer>[];
  readonly paths: readonly FilterPath[];
}

/** Each channel by itself through the one response. */
const throughPaths: readonly FilterPath[] = [0, 1].map(
  (side) => ({ from: side, to: side, response: 0, gain: 1 }) as FilterPath,
);

/** Designs devices' filters at any rate; rooms and tones that several devices share are designed once. */
export class FilterDesigner {
  readonly #rooms = new Map<string, RoomResponse>();

  constructor(private readonly pffft: Pffft) {}

  /** @returns null where the device passes samples as they are */
  design(sound: DeviceSound, sampleRate: number): PartitionedFilter | null {
    const designed = this.responses(sound, sampleRate);
    return designed && partitionFilter(this.pffft, designed.responses, designed.paths);
  }

  /** A tone curve on both channels, for what all devices have in common. */
  designCurve({ frequenciesHz, levelsDb }: ToneCurve, sampleRate: number): PartitionedFilter {
    const at = pchip(frequenciesHz.map(Math.log), levelsDb);
    const levelDb = (wantedHz: Float64Array): Float64Array => wantedHz.map((hz) => at(Math.log(Math.max(1, hz))));
    const { fir } = designMinimumPhase(levelDb, sampleRate);
    return partitionFilter(this.pffft, [withoutEnd(fir)], throughPaths);
  }

  /** @returns null where the device passes samples as they are */
  responses(sound: DeviceSound, sampleRate: number): DeviceResponses | null {
    if (soundKeys(sound).filter === null) return null;
    const curve = toneCurve(sound);
    const tone = curve ? withoutEnd(designMinimumPhase(curve, sampleRate).fir) : Float32Array.of(1);
    const matrix = filterMatrix(sound);
    const sides = [0, 1] as const;
    if (!sound.room) {
      const paths = sides.flatMap((to) => sides.map((from) => ({ from, to, response: 0, gain: matrix[to][from] })));
      return { responses: [tone], paths: paths.filter(({ gain }) => gain !== 0) };
    }
    const room = this.#room(sound.room, sampleRate).paths;
    // A mono sum sends the same to both loudspeakers: what the right channel meets is what the left one meets.
    const isShared = matrix[0][0] === matrix[0][1] && matrix[1][0] === matrix[1][1];
    const heard: Float32Array<ArrayBuffer>[] = [];
    const paths: FilterPath[] = [];
    for (const to of sides) {
      for (const from of sides) {
        if (from === 0 || !isShared) heard.push(heardOf(room[to], room[2 + to]!, matrix[0][from], matrix[1][from]));
        paths.push({ from, to, response: heard.length - 1, gain: 1 });
      }
    }
    const responses = tone.length === 1 ? heard : throughFilter(this.pffft, heard, tone);
    return { responses: responses.map(withoutEnd), paths };
  }

  #room(model: RoomModel, sampleRate: number): RoomResponse {
    const key = `${sampleRate} ${JSON.stringify(model)}`;
    let room = this.#rooms.get(key);
    if (!room) {
      room = designRoom(model, sampleRate);
      this.#rooms.set(key, room);
    }
    return room;
  }
}
