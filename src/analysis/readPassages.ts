import { clamp, powerToDb } from '../core/units';
import { gatingStepFrame } from '../dsp/loudness';
import type { PassageFacts } from './PassageFacts';
import type { BandPowerMap } from './bandPowerMap';

const OCTAVES = 10;
const LOWEST_CENTRE_HZ = 31.25;
const SILENCE_DB = -120;

/** Octave band of a frequency: the edges lie half an octave from the centres 31.25 Hz … 16 kHz; the ends take the rest. */
const octaveOf = (frequencyHz: number): number =>
  frequencyHz <= 0 ? 0 : clamp(Math.round(Math.log2(frequencyHz / LOWEST_CENTRE_HZ)), 0, OCTAVES - 1);

const wholeDb = (meanSquare: number): number =>
  meanSquare > 0 ? clamp(Math.round(powerToDb(meanSquare)), SILENCE_DB, 20) : SILENCE_DB;

/** Sums a band-power map up for the choice of passages. */
export function readPassages(map: BandPowerMap): Omit<PassageFacts, 'integratedLufs'> {
  const { layout, sliceCount, planeCount, energies, lengthFrames } = map;
  const bandCount = layout.nodesHz.length;
  const octaves = Uint8Array.from(layout.nodesHz, octaveOf);
  const bandDb = new Int8Array(sliceCount * OCTAVES);
  const sidePercent = new Uint8Array(sliceCount);
  const onsetDb = new Uint8Array(sliceCount);
  const sums = new Float64Array(OCTAVES);
  const levels = new Float64Array(sliceCount);
  for (let slice = 0; slice < sliceCount; slice++) {
    const end = Math.min(gatingStepFrame(slice + 1, layout.sampleRate), lengthFrames);
    const frames = end - gatingStepFrame(slice, layout.sampleRate);
    const at = slice * planeCount * bandCount;
    sums.fill(0);
    let mid = 0;
    let total = 0;
    for (let band = 0; band < bandCount; band++) {
      const left = energies[at + band]!;
      const energy = planeCount === 1 ? left : (left + energies[at + bandCount + band]!) / 2;
      sums[octaves[band]!]! += energy;
      total += energy;
      if (planeCount === 3) mid += energies[at + 2 * bandCount + band]!;
    }
    for (let octave = 0; octave < OCTAVES; octave++) {
      bandDb[slice * OCTAVES + octave] = wholeDb(frames > 0 ? sums[octave]! / frames : 0);
    }
    // (L² + R²) / 2 = mid² + side²
    if (planeCount === 3 && total > 0) sidePercent[slice] = Math.round(100 * clamp(1 - mid / total, 0, 1));
    levels[slice] = frames > 0 ? total / frames : 0;
  }
  for (let slice = 1; slice < sliceCount; slice++) {
    const before = (levels[slice - 1]! + levels[Math.max(0, slice - 2)]!) / 2;
    const rise = wholeDb(levels[slice]!) - wholeDb(before);
    onsetDb[slice] = clamp(rise, 0, 255);
  }
  return { sliceCount, bandDb, sidePercent, onsetDb };
}
