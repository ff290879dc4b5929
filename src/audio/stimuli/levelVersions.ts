import { seededRandom } from '../../core/random';
import { dbToAmp, dbToPower } from '../../core/units';
import type { StereoSamples } from '../../dsp/effects/StereoSamples';
import { gatedLoudness, loudnessBlocks, powerToLufs } from '../../dsp/loudness';
import { TruePeakMeter } from '../../dsp/truePeak';
import type { StimulusLevel } from './StimulusPort';

/** Highest true peak that is delivered, dBTP. */
const CEILING_DB = -1;
/** How far matched versions may lie from their common loudness, LU: far below what is heard, so that no residue tells. */
const ROVE_LU = 0.05;
/** What is this quiet as it comes is silence, and is not raised to anything. */
const SILENT_LUFS = -90;
const GATE_SEC = 0.4;

/**
 * Loudness of a sound of any length: BS.1770 integrated; of one that is shorter than a gating block, that of the block
 * it begins.
 * @returns LUFS; −Infinity in silence
 */
export function shortLoudness(samples: StereoSamples, sampleRate: number): number {
  return scaledLoudness(blocksOf(samples, sampleRate), 0);
}

/** Gating blocks; a sound shorter than one is filled up with silence. */
function blocksOf(samples: StereoSamples, sampleRate: number): Float64Array {
  const shortest = Math.ceil(GATE_SEC * sampleRate) + 4;
  if (samples[0].length >= shortest) return loudnessBlocks(samples, sampleRate);
  const filled = samples.map((channel) => {
    const out = new Float32Array(shortest);
    out.set(channel);
    return out;
  });
  return loudnessBlocks(filled, sampleRate);
}

/** Loudness after a gain. The blocks are turned up first, as the absolute gate looks at what is heard. */
function scaledLoudness(blocks: Float64Array, gainDb: number): number {
  const power = dbToPower(gainDb);
  return gatedLoudness(blocks.map((block) => block * power));
}

/** Gain that brings blocks to a loudness, dB; undefined for silence. */
function gainTo(blocks: Float64Array, lufs: number): number | undefined {
  let sum = 0;
  for (const block of blocks) sum += block;
  let gainDb = lufs - powerToLufs(sum / blocks.length);
  if (!Number.isFinite(gainDb) || lufs - gainDb < SILENT_LUFS) return undefined;
  // The gates move with the gain; after the first step hardly.
  for (let i = 0; i < 4; i++) {
    const reached = scaledLoudness(blocks, gainDb);
    if (!Number.isFinite(reached)) return gainDb;
    gainDb += lufs - reached;
  }
  return gainDb;
}

export interface LevelWish {
  readonly isLevelMatched: boolean;
  readonly loudnessLufs: number;
  readonly reference?: StimulusLevel;
  /** Drawn from the request, so that the same request is roved alike. */
  readonly roveSeed: number;
}

/**
 * Brings versions to their level, in place. Matched: each to the same integrated loudness, within ±0.05 LU drawn by
 * chance. Not matched: all by the gain of the first. Then all down alike until no true peak exceeds −1 dBTP. With a
 * `reference` they follow that earlier request instead, without the chance.
 * @returns the level, for later requests, and the loudness of each version, LUFS
 */
export function levelVersions(
  versions: readonly StereoSamples[],
  sampleRate: number,
  { isLevelMatched, loudnessLufs, reference, roveSeed }: LevelWish,
): { readonly level: StimulusLevel; readonly loudnessLufs: readonly number[] } {
  const blocks = versions.map((samples) => blocksOf(samples, sampleRate));
  const targetLufs = reference?.loudnessLufs ?? loudnessLufs;
  const commonDb = reference?.gainDb ?? (blocks[0] && gainTo(blocks[0], targetLufs)) ?? 0;
  const random = seededRandom(roveSeed);
  const gainsDb = blocks.map((of) => {
    const rove = reference ? 0 : ROVE_LU * (2 * random() - 1);
    if (!isLevelMatched) return commonDb;
    return (gainTo(of, targetLufs) ?? commonDb) + rove;
  });
  let overDb = 0;
  versions.forEach(([left, right], i) => {
    const meter = new TruePeakMeter();
    meter.process(left, right, left.length);
    overDb = Math.max(overDb, meter.truePeakDbtp + gainsDb[i]! - CEILING_DB);
  });
  versions.forEach((samples, i) => {
    const gain = dbToAmp(gainsDb[i]! - overDb);
    for (const channel of new Set(samples)) for (let n = 0; n < channel.length; n++) channel[n]! *= gain;
  });
  return {
    level: { gainDb: commonDb - overDb, loudnessLufs: targetLufs - overDb },
    loudnessLufs: blocks.map((of, i) => scaledLoudness(of, gainsDb[i]! - overDb)),
  };
}
